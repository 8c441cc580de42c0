import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../web/db/open-database.ts';
import { checkTags } from '../demo/expected-tags.ts';
import { liveHour } from '../demo/live-hour.ts';
import { firstSync, settled } from '../demo/waiting.ts';
import { whyNoPostgres } from '../support/postgres-server.ts';
import { type RunningEncore, runEncore } from '../support/running-encore.ts';
import { createTestDatabase } from '../support/test-database.ts';

const TIME_ZONE = 'Asia/Ho_Chi_Minh';
const SHOP = {
  domain: 'kill.myshopify.com',
  ianaTimezone: TIME_ZONE,
  install: true,
  plan: 'plus',
  seed: { customers: 200 },
};
const PATIENCE_MS = 180_000;

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function control<T>(encore: RunningEncore, method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${encore.storeUrl}/__dev/${path}`, {
    method,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
  return (await response.json()) as T;
}

/** The call set by `hang` is done and unheard. */
async function killHanging(encore: RunningEncore): Promise<void> {
  await untilHanging(encore);
  await encore.kill();
  step('killed unheard');
}

/** An hour of webhooks is acknowledged while nothing can be worked off; then Encore dies. */
async function killBetweenDoorAndDrain(encore: RunningEncore): Promise<void> {
  await hang(encore, 'nodes');
  await liveHour(encore.shop);
  await control(encore, 'POST', 'webhooks/drain', { moveClock: false });
  await untilHanging(encore);
  await encore.kill();
  step('killed between door and drain');
}

/**
 * The hardest moment to die: Shopify has done what the nth such call asks, Encore has not heard so. Every call after it is
 * answered as usual. Set before Encore can come to that call, however slow this process is: before it starts, or is asked.
 */
async function hang(encore: RunningEncore, operation: string, after = 0): Promise<void> {
  await control(encore, 'POST', 'faults', { kind: 'hang-after', operation, after, delayMs: 600_000 });
}

async function untilHanging(encore: RunningEncore): Promise<void> {
  await until(async () => (await control<unknown[]>(encore, 'GET', 'faults')).length === 0);
}

/** Where it is, for whoever waits for this suite: `E2E_VERBOSE=1`. */
function step(name: string): void {
  if (process.env.E2E_VERBOSE) console.error(`${new Date().toISOString()} ${name}`);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; !(await condition()); await wait(10))
    if (Date.now() > end) throw new Error('the moment did not come');
}

/** Jobs done so far by name, as the log tells. */
function jobsDone(encore: RunningEncore, name: string): number {
  return encore.lines.filter((line) => line.includes('"job done"') && line.includes(`"job":"${name}"`))
    .length;
}

type Acknowledged = { topic: string; webhookId: string };

/** Deliveries that Encore answered with 200. */
async function acknowledged(encore: RunningEncore): Promise<Acknowledged[]> {
  const path = 'webhooks?state=delivered&limit=1000000';
  return (await control<{ deliveries: Acknowledged[] }>(encore, 'GET', path)).deliveries;
}

/**
 * What the merchant sees of every customer: scores, occasions, money, consent. Not stage and marks: they may rest on what an
 * earlier scoring saw, which an Encore that reads the shop later cannot know; `checkTags` compares stages with the rules and that memory.
 */
async function exported(encore: RunningEncore): Promise<string[]> {
  const headers = { authorization: `Bearer ${await encore.shop.idToken()}` };
  const answer = await fetch(`${encore.url}/api/customers.csv`, { headers });
  const rows = (await answer.text()).split('\r\n').map((line) => line.split(','));
  const [head = []] = rows;
  const remembered = [head.indexOf('stage'), head.indexOf('marks')];
  expect(remembered).not.toContain(-1);
  return rows.map((cells) => cells.filter((_, column) => !remembered.includes(column)).join(',')).sort();
}

/** Everything that is still on its way arrives; the store's clock moves to the retries of what came while Encore was dead. */
async function letSettle(encore: RunningEncore): Promise<void> {
  step('draining');
  await encore.shop.post('/__dev/webhooks/drain', {});
  step('settling');
  await settled(encore.client);
  step('recomputing');
  await encore.client.recompute();
  await settled(encore.client);
  step('settled');
}

const PENDING = `SELECT FROM webhook_inbox WHERE state = 'pending'`;

type Inbox = { topic: string; webhook_id: string; state: string };

/** Nothing acknowledged was lost, and nothing waits for ever. */
function expectWorkedOff(given: readonly Acknowledged[], inbox: readonly Inbox[]): void {
  const rows = new Map(inbox.map((row) => [`${row.topic} ${row.webhook_id}`, row.state]));
  const bad = given
    .map(({ topic, webhookId }) => `${topic} ${webhookId}`)
    .filter((key) => !['done', 'dropped'].includes(rows.get(key) ?? 'lost'));
  expect(given.length).toBeGreaterThan(30);
  expect(bad.map((key) => `${key}: ${rows.get(key) ?? 'lost'}`)).toEqual([]);
}

describe('kill -9', { timeout: 1_200_000 }, () => {
  it('on the embedded database, at every step → the same customers, stages and tags as a run without it', async () => {
    const parent = mkdtempSync(path.join(os.tmpdir(), 'encore-kill-'));
    cleanups.push(() => rmSync(parent, { recursive: true, force: true }));
    const dataDir = path.join(parent, 'killed');
    const encore = await runEncore({ database: { DATA_DIR: dataDir }, shop: SHOP });
    cleanups.push(() => encore.stop());

    // The first sync: asked and not heard, twice; read or being scored; in the middle of tagging.
    await hang(encore, 'RunBulkQuery');
    await encore.client.home();
    await killHanging(encore);
    await hang(encore, 'RunBulkQuery');
    await encore.start();
    await killHanging(encore);
    const before = jobsDone(encore, 'backfill');
    await hang(encore, 'TagsAdd', 40);
    await encore.start();
    await until(async () => jobsDone(encore, 'backfill') > before);
    await encore.kill();
    await encore.start();
    await until(async () => (await encore.client.sync()).ordersRead > 0);
    await encore.kill();
    step('killed while reading or scoring');
    await encore.start();
    await killHanging(encore);
    await encore.start();
    await firstSync(encore.client, step);

    // An hour of webhooks, some twice, in any order: acknowledged and not worked off; then between two of them.
    await killBetweenDoorAndDrain(encore);
    await encore.start();
    await control(encore, 'POST', 'webhooks/replay', { times: 2 });
    await wait(300);
    await encore.kill();
    await encore.start();
    await letSettle(encore);

    expect(await checkTags(encore.shop, TIME_ZONE)).toMatchObject({ mismatches: 0, examples: [] });
    const [survived, given] = [await exported(encore), await acknowledged(encore)];
    await settled(encore.client);
    // What runs by the clock may end: only what died with an earlier process would still stand as running.
    await encore.end();
    const database = await openDatabase({ dataDir });
    const { rows } = await database.pool.query<Inbox>('SELECT topic, webhook_id, state FROM webhook_inbox');
    const { rows: waiting } = await database.pool.query(`SELECT * FROM pgboss.job WHERE state = 'active'`);
    await database.close();
    expectWorkedOff(given, rows);
    expect(waiting).toEqual([]);

    // The run without kills: the same shop read by an Encore that knows nothing of it.
    const clean = await encore.startOn({ DATA_DIR: path.join(parent, 'clean') });
    await firstSync(clean, step);
    await letSettle(encore);
    expect(await exported(encore)).toEqual(survived);
    expect(await checkTags(encore.shop, TIME_ZONE)).toMatchObject({ mismatches: 0 });
  });

  const reason = whyNoPostgres();
  it.skipIf(reason !== null)(
    `on PostgreSQL, while tagging and while draining → the same${reason ? ` (skipped: ${reason})` : ''}`,
    async () => {
      const database = await createTestDatabase('postgres');
      cleanups.push(() => database.close());
      const url = 'url' in database.place ? database.place.url : '';
      const encore = await runEncore({ database: { DATABASE_URL: url }, shop: SHOP });
      cleanups.push(() => encore.stop());
      await hang(encore, 'TagsAdd', 40);
      await encore.client.home();
      await killHanging(encore);
      await encore.start();
      await firstSync(encore.client, step);
      await killBetweenDoorAndDrain(encore);
      const leased = `SELECT FROM webhook_inbox WHERE state = 'pending' AND leased_by IS NOT NULL`;
      expect((await database.pool.query(leased)).rowCount).toBeGreaterThan(0);
      const killedAt = Date.now();
      await encore.start();
      await until(async () => (await database.pool.query(PENDING)).rowCount === 0);
      // Not by the end of their lease, which is five minutes.
      expect(Date.now() - killedAt).toBeLessThan(PATIENCE_MS);
      await letSettle(encore);
      expect(await checkTags(encore.shop, TIME_ZONE)).toMatchObject({ mismatches: 0, examples: [] });
      // Asked for first: echoes of the last tags may still come in.
      const given = await acknowledged(encore);
      await until(async () => (await database.pool.query(PENDING)).rowCount === 0);
      const { rows } = await database.pool.query<Inbox>('SELECT topic, webhook_id, state FROM webhook_inbox');
      expectWorkedOff(given, rows);
    },
  );
});
