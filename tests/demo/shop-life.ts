import type { Random } from '../dev-store/seed/random.ts';
import type { LocalShop } from './local-shop.ts';
import { followMail, type Mailbox, type ReadMail, unsubscribeFrom } from './mailbox.ts';
import { openPointsHabit, type PointsCounts } from './points-habit.ts';
import { drawAnswer, RESPONSE } from './response-model.ts';
import { type Cast, DAY_MS, type Shopper, type Visit } from './shoppers.ts';

const PAYS_ON_DELIVERY = 0.3;
const DELIVERY_DAYS = 2;
/** Buyers and couriers at work at the same time. */
const AT_ONCE = 6;

export type LifeCounts = {
  orders: number;
  /** By a campaign's code, and by a reward's or a friend's. */
  withCode: number;
  withReward: number;
  mails: number;
  unsubscribed: number;
};

/** The shop's days: mails are read and answered, people come and buy, parcels arrive. */
export type ShopLife = {
  /** Those who open their mail now decide what it does to them. */
  readMails(nowMs: number): Promise<void>;
  /** All that was to happen until now: purchases, unsubscribing, deliveries and cash paid at the door. */
  live(nowMs: number): Promise<void>;
  counts: LifeCounts;
  points: PointsCounts;
};

type Parcel = { at: number; orderId: string; pays: boolean };

export function startLife(shop: LocalShop, mailbox: Mailbox, random: Random, cast: Cast): ShopLife {
  const counts: LifeCounts = { orders: 0, withCode: 0, withReward: 0, mails: 0, unsubscribed: 0 };
  const byEmail = new Map(cast.shoppers.flatMap((one) => (one.email === null ? [] : [[one.email, one]])));
  let visits: Visit[] = [...cast.visits];
  let parcels: Parcel[] = [];
  const leaving: ReadMail[] = [];
  const habit = openPointsHabit(shop, random, cast.shoppers);

  async function buy({ at, shopper, mail, usesCode }: Visit, nowMs: number): Promise<void> {
    const isNew = shopper.customerId === null;
    const customerId = shopper.customerId ?? (await introduce(shop, shopper));
    const ownUse = mail === null && shopper.openMail !== null && random.chance(RESPONSE.usesCodeAnyway);
    const source = usesCode ? mail : ownUse ? shopper.openMail : null;
    const code = source === null ? null : await followMail(source);
    // Codes of the two kinds do not go together.
    const reward = code !== null ? null : isNew ? await habit.friendsCode() : await habit.codeFor(shopper);
    const used = code ?? reward;
    const pays = random.chance(PAYS_ON_DELIVERY);
    const { order, applied } = await shop.post<{ order: { id: string }; applied: unknown[] }>('/checkout', {
      customerId,
      lines: shopper.fillCart(),
      codes: used === null ? [] : [used],
      whenRefused: 'without',
      payment: pays ? 'pending' : 'paid',
      ...(code === null ? {} : { landingSite: `/discount/${code}` }),
    });
    counts.orders++;
    if (reward !== null && applied.length > 0) counts.withReward++;
    if (code !== null) {
      counts.withCode++;
      shopper.openMail = null;
    }
    (mail === null ? shopper.own : shopper.caused).push(Math.max(at, nowMs));
    parcels.push({ at: nowMs + DELIVERY_DAYS * DAY_MS, orderId: order.id, pays });
  }

  async function arrive({ orderId, pays }: Parcel, nowMs: number): Promise<void> {
    const deliveredAt = new Date(nowMs).toISOString();
    await shop.post(`/orders/${orderId}/fulfil`, { deliveredAt });
    if (pays) await shop.post(`/orders/${orderId}/pay`);
  }

  return {
    counts,
    points: habit.counts,
    async readMails(nowMs) {
      for (const mail of await mailbox.newMails()) {
        counts.mails++;
        const shopper = byEmail.get(mail.to);
        if (!shopper) continue;
        if (mail.code !== null) shopper.openMail = mail;
        const answer = drawAnswer(random, { hasOffer: mail.code !== null });
        if (answer.unsubscribes) leaving.push(mail);
        if (answer.buysAfterDays === null) continue;
        const at = nowMs + answer.buysAfterDays * DAY_MS;
        visits.push({ at, shopper, mail, usesCode: answer.usesCode && mail.code !== null });
      }
    },
    async live(nowMs) {
      const due = visits.filter(({ at }) => at <= nowMs);
      visits = visits.filter(({ at }) => at > nowMs);
      // One customer's visits in their order: a first one makes the customer.
      const byShopper = Map.groupBy(due, ({ shopper }) => shopper);
      await inTurn([...byShopper.values()], async (own) => {
        for (const visit of own.sort((left, right) => left.at - right.at)) await buy(visit, nowMs);
      });
      const arriving = parcels.filter(({ at }) => at <= nowMs);
      parcels = parcels.filter(({ at }) => at > nowMs);
      await inTurn(arriving, (parcel) => arrive(parcel, nowMs));
      for (const mail of leaving.splice(0)) {
        await unsubscribeFrom(mail);
        counts.unsubscribed++;
      }
    },
  };
}

async function introduce(shop: LocalShop, shopper: Shopper): Promise<string> {
  const { id } = await shop.post<{ id: string }>('/customers', shopper.introduce);
  shopper.customerId = id;
  return id;
}

async function inTurn<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
