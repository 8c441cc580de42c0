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
 * Buys a reward with points. A tap that follows one without a certain outcome repeats its key, so that points are taken once; where
 * that earlier tap turns out to have come to nothing, this one is a wish of its own. Status 409: the points do not suffice.
 */
export async function redeem(token: TokenSource, rewardId: string): Promise<Answer<Redeemed>> {
  const isRepeated = openKeys.has(rewardId);
  const answer = await ask(token, rewardId);
  return isRepeated && isRefusedByShopify(answer) ? ask(token, rewardId) : answer;
}

async function ask(token: TokenSource, rewardId: string): Promise<Answer<Redeemed>> {
  const requestKey = openKeys.get(rewardId) ?? newRequestKey();
  openKeys.set(rewardId, requestKey);
  const answer = await askApp<Redeemed>(token, '/ext/redeem', { rewardId, requestKey });
  if (isSettled(answer)) openKeys.delete(rewardId);
  return answer;
}

function isSettled(answer: Answer<Redeemed>): boolean {
  if (answer.ok) return answer.value.code !== null || answer.value.credit !== null;
  return (answer.status >= 400 && answer.status < 500) || isRefusedByShopify(answer);
}

/** An end: the points are back, and the server refuses this key for good. */
function isRefusedByShopify(answer: Answer<Redeemed>): boolean {
  return !answer.ok && answer.code === 'SHOPIFY_REFUSED';
}

/** Gives an unused code back for its points. */
export function giveBack(
  token: TokenSource,
  redemptionId: string,
): Promise<Answer<{ points: MemberPoints }>> {
  return askApp(token, '/ext/return', { redemptionId });
}
