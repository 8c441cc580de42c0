import { BOWL } from './points-shop.ts';

/** The reward a new program starts with. */
export const REWARD = { points: 100, offMinor: 50_000 };
/** The second level of a ladder as the screen proposes it. */
export const PLUS_FROM_MINOR = 2_000_000;
export const PLUS_TIMES = 1.25;
/** Points the merchant gives by hand. */
export const GIVEN = 20;

/** The whole of the program: a point for every 10,000 ₫ of goods, times the level's factor, parts of a point lost. */
export const pointsOf = (goodsMinor: number, times = 1): number => Math.floor((goodsMinor * times) / 10_000);

/** Money as the shop's English pages write it. */
export const dong = (minor: number): string => `₫${minor.toLocaleString('en')}`;

/** The three orders; the second and the third are placed with a reward. */
export const FIRST = { quantity: 3, goodsMinor: 3 * BOWL.priceMinor };
export const SECOND = { quantity: 2, goodsMinor: 2 * BOWL.priceMinor - REWARD.offMinor };
export const THIRD = { quantity: 1, goodsMinor: BOWL.priceMinor - REWARD.offMinor };

/** What is read of the balance when every place says the same. */
export const allSay = (points: number): Record<string, number> => ({
  panel: points,
  account: points,
  profile: points,
  orderStatus: points,
  members: points,
  member: points,
  customer: points,
  block: points,
  metafield: points,
});

/** What the account tells of the whole walk, the newest first, by what the three orders earned. */
export function historyOf(first: number, second: number, third: number): string[] {
  const redeemed = 'Reward redeemed: ₫50,000 off −100';
  const tried = [redeemed, 'Reward undone: ₫50,000 off +100', redeemed];
  const gift = `A gift from us +${GIVEN}`;
  return [`Order +${third}`, ...tried, gift, `Order +${second}`, ...tried, `Order +${first}`];
}
