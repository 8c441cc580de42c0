import { setTimeout as wait } from 'node:timers/promises';
import type { HostedEncore } from './encore-host.ts';
import type { LocalShop } from './local-shop.ts';

const GIVE_UP_MS = 300_000;
const LOOK_MS = 40;

const WAITING = `SELECT 'delivery ' || topic AS what FROM webhook_inbox WHERE state = 'pending'
  UNION ALL SELECT 'job ' || name || ' ' || state FROM pgboss.job
    WHERE state < 'completed' AND name NOT LIKE '\\_\\_pgboss%'`;

/**
 * Resolves when nothing waits any more: no webhook on its way, none unread, no job. Looked at twice, the deliveries between,
 * so that what a job did in Shopify comes back and is done too.
 */
export async function allDone(encore: HostedEncore, shop: Pick<LocalShop, 'post'>): Promise<void> {
  const until = Date.now() + GIVE_UP_MS;
  for (let quiet = 0; quiet < 2; ) {
    const { rows } = await encore.pool.query<{ what: string }>(WAITING);
    const waiting = rows.map(({ what }) => what);
    if (waiting.length === 0) {
      // Deliveries held up by the mess, or to be tried again, come when their time is there.
      const { open } = await shop.post<{ open: number }>('/__dev/webhooks/drain', { moveClock: false });
      if (open > 0) waiting.push(`${open} deliveries`);
    }
    quiet = waiting.length === 0 ? quiet + 1 : 0;
    if (quiet === 0) await wait(LOOK_MS);
    if (Date.now() > until) throw new Error(`Encore does not come to rest: ${waiting.join(', ')}`);
  }
}
