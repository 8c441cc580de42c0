import type { LocalDay } from '../shared/time.ts';
import type { Blackout } from './settings.ts';
import { offerEndsOn } from './timing.ts';

/**
 * The last day of an offer that runs already, after the blackouts of the shop changed: it keeps as many days that are no
 * blackout as it still had, today included, and is never shortened (product.md section 4).
 */
export function extendedEndsOn(
  endsOn: LocalDay,
  todayOn: LocalDay,
  { before, after }: { before: readonly Blackout[]; after: readonly Blackout[] },
): LocalDay {
  let left = 0;
  for (let day = todayOn; day <= endsOn; day += 1)
    if (!before.some(({ fromOn, toOn }) => fromOn <= day && day <= toOn)) left += 1;
  if (left === 0) return endsOn;
  return Math.max(endsOn, offerEndsOn(todayOn, left, after));
}
