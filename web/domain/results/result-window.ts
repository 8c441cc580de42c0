const AFTER_LAST_DAYS = 7;
const SHORTEST_DAYS = 30;

/**
 * Days after enrolment within which an order counts, fixed at launch: until the last offer of the ladder has ended, and 7
 * days more; at least 30. A step sent on `day` holds for `validityDays`, 0 for a reminder without an offer.
 */
export function resultWindowDays(steps: readonly { day: number; validityDays: number }[]): number {
  const ends = steps.map((step) => step.day + step.validityDays);
  return Math.max(SHORTEST_DAYS, Math.max(0, ...ends) + AFTER_LAST_DAYS);
}
