import type { Range } from '../shared/stats/range.ts';

/** Sums of one value per customer, in minor units, each held to the declared cap first; customers who bought nothing are zeros. */
export type MoneySums = { sumMinor: number; sumSquaresMinor: number };

/**
 * One arm, by intention to treat: the customers whose result window is over, each counted once, by the first enrolment.
 * Open windows are left out: they would set the quick buyers of one arm against the whole of the other.
 */
export type ArmOutcome = {
  customers: number;
  /** Customers with at least one qualifying order within their window (the buyers). */
  ordered: number;
  /** Their qualifying orders within the window. */
  orders: number;
  /** Net revenue per customer within the window, refunds taken off. */
  cappedRevenue: MoneySums;
  /** Profit per customer; null where unit costs are not known. */
  cappedProfit: MoneySums | null;
};

/** Customers who were split by one share, so that their arms can be compared. All treated arms are one. */
export type OutcomeGroup = {
  /** Share held out, in [0, 1); 0 = the comparison group was switched off. */
  heldOutShare: number;
  /** Everyone enrolled, open windows included: what the sample-ratio check looks at. */
  enrolled: { treated: number; heldOut: number };
  treated: ArmOutcome;
  heldOut: ArmOutcome;
  /** Customers in `heldOut` who got or used an offer by mistake. They stay where they are. */
  heldOutReached: number;
};

/**
 * What the orders that used the offer cost, those of the treated customers counted above. Money before caps, in minor units:
 * `discountMinor` = discounts, points and credit given on them; `profitBeforeMinor` = their profit had nothing been
 * given, null where unit costs are not known.
 */
export type OfferCost = { ordersUsed: number; discountMinor: number; profitBeforeMinor: number | null };

/**
 * Everything the results of a campaign, or of several measured together, are made of. Groups whose shares are equal may
 * come apart or summed. Of several campaigns a customer is counted once, by the first enrolment in any of them.
 */
export type CampaignOutcome = {
  groups: readonly OutcomeGroup[];
  cost: OfferCost;
  /** Days since launch, and the result window fixed then (`resultWindowDays`). */
  ageDays: number;
  windowDays: number;
  /** Customers enrolled a week at present, both arms together; 0 once enrolment has ended. */
  enrolledPerWeek: number;
};

/** An arm as the page tells it: "of 900 who got it 69 ordered"; `share` is null where nobody's window is over. */
export type ArmShare = { customers: number; ordered: number; orders: number; share: number | null };

/**
 * Difference of the shares that ordered, treated − held out (0.02 = 2 percentage points). `fixed` is right at one look
 * fixed in advance (Newcombe, 95 %); `sequential` at every look (normal mixture), and null until each arm has 10 orderers.
 */
export type ConversionLift = {
  standardError: number;
  fixed: Range;
  sequential: Range | null;
  /** Always-valid p-value of this moment; 1 while `sequential` is null. */
  alwaysValidP: number;
  /** Pooled z-test at one look. */
  fixedP: number;
  /** Share that ordered, treated / held out (Katz); null where an arm has nobody who ordered, or several shares are compared. */
  ratio: Range | null;
};

/** Customers who ordered because of the campaign: lift × treated customers counted. The one range of the page. */
export type ExtraOrders = Range & { basis: 'always_valid' | 'fixed' };

/** Money per customer by Welch, 95 %, minor units; `total` = per customer × treated. */
export type MoneyLift =
  | { measured: true; perCustomerMinor: Range; totalMinor: Range; p: number }
  | {
      measured: false;
      reason: 'too_few_customers' | 'too_few_buyers' | 'unit_costs_unknown';
      /** Customers of the smaller arm, or buyers of the arm with fewer, against what the interval needs. */
      have: number;
      need: number;
    };

/** Did the split come out as drawn? `alarm` at p < .001: the comparison is not to be trusted. */
export type SampleRatio = { p: number; alarm: boolean; expectedHeldOut: number; heldOut: number };

/** Comparison customers who got an offer by mistake, within those compared; reported, not dropped. */
export type Contamination = { count: number; of: number; share: number };

/** Null lift = an arm is empty: no comparison group, or no window is over. */
export type MeasuredLift = {
  treated: ArmShare;
  heldOut: ArmShare;
  /** Enrolled customers whose window is still open, both arms. */
  openWindows: number;
  conversion: ConversionLift | null;
  extraOrders: ExtraOrders | null;
  revenue: MoneyLift;
  profit: MoneyLift;
  sampleRatio: SampleRatio | null;
  contamination: Contamination;
};
