import { CAMPAIGN_KINDS, type CampaignKind, isService } from '../domain/campaigns/campaign.ts';
import type { TypicalOrder } from '../domain/offers/depth.ts';
import type { ShopModel } from '../domain/rfm/model.ts';
import type { ShopId } from '../domain/shared/ids.ts';
import type { LocalDay } from '../domain/shared/time.ts';
import type {
  AudienceNumbers,
  CampaignAudienceStore,
  ShopAudience,
} from '../use-cases/campaign-results-port.ts';
import * as statement from './campaign-audience-statements.ts';
import { toJson } from './json-rows.ts';
import { MEMBERS_ENROLLED, MEMBERS_NOW } from './member-audience-statements.ts';
import type { Sql } from './sql.ts';

type CameRow = { kind: CampaignKind; months: number; people: number; within_30: number; within_60: number };
type NowRow = { kind: CampaignKind; matches: number; backlog: number; typical: string | null };
type TypicalRow = { order_minor: string | null; shipping_minor: string | null };
type SoldRow = { known: boolean; price: string; cost: string | null };
type StoredRow = { kind: string; numbers: AudienceNumbers & TypicalOrder & Sold; computed_at: Date };
type Sold = { units?: ShopAudience['sold'] };

const NOBODY: AudienceNumbers = {
  matchesNow: 0,
  typicalMonth: 0,
  backlog: 0,
  base: null,
  typicalOrderMinor: null,
};
const TYPICAL_ORDER = 'typical_order';
const SOLD = 'sold';
const UNKNOWN: TypicalOrder = { orderMinor: null, shippingMinor: null };

/** How many each kind of campaign would reach, computed at night. */
export function createCampaignAudienceStore(sql: Sql): CampaignAudienceStore {
  return {
    compute: (shop, todayOn, model) => compute(sql, shop, todayOn, model),
    save: async (shop, { kinds, typicalOrder, sold }, at) => {
      const rows = [
        ...Object.entries(kinds).map(([kind, numbers]) => ({ kind, numbers })),
        { kind: TYPICAL_ORDER, numbers: typicalOrder },
        { kind: SOLD, numbers: { units: sold } },
      ];
      await sql.run(statement.SAVE, [shop, toJson(rows), at]);
    },
    read: async (shop) => {
      const rows = await sql.rows<StoredRow>(statement.READ, [shop]);
      const [first] = rows;
      if (!first) return null;
      const numbersOf = (kind: string) => rows.find((row) => row.kind === kind)?.numbers;
      return {
        kinds: byKind((kind) => numbersOf(kind) ?? NOBODY),
        typicalOrder: numbersOf(TYPICAL_ORDER) ?? UNKNOWN,
        sold: numbersOf(SOLD)?.units ?? [],
        computedAt: first.computed_at,
      };
    },
    enrolledOfBacklog: async (shop, { campaignId, kind, dayOn, secondPurchase }) => {
      const { startDay, endDay } = secondPurchase;
      const [row] = isService(kind)
        ? await sql.rows<{ people: number }>(MEMBERS_ENROLLED, [shop, dayOn, kind, campaignId])
        : await sql.rows<{ people: number }>(statement.ENROLLED_OF_BACKLOG, [
            ...[shop, dayOn, startDay, endDay],
            ...[kind, campaignId],
          ]);
      return row?.people ?? 0;
    },
  };
}

/** What an order of the shop typically comes to, as of the newest night. */
export async function readTypicalOrder(sql: Sql, shop: ShopId): Promise<TypicalOrder> {
  const [row] = await sql.rows<StoredRow>(statement.READ_KIND, [shop, TYPICAL_ORDER]);
  return row?.numbers ?? UNKNOWN;
}

async function compute(sql: Sql, shop: ShopId, todayOn: LocalDay, model: ShopModel): Promise<ShopAudience> {
  const { lapse, meanGapDays, topQuarter, secondPurchase } = model;
  const came = await sql.rows<CameRow>(statement.CAME, [
    shop,
    todayOn,
    lapse.oneOccasionDays,
    lapse.laterDays,
    meanGapDays,
    secondPurchase.startDay,
    Math.ceil(topQuarter.frequency),
    Math.ceil(topQuarter.monetaryMinor),
  ]);
  const now = await sql.rows<NowRow>(statement.NOW, [
    shop,
    todayOn,
    secondPurchase.startDay,
    secondPurchase.endDay,
  ]);
  const members = await sql.rows<NowRow>(MEMBERS_NOW, [shop, todayOn]);
  const [typical] = await sql.rows<TypicalRow>(statement.TYPICAL_ORDER, [shop, todayOn]);
  const sold = await sql.rows<SoldRow>(statement.SOLD, [shop, todayOn]);
  return {
    kinds: byKind((kind) =>
      isService(kind)
        ? ofMembers(members.find((row) => row.kind === kind))
        : numbersOf(
            came.find((row) => row.kind === kind),
            now.find((row) => row.kind === kind),
          ),
    ),
    typicalOrder: {
      orderMinor: toNumber(typical?.order_minor),
      shippingMinor: toNumber(typical?.shipping_minor),
    },
    sold: sold.map(({ price, cost }) => ({ priceMinor: Number(price), unitCostMinor: toNumber(cost) })),
  };
}

function numbersOf(came: CameRow | undefined, now: NowRow | undefined): AudienceNumbers {
  return {
    matchesNow: now?.matches ?? 0,
    typicalMonth: Math.round((came?.months ?? 0) / statement.FULL_MONTHS),
    backlog: now?.backlog ?? 0,
    base: came?.people
      ? { people: came.people, within30Days: came.within_30, within60Days: came.within_60 }
      : null,
    typicalOrderMinor: toNumber(now?.typical),
  };
}

/** They match for about a month, so that who matches now is who does in a month. */
function ofMembers(now: NowRow | undefined): AudienceNumbers {
  return { ...numbersOf(undefined, now), typicalMonth: now?.matches ?? 0 };
}

function byKind<T>(of: (kind: CampaignKind) => T): Record<CampaignKind, T> {
  return Object.fromEntries(CAMPAIGN_KINDS.map((kind) => [kind, of(kind)])) as Record<CampaignKind, T>;
}

function toNumber(text: string | null | undefined): number | null {
  return text == null ? null : Number(text);
}
