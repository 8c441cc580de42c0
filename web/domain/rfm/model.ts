/** Four type-7 quantiles at 20/40/60/80 %, ascending. */
export type CutPoints = readonly [number, number, number, number];

/** RFM scores, each 1 (worst) to 5 (best). */
export type Scores = { r: number; f: number; m: number };

/** Where the lapse limit came from: measured by Kaplan–Meier, too little history, the merchant's own number, or cut history. */
export type LapseSource = 'measured' | 'too-little-history' | 'merchant' | 'cut-history';

/**
 * Everything about a shop that scoring one customer needs, frozen between two nights (product.md sections 2 and 3).
 * Recency is counted as of `asOfOn` for scores so that they do not drift; money in minor units of the shop currency.
 */
export type ShopModel = {
  asOfOn: number;
  /** Customers with at least one occasion. Below 100 the fixed thresholds are used. */
  buyers: number;
  cuts: { recencyDays: CutPoints; frequency: CutPoints; monetaryMinor: CutPoints };
  /** At or better than these in R, F and M at once = top quarter. */
  topQuarter: { recencyDays: number; frequency: number; monetaryMinor: number };
  /** Entered at or above `enter`, left after 30 days below `keep` (75th and 70th percentile of customers not lapsed). */
  vip: {
    enterFrequency: number;
    enterMonetaryMinor: number;
    keepFrequency: number;
    keepMonetaryMinor: number;
  };
  lapse: {
    oneOccasionDays: number;
    /** L: for customers with two or more occasions. */
    laterDays: number;
    source: LapseSource;
    historyDays: number;
    returns: number;
  };
  /** Mean of all finished gaps of the shop (g), days; equals `lapse.laterDays` where there is none. */
  meanGapDays: number;
  /** True with 60 days of history only: stages are provisional. */
  provisional: boolean;
  /** Days after the first purchase between which a second-purchase campaign enrols, ends included (`forecast/second-purchase.ts`). */
  secondPurchase: SecondPurchaseWindow;
};

export type SecondPurchaseWindow = { startDay: number; endDay: number; measured: boolean };

/** Before 180 days of follow-up or 300 first-time customers (product.md section 4), and for models stored before it was measured. */
export const DEFAULT_SECOND_PURCHASE: SecondPurchaseWindow = { startDay: 21, endDay: 120, measured: false };

/** A model as it was stored, perhaps before the latest fields existed. */
export type StoredModel = Omit<ShopModel, 'secondPurchase'> & Partial<Pick<ShopModel, 'secondPurchase'>>;

/** A stored model with the defaults of fields it does not have yet. */
export function readStoredModel(stored: StoredModel): ShopModel {
  return { ...stored, secondPurchase: stored.secondPurchase ?? DEFAULT_SECOND_PURCHASE };
}
