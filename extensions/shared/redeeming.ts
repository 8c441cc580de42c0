import type { MemberPoints, OpenCode } from '../../web/domain/loyalty/member-view.ts';
import { type Answer, askApp, type TokenSource } from './ask-app.ts';
import { newRequestKey } from './request-key.ts';

/** Neither `code` nor `credit`: Shopify's answer was lost; the server looks it up and the code shows later. */
export type Redeemed = {
  code: OpenCode | null;
  credit: { amountMinor: number; currency: string } | null;
  points: MemberPoints;
};

/** Reward → the key of a tap whose outcome is not known yet. */
const openKeys = new Map<string, string>();

/**
 * Buys a reward with points. A tap that follows one without a certain outcome repeats its key, so that points are taken once.
 * Status 409: the points do not suffice.
 */
export async function redeem(token: TokenSource, rewardId: string): Promise<Answer<Redeemed>> {
  const requestKey = openKeys.get(rewardId) ?? newRequestKey();
  openKeys.set(rewardId, requestKey);
  const answer = await askApp<Redeemed>(token, '/ext/redeem', { rewardId, requestKey });
  const isSettled = answer.ok
    ? answer.value.code !== null || answer.value.credit !== null
    : answer.status >= 400 && answer.status < 500;
  if (isSettled) openKeys.delete(rewardId);
  return answer;
}

/** Gives an unused code back for its points. */
export function giveBack(
  token: TokenSource,
  redemptionId: string,
): Promise<Answer<{ points: MemberPoints }>> {
  return askApp(token, '/ext/return', { redemptionId });
}
