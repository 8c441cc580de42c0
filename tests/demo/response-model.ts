import type { Random } from '../dev-store/seed/random.ts';

/**
 * How the demo's customers answer. Without a mail they buy by the model their history was drawn from (`future-purchases.ts`),
 * and so do all of the comparison group. These numbers are what the mails do; Encore does not know them and has to find out.
 */
export const RESPONSE = {
  /** Share of those who get an offer by mail who are moved to buy once more. The other purchases are theirs anyway. */
  offerUplift: 0.25,
  /** A reminder without an offer moves nobody. */
  reminderUplift: 0,
  /** Mean days between the mail and that purchase, exponential; nobody is moved for longer than `lastDay`. */
  meanDelayDays: 3,
  lastDay: 7,
  /** Share of those purchases on which the code is used; the rest come for the thing and forget it. */
  usesCode: 0.75,
  /** Share of the purchases they would have made anyway on which an open code is used too: what is no lift. */
  usesCodeAnyway: 0.5,
  /** Share of visits on which a customer looks at their points first; points bring nobody to the shop who had not come anyway. */
  looksAtPoints: 0.3,
  /** Share of those who can afford a reward then who take the dearest; they use its code at once. */
  redeems: 0.6,
  /** Share of newcomers who come by a member's referral link. */
  comesByFriend: 0.1,
  /** Share of mails whose reader unsubscribes, by the one-click link. */
  unsubscribes: 0.01,
} as const;

/** What one mail does to its reader; days from its arrival, null = it sells nothing. */
export type Answer = { buysAfterDays: number | null; usesCode: boolean; unsubscribes: boolean };

/** Draws the answer to a mail. */
export function drawAnswer(random: Random, mail: { hasOffer: boolean }): Answer {
  const moved = random.chance(mail.hasOffer ? RESPONSE.offerUplift : RESPONSE.reminderUplift);
  const afterDays = random.exponential(1 / RESPONSE.meanDelayDays);
  return {
    buysAfterDays: moved && afterDays < RESPONSE.lastDay ? afterDays : null,
    usesCode: random.chance(RESPONSE.usesCode),
    unsubscribes: random.chance(RESPONSE.unsubscribes),
  };
}
