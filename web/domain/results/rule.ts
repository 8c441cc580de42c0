/**
 * The lift a campaign may plausibly have: 2 percentage points. It is the τ of the sequential test, fixed before any start
 * (science section 5), and what the planner plans for.
 */
export const PLAUSIBLE_LIFT = 0.02;

/** A verdict is solid at this level, however often one looks. */
export const SOLID_ALPHA = 0.05;

/**
 * And promising at this one, by the same always-valid p-value: an offer without any effect is called promising, even
 * once in its life, in at most one campaign of five (2 to 7 % of simulated ones looked at daily for 60 days).
 */
export const PROMISING_ALPHA = 0.2;

/** Customers who ordered, in each arm, before the sequential interval is looked at: its variance is an estimate. */
export const ORDERED_TO_LOOK = 10;

/** Below this many customers per arm, and buyers in the arm with fewer, a money interval covers too seldom to be shown. */
export const MONEY_CUSTOMERS = 1000;
export const MONEY_BUYERS = 100;

/** A split less likely than this by chance was not drawn as it should have been. */
export const SPLIT_ALARM_P = 0.001;
/** Expected held-out customers below which chi-square is no guide, and there is no alarm. */
export const SPLIT_LEAST_EXPECTED = 10;

/** Six months: a verdict further away than this is none. */
export const LONGEST_WAIT_WEEKS = 26;

/**
 * Share of the orders using the offer that must be extra for it to pay. Up to a quarter the offer is kept on trust, above a
 * half it stops: few offers bring more than every second of their orders. A choice of ours, not a measured limit.
 */
export const LOW_BREAK_EVEN = 0.25;
export const HIGH_BREAK_EVEN = 0.5;

/** Comparison group: a fifth, a tenth above 20,000 eligible a month. Below 1,000 campaigns are measured together. */
export const DEFAULT_SHARE = 0.2;
export const BIG_SHOP_SHARE = 0.1;
export const BIG_SHOP_ELIGIBLE = 20_000;
export const MEASURED_ALONE_ELIGIBLE = 1000;
