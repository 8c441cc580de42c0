import { advance } from '../../domain/campaigns/advance.ts';
import { type DueEnrolment, outcomeOf, type SendDecision } from '../../domain/campaigns/decide-send.ts';
import type { Enrolment } from '../../domain/campaigns/enrolment.ts';
import type { CampaignSettings } from '../../domain/campaigns/settings.ts';
import { offerEndsAt, offerEndsOn } from '../../domain/campaigns/timing.ts';
import type { TypicalOrder } from '../../domain/offers/depth.ts';
import type { OfferTerms } from '../../domain/offers/terms.ts';
import type { ShopModel } from '../../domain/rfm/model.ts';
import { AppError } from '../../domain/shared/errors.ts';
import { localDayOf } from '../../domain/shared/time.ts';
import type {
  Campaign,
  CampaignCtx,
  EnrolmentChange,
  EnrolmentMove,
  Message,
  NewMessage,
  OfferDiscount,
  Tx,
} from '../ports.ts';
import { codeFor, MOST_CODES_TRIED } from './other-code.ts';

export type DuePass = {
  campaigns: ReadonlyMap<number, Campaign>;
  settings: CampaignSettings;
  model: ShopModel;
  typical: TypicalOrder;
  now: Date;
};

type Reservation = { enrolment: Enrolment; offer: OfferTerms };
type Reserved = Reservation & { message: Message; discount: OfferDiscount };

/** Gathers what one transaction writes: moves of enrolments, messages, the codes reserved for them. */
export class DuePlan {
  readonly #ctx: CampaignCtx;
  readonly #pass: DuePass;
  readonly #changes: EnrolmentChange[] = [];
  readonly #moves: EnrolmentMove[] = [];
  readonly #messages: NewMessage[] = [];
  readonly #offers = new Map<string, Reservation>();
  readonly #discounts = new Map<string, OfferDiscount>();

  constructor(ctx: CampaignCtx, pass: DuePass) {
    this.#ctx = ctx;
    this.#pass = pass;
  }

  note({ enrolment, terms }: DueEnrolment, decision: SendDecision, zone: string): void {
    const { position, reason } = advance(enrolment, outcomeOf(decision), terms, zone);
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
      case 'hold_out': {
        const { newOffer } = decision;
        return { ...of, newOffer, countedAt: plannedAt, state: 'held_out', reason: 'held_out' };
      }
      case 'skip':
        return { ...of, newOffer: false, countedAt: null, state: 'skipped', reason: decision.reason };
      case 'defer':
      case 'stop':
        return null;
    }
  }

  async write(tx: Tx): Promise<void> {
    const { shopId } = this.#ctx.shop;
    await tx.enrolments.change(shopId, this.#changes, this.#moves, this.#pass.now);
    const added = await tx.messages.add(shopId, this.#messages);
    const wanted: Reserved[] = [];
    for (const message of added) {
      const reservation = this.#offers.get(`${message.enrolmentId}.${message.step}`);
      if (!reservation) continue;
      wanted.push({ ...reservation, message, discount: await this.#discountFor(tx, reservation) });
    }
    await this.#reserve(tx, wanted);
    if (wanted.length > 0) await tx.enqueue('issue-offers', { shopId });
    if (added.some(({ state }) => state === 'ready')) await tx.enqueue('deliver', { shopId });
  }

  /** One discount per version, arm, step and last day. */
  async #discountFor(tx: Tx, { enrolment, offer }: Reservation): Promise<OfferDiscount> {
    const { shop } = this.#ctx;
    const { settings, now } = this.#pass;
    const { campaignId, version, step } = enrolment;
    const endsOn = offerEndsOn(localDayOf(now, shop.timeZone), offer.validDays, settings.blackouts);
    const arm = enrolment.arm ?? 0;
    const name = [campaignId, version, arm, step, endsOn].join('.');
    const known = this.#discounts.get(name);
    if (known) return known;
    const endsAt = offerEndsAt(endsOn, shop.timeZone);
    const key = { campaignId, version, arm, step, endsOn, endsAt, terms: offer };
    const discount = await tx.offers.discountFor(shop.shopId, key);
    this.#discounts.set(name, discount);
    return discount;
  }

  /** A code that another message of ours has is passed over for the next. */
  async #reserve(tx: Tx, wanted: readonly Reserved[]): Promise<void> {
    const { shop, draws } = this.#ctx;
    const { now } = this.#pass;
    let left = wanted;
    for (let attempt = 0; left.length > 0; attempt++) {
      if (attempt > MOST_CODES_TRIED) throw new AppError('INTERNAL', 'no code was free for a message');
      const rows = left.map(({ message, discount: { discountId, endsAt } }) => {
        const { messageId, enrolmentId, campaignId, version, customerId } = message;
        const code = codeFor(draws, shop.shopId, message, attempt);
        return { messageId, enrolmentId, campaignId, version, customerId, discountId, endsAt, code };
      });
      await tx.offers.reserve(shop.shopId, rows, now);
      const ids = left.map(({ message }) => message.messageId);
      const have = new Set((await tx.offers.ofMessages(shop.shopId, ids)).map((one) => one.messageId));
      left = left.filter(({ message }) => !have.has(message.messageId));
    }
  }
}
