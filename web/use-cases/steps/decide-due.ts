import { advance, type StepOutcome } from '../../domain/campaigns/advance.ts';
import { MESSAGE_WINDOW_MS, OFFER_WINDOW_MS } from '../../domain/campaigns/caps.ts';
import { type DueEnrolment, decideSends, type SendDecision } from '../../domain/campaigns/decide-send.ts';
import type { Enrolment } from '../../domain/campaigns/enrolment.ts';
import { recipientZone } from '../../domain/campaigns/recipient-zone.ts';
import type { CampaignSettings } from '../../domain/campaigns/settings.ts';
import { offerEndsAt, offerEndsOn } from '../../domain/campaigns/timing.ts';
import { codeOf } from '../../domain/offers/code.ts';
import type { TypicalOrder } from '../../domain/offers/depth.ts';
import type { OfferTerms } from '../../domain/offers/terms.ts';
import type { ShopModel } from '../../domain/rfm/model.ts';
import type { CustomerId } from '../../domain/shared/ids.ts';
import { localDayOf } from '../../domain/shared/time.ts';
import type {
  Campaign,
  CampaignCtx,
  CampaignVersion,
  EnrolmentChange,
  EnrolmentMove,
  NewMessage,
  Tx,
} from '../ports.ts';
import { toPersonFacts } from './person-facts.ts';

/** Customers decided about in one transaction. */
const CUSTOMERS_AT_ONCE = 200;
export const CODE_PREFIX = 'BACK';

export type DuePass = {
  campaigns: ReadonlyMap<number, Campaign>;
  settings: CampaignSettings;
  model: ShopModel;
  typical: TypicalOrder;
  now: Date;
};

/**
 * Decides every due step, whole customers at a time, by priority and caps over all campaigns (`decideSends`). In one
 * transaction a customer's enrolments move on, messages stand and codes are reserved, so that a step is never decided twice. Answers what
 * there is to do outside the database.
 */
export async function decideDue(
  ctx: CampaignCtx,
  pass: DuePass,
): Promise<{ issuing: number; ready: number }> {
  const made = { issuing: 0, ready: 0 };
  for (;;) {
    const round = await ctx.store.transaction((tx) => decideSome(ctx, tx, pass));
    if (round === null) return made;
    made.issuing += round.issuing;
    made.ready += round.ready;
  }
}

async function decideSome(
  ctx: CampaignCtx,
  tx: Tx,
  pass: DuePass,
): Promise<{ issuing: number; ready: number } | null> {
  const { shopId, timeZone } = ctx.shop;
  const due = await tx.enrolments.takeDue(shopId, pass.now, CUSTOMERS_AT_ONCE);
  if (due.length === 0) return null;
  const ids = [...new Set(due.map(({ customerId }) => customerId))];
  const rows = await tx.enrolments.candidatesOf(shopId, ids);
  const longest = Math.max(OFFER_WINDOW_MS, MESSAGE_WINDOW_MS);
  const counted = await tx.enrolments.counted(
    shopId,
    ids,
    new Date(pass.now.getTime() - longest),
    due.map(({ enrolmentId }) => enrolmentId),
  );
  const versions = await versionsOf(ctx, tx, due);
  const plan = new Plan(ctx, pass);
  for (const customerId of ids) {
    const row = rows.get(customerId);
    const mine = due.filter((one) => one.customerId === customerId);
    const person = row ? toPersonFacts(row, timeZone) : null;
    const zone = recipientZone(row?.country ?? null, timeZone);
    const dues = mine.flatMap((enrolment) => toDue(enrolment, pass, versions));
    const decisions = decideSends({
      now: pass.now,
      due: dues,
      counted: counted.filter((one) => one.customerId === customerId),
      settings: pass.settings,
      person,
      model: pass.model,
      zones: { recipient: zone, shop: timeZone },
      typical: pass.typical,
    });
    for (const decision of decisions) {
      const one = dues.find(({ enrolment }) => enrolment.enrolmentId === decision.enrolmentId);
      if (one) plan.note(one, decision, zone);
    }
  }
  return plan.write(tx);
}

function toDue(
  enrolment: Enrolment,
  { campaigns }: DuePass,
  versions: ReadonlyMap<string, CampaignVersion>,
): DueEnrolment[] {
  const version = versions.get(`${enrolment.campaignId}.${enrolment.version}`);
  const campaign = campaigns.get(enrolment.campaignId);
  if (!version) return [];
  return [{ enrolment, terms: version.terms, campaignState: campaign?.state ?? 'ended' }];
}

async function versionsOf(
  ctx: CampaignCtx,
  tx: Tx,
  due: readonly Enrolment[],
): Promise<ReadonlyMap<string, CampaignVersion>> {
  const found = new Map<string, CampaignVersion>();
  for (const { campaignId, version } of due) {
    const key = `${campaignId}.${version}`;
    if (found.has(key)) continue;
    const standing = await tx.campaigns.version(ctx.shop.shopId, campaignId, version);
    if (standing) found.set(key, standing);
  }
  return found;
}

type Reservation = { enrolment: Enrolment; offer: OfferTerms };

/** Gathers what one transaction writes. */
class Plan {
  readonly #ctx: CampaignCtx;
  readonly #pass: DuePass;
  readonly #changes: EnrolmentChange[] = [];
  readonly #moves: EnrolmentMove[] = [];
  readonly #messages: NewMessage[] = [];
  readonly #offers = new Map<string, Reservation>();

  constructor(ctx: CampaignCtx, pass: DuePass) {
    this.#ctx = ctx;
    this.#pass = pass;
  }

  note({ enrolment, terms }: DueEnrolment, decision: SendDecision, zone: string): void {
    const outcome = outcomeOf(decision);
    const { position, reason } = advance(enrolment, outcome, terms, zone);
    const { enrolmentId, step } = enrolment;
    this.#changes.push({ enrolmentId, ...position });
    const params =
      decision.decision === 'defer' && decision.inFavourOf ? { inFavourOf: decision.inFavourOf } : {};
    this.#moves.push({ enrolmentId, from: enrolment.state, to: position.state, step, reason, params });
    const message = this.#messageOf(enrolment, decision);
    if (!message) return;
    this.#messages.push(message);
    if (decision.decision === 'send' && decision.offer)
      this.#offers.set(`${enrolmentId}.${step}`, { enrolment, offer: decision.offer });
  }

  #messageOf(enrolment: Enrolment, decision: SendDecision): NewMessage | null {
    const { enrolmentId, campaignId, version, customerId, step, arm, validUntil } = enrolment;
    const plannedAt = this.#pass.now;
    const of = { enrolmentId, campaignId, version, customerId, step, arm, validUntil, plannedAt };
    switch (decision.decision) {
      case 'send': {
        const state = decision.offer ? 'issuing' : 'ready';
        return { ...of, newOffer: decision.newOffer, countedAt: plannedAt, state, reason: null };
      }
      case 'hold_out':
        return {
          ...of,
          newOffer: decision.newOffer,
          countedAt: plannedAt,
          state: 'held_out',
          reason: 'held_out',
        };
      case 'skip':
        return { ...of, newOffer: false, countedAt: null, state: 'skipped', reason: decision.reason };
      case 'defer':
      case 'stop':
        return null;
    }
  }

  async write(tx: Tx): Promise<{ issuing: number; ready: number }> {
    const { shopId } = this.#ctx.shop;
    const { now } = this.#pass;
    await tx.enrolments.change(shopId, this.#changes, this.#moves, now);
    const added = await tx.messages.add(shopId, this.#messages);
    let issuing = 0;
    for (const message of added) {
      const reservation = this.#offers.get(`${message.enrolmentId}.${message.step}`);
      if (!reservation) continue;
      await this.#reserve(tx, message.messageId, reservation);
      issuing += 1;
    }
    const ready = added.filter(({ state }) => state === 'ready').length;
    if (issuing > 0) await tx.enqueue('issue-offers', { shopId });
    if (ready > 0) await tx.enqueue('deliver', { shopId });
    return { issuing, ready };
  }

  async #reserve(tx: Tx, messageId: string, { enrolment, offer }: Reservation): Promise<void> {
    const { shop, draws } = this.#ctx;
    const { settings, now } = this.#pass;
    const { enrolmentId, campaignId, version, step } = enrolment;
    const endsOn = offerEndsOn(localDayOf(now, shop.timeZone), offer.validDays, settings.blackouts);
    const endsAt = offerEndsAt(endsOn, shop.timeZone);
    const arm = enrolment.arm ?? 0;
    const key = { campaignId, version, arm, step, endsOn, endsAt, terms: offer };
    const discount = await tx.offers.discountFor(shop.shopId, key);
    const code = codeOf(CODE_PREFIX, draws.codeBytes(shop.shopId, { enrolmentId, step }, 0));
    const customerId: CustomerId = enrolment.customerId;
    const row = { messageId, enrolmentId, campaignId, version, customerId, code, endsAt: discount.endsAt };
    await tx.offers.reserve(shop.shopId, [{ ...row, discountId: discount.discountId }], now);
  }
}

function outcomeOf(decision: SendDecision): StepOutcome {
  switch (decision.decision) {
    case 'send':
      return { outcome: 'counted', reason: 'due' };
    case 'hold_out':
      return { outcome: 'counted', reason: 'held_out' };
    case 'defer':
      return { outcome: 'deferred', reason: decision.reason, until: decision.until };
    case 'skip':
      return { outcome: 'skipped', reason: decision.reason };
    case 'stop':
      return { outcome: 'stopped', reason: decision.reason };
  }
}
