import { useEffect, useState } from 'preact/hooks';
import type { OrderPointsView } from '../../web/domain/loyalty/member-view.ts';
import { askApp, type TokenSource } from './ask-app.ts';

/** The order comes to the app by a webhook, mostly within seconds; 25 s in all. */
const WAITS_MS = [1_000, 2_000, 3_000, 5_000, 6_000, 8_000];

/** `unknown`: the app does not have the order yet, or it is nobody's who could be told apart. */
export type OrderPoints =
  | { state: 'asking' }
  | { state: 'unknown' }
  | { state: 'known'; points: OrderPointsView };

/** What an order brings, asked again while its webhook has not come. `orderGid`: `gid://shopify/Order/12` or undefined = not yet there. */
export function useOrderPoints(token: TokenSource, orderGid: string | undefined): OrderPoints {
  const [found, find] = useState<OrderPoints>({ state: 'asking' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the token source is the surface's own.
  useEffect(() => {
    const orderId = /\/(\d+)(?:\?|$)/.exec(orderGid ?? '')?.[1];
    if (orderId === undefined) return;
    let isGone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (attempt: number): Promise<void> => {
      const answer = await askApp<OrderPointsView>(token, `/ext/orders/${orderId}`);
      if (isGone) return;
      if (answer.ok) return find({ state: 'known', points: answer.value });
      const wait = WAITS_MS[attempt];
      const isWorthWaiting = answer.status === 404 || answer.status === 0 || answer.status >= 500;
      if (wait === undefined || !isWorthWaiting) return find({ state: 'unknown' });
      timer = setTimeout(() => void ask(attempt + 1), wait);
    };
    void ask(0);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [orderGid]);
  return found;
}
