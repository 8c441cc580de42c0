import type { MemberPoints, OpenCode, ShopperView } from '../../../web/domain/loyalty/member-view.ts';

/** `pending`: Shopify's answer was lost. The code comes later, or the points come back; the same request key asks again. */
export type Redeemed = {
  state: 'issued' | 'pending';
  code: OpenCode | null;
  credit: { amountMinor: number; currency: string } | null;
  points: MemberPoints;
};

/** Why a request brought nothing. `unsure`: it may have been done, so that only the same request key may ask again. */
export type Failure = 'unsure' | 'not_enough' | 'log_in_again' | 'fail';
export type Answer<T> = { ok: true; value: T } | { ok: false; failure: Failure };

const READ_MS = 10_000;
const CHANGE_MS = 25_000;

/** What is asked of Encore, through the shop's own address, so that Shopify says who is logged in. */
export type Proxy = ReturnType<typeof createProxy>;

export function createProxy(base: string) {
  const get = <T>(path: string) => ask<T>(`${base}/${path}`, { signal: AbortSignal.timeout(READ_MS) });
  const post = <T>(path: string, body: unknown) =>
    ask<T>(`${base}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(CHANGE_MS),
    });
  return {
    shopper: () => get<ShopperView>('shopper'),
    redeem: (rewardId: string, requestKey: string) => post<Redeemed>('redeem', { rewardId, requestKey }),
    giveBack: (redemptionId: string) => post<{ points: MemberPoints }>('return', { redemptionId }),
    referral: () => post<{ code: string; url: string }>('referral', {}),
  };
}

async function ask<T>(url: string, init: RequestInit): Promise<Answer<T>> {
  try {
    const response = await fetch(url, { ...init, headers: { accept: 'application/json', ...init.headers } });
    if (response.ok) return { ok: true, value: await response.json() };
    const { code } = (await response.json().catch(() => ({}))) as { code?: string };
    return { ok: false, failure: failureOf(response.status, code) };
  } catch {
    return { ok: false, failure: 'unsure' };
  }
}

/** A refusal by Shopify is an end (the points are back): the next tap is a new wish. Other troubles may have done the work. */
function failureOf(status: number, code: string | undefined): Failure {
  if (code === 'SHOPIFY_REFUSED') return 'fail';
  if (status === 401) return 'log_in_again';
  if (status === 404 || status === 409 || status === 422) return 'not_enough';
  return status >= 500 ? 'unsure' : 'fail';
}
