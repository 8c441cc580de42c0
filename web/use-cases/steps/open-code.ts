import type { OpenCode } from '../../domain/loyalty/member-view.ts';
import { STANDING_CODE } from '../../domain/loyalty/redemption.ts';
import type { StoredRedemption } from '../ports.ts';

/** A code that stands and was not used yet, as the shopper sees it; null for any other redemption. */
export function openCode(redemption: StoredRedemption): OpenCode | null {
  const { redemptionId, reward, points, code, endsAt, state } = redemption;
  if (!STANDING_CODE.includes(state)) return null;
  const { rewardId, value } = reward;
  return { redemptionId, rewardId, value, points, code, endsAt: endsAt.toISOString() };
}
