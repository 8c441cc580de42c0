import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { createPrisma } from '../../../web/db/prisma-client.ts';
import { createSessionStore } from '../../../web/db/session-store.ts';
import { createTokenCipher } from '../../../web/db/token-cipher.ts';
import { createOfflineTokens } from '../../../web/shopify/offline-token.ts';
import { createShopifyApi } from '../../../web/shopify/shopify-app.ts';
import { realTiming } from '../../../web/shopify/timing.ts';
import { eachDatabase, type TestDatabase } from '../../support/test-database.ts';
import { APP, keepingLog, offlineSession, SHOP, startScripted } from './support/fixtures.ts';

const child = fileURLToPath(new URL('./support/refresh-child.ts', import.meta.url));
const clock = { now: () => new Date() };
const key = randomBytes(32);

/** A token endpoint that is slow, so that both are inside at once, and knows only the first refresh token. */
const endpoint = await startScripted([
  async (seen, response) => {
    await delay(300);
    const { refresh_token: given } = JSON.parse(seen.body) as { refresh_token: string };
    const ok = given === 'shprt_1';
    const body = ok
      ? {
          access_token: 'shpat_2',
          scope: '',
          expires_in: 3600,
          refresh_token: 'shprt_2',
          refresh_token_expires_in: 9999,
        }
      : { error: 'invalid_request' };
    response.writeHead(ok ? 200 : 400, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  },
]);
afterAll(() => endpoint.close());

eachDatabase((_name, open) => {
  it('two refreshers of one shop → Shopify is asked once, both hold the same token', async () => {
    const database = await open();
    const store = createSessionStore(createPrisma(database.pool), createTokenCipher([key]), clock);
    await store.storeSession(offlineSession({ lifeMs: 0 }));
    const before = endpoint.seen.length;
    const tokens =
      'url' in database.place ? await inTwoProcesses(database.place.url) : await inOneProcess(database);
    expect(tokens).toEqual(['shpat_2', 'shpat_2']);
    expect(endpoint.seen.length - before).toBe(1);
    expect((await store.loadSession(`offline_${SHOP}`))?.refreshToken).toBe('shprt_2');
  }, 120_000);
});

async function inTwoProcesses(url: string): Promise<string[]> {
  const children = [1, 2].map(() =>
    spawn(process.execPath, [child, url, endpoint.url, key.toString('hex')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  );
  // Both wait at the line, so that neither is through before the other starts.
  await Promise.all(children.map((one) => once(one.stdout, 'data')));
  const answers = children.map((one) => text(one.stdout));
  for (const one of children) one.stdin.end('go\n');
  return (await Promise.all(answers)).map((answer) => answer.trim());
}

/** The embedded database refuses a second process; two instances share nothing but it. */
async function inOneProcess(database: TestDatabase): Promise<string[]> {
  const refreshers = [1, 2].map(() =>
    createOfflineTokens({
      api: createShopifyApi(APP, keepingLog()),
      storage: createSessionStore(createPrisma(database.pool), createTokenCipher([key]), clock),
      apiOrigin: endpoint.url,
      timing: realTiming(clock),
      log: keepingLog(),
      onNeedsReauth: async () => {},
    }),
  );
  const sessions = await Promise.all(refreshers.map((one) => one.getOfflineSession(SHOP)));
  return sessions.map((session) => session.accessToken ?? '');
}
