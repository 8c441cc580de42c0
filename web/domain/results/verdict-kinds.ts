/** What the merchant is told to do; exactly one. */
export type Action = 'keep' | 'smaller_offer' | 'stop' | 'wait';

/** The numbers of a reason. Names end in their unit: `Minor`, `Share`; the rest are counts of customers. */
type OrdersRange = { extraOrders: number; lower: number; upper: number };

/** More ordered for sure, and what that was worth. */
type SolidGain =
  | { code: 'gain'; params: OrdersRange }
  | { code: 'gain_with_profit'; params: OrdersRange & { profitMinor: number } }
  | { code: 'gain_below_cost'; params: OrdersRange & { profitMinor: number } };

/** Why nothing can be said yet. */
type TooEarly =
  | { code: 'no_window_over'; params: { daysToFirst: number; openWindows: number } }
  | { code: 'too_few_orders'; params: { treatedOrdered: number; heldOutOrdered: number; needed: number } }
  | { code: 'range_holds_zero'; params: OrdersRange }
  | { code: 'leans_to_loss'; params: OrdersRange }
  | { code: 'split_not_as_drawn'; params: { heldOut: number; expectedHeldOut: number } };

/** `breakEvenShare` = share of the orders that used the offer which must be extra for it to pay (discount / profit before it). */
type CostReason =
  | { code: 'costs_nothing'; params: { ordersUsed: number } }
  | {
      code: 'cost_low' | 'cost_middling' | 'cost_high';
      params: { ordersUsed: number; breakEvenShare: number };
    }
  | { code: 'cost_unknown'; params: { ordersUsed: number; discountMinor: number } };

/**
 * The verdict on a campaign. `weeksMore` = weeks until a solid verdict at the present enrolment rate if the effect is a
 * plausible one; null = more than six months, though a big effect would show sooner; or nothing can be said.
 */
export type Verdict =
  | { certainty: 'solid'; action: 'keep' | 'smaller_offer'; reason: SolidGain }
  | { certainty: 'solid'; action: 'stop'; reason: { code: 'loss'; params: OrdersRange } }
  | {
      certainty: 'promising';
      action: 'keep';
      reason: { code: 'leans_to_gain'; params: OrdersRange };
      weeksMore: number | null;
    }
  | { certainty: 'cant_tell_yet'; action: 'wait'; reason: TooEarly; weeksMore: number | null }
  | {
      certainty: 'decides_on_cost';
      because: 'no_comparison_group' | 'no_verdict_in_six_months';
      action: 'keep' | 'smaller_offer' | 'stop';
      reason: CostReason | { code: 'leans_to_loss'; params: OrdersRange };
    };

/** Every reason there is, for the message files. */
export type VerdictReason = Verdict['reason'];
