/** The merchant's own lapse limits (product.md section 3). */
export type LapseRules = {
  /** Days of silence after which a customer with one occasion is lapsed. 14–730; null = measured. */
  lapseOneOccasionDays: number | null;
  /** The same (L) for customers with two or more occasions. 14–730; null = measured. */
  lapseLaterDays: number | null;
};

/** The share of those who return within the horizon that must have returned by the lapse limit. */
export const RETURNED_SHARE = 0.8;
/** Only returns within this many days count as returns for the limit. */
export const RETURN_HORIZON_DAYS = 365;
export const MIN_LAPSE_DAYS = 14;
export const MAX_LAPSE_DAYS = 730;
/** The limit where history is too short or cut. */
export const DEFAULT_LAPSE_DAYS = 180;
export const MIN_HISTORY_DAYS = 365;
export const MIN_RETURNS = 100;
/** A measured limit moves at most so many days in 30, so that nobody lapses by the thousand overnight. */
export const MAX_MOVE_DAYS_PER_30 = 10;
/** k: how many of the shop's mean gaps a customer's own gaps are blended with. */
export const OWN_GAP_PRIOR = 2;
/** From this many gaps of their own on a customer has a rhythm of their own. */
export const MIN_OWN_GAPS = 3;
/** From this many on a next order is expected on a day: the shop's mean gap counts for no more than the customer's own. */
export const MIN_GAPS_TO_EXPECT = 2;
