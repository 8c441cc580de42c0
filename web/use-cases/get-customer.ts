import { expectedOrderOn } from '../domain/forecast/own-rhythm.ts';
import { VIP_GRACE_DAYS } from '../domain/lifecycle/rule.ts';
import type { Stage } from '../domain/lifecycle/stage.ts';
import { effectiveTotals } from '../domain/lifecycle/standing.ts';
import type { OfferView } from '../domain/loyalty/member-view.ts';
import type { ShopModel } from '../domain/rfm/model.ts';
import type { Rules } from '../domain/rules.ts';
import { AppError } from '../domain/shared/errors.ts';
import type { CustomerId } from '../domain/shared/ids.ts';
import { localDayOf } from '../domain/shared/time.ts';
import type { CurrentEnrolment } from './customer-campaigns-port.ts';
import type { LiveCustomer, ReadCtx } from './ports.ts';
import type { CustomerDetail } from './read-port.ts';
import { knownOffer } from './steps/shopper-offer.ts';
import { unlessAway } from './steps/unless-away.ts';

/** What would move a customer to another stage, as far as it can be told today. Days local, money minor units. */
export type NextChange =
  | { kind: 'lapses'; on: number }
  | { kind: 'next_purchase'; to: Stage }
  | {
      kind: 'vip_from';
      occasions: number;
      spentMinor: number;
      missingOccasions: number;
      missingSpentMinor: number;
    }
  | { kind: 'vip_ends'; on: number; occasions: number; spentMinor: number }
  | { kind: 'subscription'; untilOn: number };

export type CustomerView = {
  detail: CustomerDetail;
  /** Null = Shopify did not answer. */
  live: LiveCustomer | null;
  recencyDays: number | null;
  changes: readonly NextChange[];
  /** Around when the next order is to be expected, a local day; `past` = it is over. Null: see `expectedOrder`. */
  expectedOrder: { on: number; past: boolean } | null;
  campaigns: CustomerCampaigns | null;
  model: ShopModel | null;
  tagsEnabled: boolean;
};

/** What campaigns do with a customer who ever was in one; `offer`: the open one. */
export type CustomerCampaigns = { current: readonly CurrentEnrolment[]; offer: OfferView | null };

/** One customer with everything the page says about them. Throws NOT_FOUND for an id this shop does not hold. */
export async function getCustomer(ctx: ReadCtx, customerId: CustomerId): Promise<CustomerView> {
  const { shopId, timeZone } = ctx.shop;
  const detail = await ctx.reader.customers.find(shopId, customerId);
  if (!detail) throw new AppError('NOT_FOUND', 'there is no such customer in this shop');
  const [night, { rules }, campaigns, live] = await Promise.all([
    ctx.reader.home.night(shopId),
    ctx.store.rules.current(shopId),
    campaignsOf(ctx, customerId),
    unlessAway(ctx.log, () => ctx.shopify.liveCustomers([customerId])),
  ]);
  const todayOn = localDayOf(ctx.clock.now(), timeZone);
  return {
    detail,
    live: live?.get(customerId) ?? null,
    recencyDays: detail.lastOn === null ? null : Math.max(0, todayOn - detail.lastOn),
    changes: night ? nextChanges(detail, { model: night.model, rules, todayOn }) : [],
    expectedOrder: night ? expectedOrder(detail, night.model, todayOn) : null,
    campaigns,
    model: night?.model ?? null,
    tagsEnabled: rules.tags.enabled,
  };
}

async function campaignsOf(ctx: ReadCtx, customerId: CustomerId): Promise<CustomerCampaigns | null> {
  const enrolments = await ctx.reader.customers.enrolments(ctx.shop.shopId, customerId, ctx.clock.now());
  if (enrolments === null) return null;
  const current = enrolments.current.filter(stillMatters);
  return { current, offer: await knownOffer(ctx, customerId) };
}

/** Of a campaign that is not measured nothing remains once its last message is out. */
function stillMatters({ service, ahead, onItsWay }: CurrentEnrolment): boolean {
  return !service || ahead !== null || onItsWay;
}

/** Null for the excluded, below 2 finished gaps, and while Shopify shows 60 days only. */
function expectedOrder(
  { excluded, lastOccasionOn, gapsCount, gapsSumDays }: CustomerDetail,
  model: ShopModel,
  todayOn: number,
): CustomerView['expectedOrder'] {
  // Within 60 days of history every gap is a short one.
  if (excluded || lastOccasionOn === null || model.provisional) return null;
  const on = expectedOrderOn({ gapsCount, gapsSumDays, lastOccasionOn }, model);
  return on === null ? null : { on, past: on < todayOn };
}

type Frame = { model: ShopModel; rules: Rules; todayOn: number };

/** In the order in which they are read: what ends the present stage first, what the next purchase brings after. */
export function nextChanges(detail: CustomerDetail, { model, rules, todayOn }: Frame): NextChange[] {
  if (detail.stage === null || detail.lastOn === null) return [];
  const changes: NextChange[] = [];
  const subscribed = detail.subscribedUntilOn !== null && detail.subscribedUntilOn >= todayOn;
  if (detail.stage !== 'lapsed') {
    if (subscribed && detail.subscribedUntilOn !== null)
      changes.push({ kind: 'subscription', untilOn: detail.subscribedUntilOn });
    else if (detail.lapseLimitDays !== null)
      changes.push({ kind: 'lapses', on: detail.lastOn + detail.lapseLimitDays + 1 });
  }
  const { vip } = model;
  const totals = effectiveTotals(
    { frequency: detail.occasions, monetaryMinor: detail.spentMinor },
    detail.shopifyTotals,
    model,
  );
  if (detail.stage === 'vip') {
    if (detail.vipBelowSinceOn !== null) {
      const ends = {
        on: detail.vipBelowSinceOn + VIP_GRACE_DAYS,
        occasions: Math.max(vip.keepFrequency, rules.vipMinOccasions),
        spentMinor: vip.keepMonetaryMinor,
      };
      changes.push({ kind: 'vip_ends', ...ends });
    }
    return changes;
  }
  const occasions = Math.max(vip.enterFrequency, rules.vipMinOccasions);
  const missingOccasions = Math.max(0, occasions - totals.frequency);
  const missingSpentMinor = Math.max(0, vip.enterMonetaryMinor - totals.monetaryMinor);
  const oneMoreIsEnough = missingOccasions <= 1 && missingSpentMinor === 0;
  if (oneMoreIsEnough) changes.push({ kind: 'next_purchase', to: 'vip' });
  else {
    if (detail.stage !== 'repeat') changes.push({ kind: 'next_purchase', to: 'repeat' });
    changes.push({
      kind: 'vip_from',
      occasions,
      spentMinor: vip.enterMonetaryMinor,
      missingOccasions,
      missingSpentMinor,
    });
  }
  return changes;
}
