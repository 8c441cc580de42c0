/** Exactly one per customer with an occasion, decided in the order lapsed, vip, repeat, first_time (product.md section 3). */
export type Stage = 'first_time' | 'repeat' | 'vip' | 'lapsed';
export const STAGES: readonly Stage[] = ['first_time', 'repeat', 'vip', 'lapsed'];

/** Several may hold at once. */
export type Mark = 'at_risk' | 'back_again' | 'top_going_quiet' | 'long_gone' | 'top_quarter';
export const MARKS: readonly Mark[] = [
  'at_risk',
  'back_again',
  'top_going_quiet',
  'long_gone',
  'top_quarter',
];

/** Why a stage holds, as a message key with its numbers; words are added in the viewer's language (`reason.<code>`). */
export type StageReason = { code: StageReasonCode; params: Readonly<Record<string, number>> };
export type StageReasonCode =
  | 'lapsed_one'
  | 'lapsed_later'
  | 'lapsed_own'
  | 'lapsed_merchant'
  | 'lapsed_default'
  | 'vip_enter'
  | 'vip_kept'
  | 'vip_left'
  | 'repeat'
  | 'repeat_back'
  | 'first_time'
  | 'subscription_running';

/** What a decision remembers for the next one. All null for a decision without memory (`analyze`, the first scoring). */
export type StageMemory = {
  stage: Stage | null;
  /** First local day of the present unbroken stay below the VIP keep thresholds. */
  vipBelowSinceOn: number | null;
  /** The lapse limit that held when the last occasion was recorded, and that occasion's day (for "back again"). */
  lastOccasionOn: number | null;
  limitAtLastOccasionDays: number | null;
  /** Whether F and M were both in the top quarter when they last bought. */
  topWhenLastBought: boolean | null;
};

/** The outcome of one decision. `lapseLimitDays` is the limit that applied to this customer. */
export type StageDecision = {
  stage: Stage;
  marks: readonly Mark[];
  reason: StageReason;
  lapseLimitDays: number;
  memory: StageMemory;
};
