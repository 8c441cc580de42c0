import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openDatabase } from '../../web/db/open-database.ts';
import { launchPreset, setUpSending } from '../demo/campaign-setup.ts';
import { firstSync, settled } from '../demo/waiting.ts';
import { fillSmallShop, placeOrder, type SmallShop } from '../http/support/small-shop.ts';
import { type RunningEncore, runEncore } from '../support/running-encore.ts';

const SHOP = { domain: 'privacy.myshopify.com', install: true, firstId: '9007199254740993' };

/** Every table and column value, of the queue's schema too, in which the text stands. */
async function placesOf(pool: pg.Pool, text: string): Promise<string[]> {
  const { rows } = await pool.query<{ place: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS place FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  );
  const found: string[] = [];
  for (const { place } of rows) {
    const { rowCount } = await pool.query(
      `SELECT 1 FROM ${place} t WHERE position($1 IN t::text) > 0 LIMIT 1`,
      [text],
    );
    if (rowCount) found.push(place);
  }
  expect(rows.length).toBeGreaterThan(12);
  return found;
}

type Stats = Record<string, { byOperation: Record<string, number> }>;

/** What is on its way arrives. One that was answered too late comes again now, and not in a minute. */
async function allArrive({ shop }: RunningEncore): Promise<void> {
  await shop.post('/__dev/webhooks/drain', { moveClock: true });
}

/** Somebody with a code and a mail of a campaign. */
async function written(encore: RunningEncore): Promise<string> {
  const { id } = await encore.shop.post<{ id: string }>('/customers', {
    firstName: 'Campaigned',
    email: `written@${SHOP.domain}`,
    emailConsent: { state: 'SUBSCRIBED', optInLevel: 'SINGLE_OPT_IN' },
  });
  await placeOrder(encore.shop, id, 30);
  await encore.shop.post('/delays', { segmentMs: 0 });
  await allArrive(encore);
  await settled(encore.client);
  await setUpSending(encore.client, encore.shop, {
    quietHours: { fromMinute: 0, toMinute: 0 },
    comparisonGroup: { enabled: false, shareBps: null },
  });
  const terms = {
    backlogPerDay: 100,
    audience: { countries: [], minSpentMinor: null, startDay: 21, endDay: 60 },
  };
  await launchPreset(encore.client, 'second_purchase', terms);
  const mails = () => encore.shop.get<{ total: number }>(`/__dev/mails?to=written@${SHOP.domain}`);
  await vi.waitFor(async () => expect((await mails()).total).toBe(1), { timeout: 150_000, interval: 200 });
  return id;
}

describe('what is left of a person, and of a shop', { timeout: 300_000 }, () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'encore-redaction-'));
  const dataDir = path.join(folder, 'db');
  let encore: RunningEncore;
  let shop: SmallShop;

  beforeAll(async () => {
    encore = await runEncore({ database: { DATA_DIR: dataDir }, shop: SHOP });
    shop = await fillSmallShop(encore.shop);
    await firstSync(encore.client, () => undefined);
  }, 120_000);
  afterAll(async () => {
    await encore?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function api(path: string): Promise<string> {
    const headers = { authorization: `Bearer ${await encore.shop.idToken()}` };
    return (await fetch(encore.url + path, { headers })).text();
  }
  /** Looks into the embedded database between two lives of Encore. */
  async function inDatabase<T>(look: (pool: pg.Pool) => Promise<T>): Promise<T> {
    await encore.kill();
    const database = await openDatabase({ dataDir });
    try {
      return await look(database.pool);
    } finally {
      await database.close();
      await encore.start();
    }
  }

  it('seen, searched and bought before → names and addresses were never written, in no table and no log line', async () => {
    const [person = ''] = shop.customers;
    expect(await api(`/api/customers/${person}`)).toContain('First0 Last0');
    expect(await api(`/api/customers?search=${encodeURIComponent('person0@')}`)).toContain(person);
    await placeOrder(encore.shop, person, 0);
    await encore.shop.post(`/customers/${person}`, { note: 'calls on Mondays', firstName: 'Renamed' });
    await allArrive(encore);
    await settled(encore.client);
    const personal = [
      `person0@${SHOP.domain}`,
      '+84900000000',
      'First0',
      'Last0',
      'Renamed',
      'calls on Mondays',
    ];
    const places = await inDatabase(async (pool) => {
      const found: Record<string, string[]> = {};
      for (const text of personal) found[text] = await placesOf(pool, text);
      // The looking itself works: the id, which is no secret, is found.
      expect(await placesOf(pool, person)).toContain('public.customer_fact');
      return found;
    });
    expect(places).toEqual(Object.fromEntries(personal.map((text) => [text, []])));
    const log = encore.lines.join('\n');
    for (const text of personal) expect(log, text).not.toContain(text);
  });

  it('customers/redact → not even the id is left, in no table and no log line', async () => {
    const [, person = ''] = shop.customers;
    await encore.shop.post(`/customers/${person}/data-request`);
    await allArrive(encore);
    await settled(encore.client);
    expect(await api('/api/data-requests')).toContain(person);
    await encore.shop.post(`/customers/${person}/redact`);
    await allArrive(encore);
    await settled(encore.client);
    await encore.client.recompute();
    await settled(encore.client);
    expect(JSON.parse(await api(`/api/customers/${person}`))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await inDatabase((pool) => placesOf(pool, person))).toEqual([]);
    expect(JSON.parse(await api('/api/data-requests')).items).toMatchObject([
      { customerId: null, state: 'open' },
    ]);
    expect(encore.lines.join('\n')).not.toContain(person);
  });

  it('written to by a campaign, unsubscribed and then redacted → the mail names them, our tables and log never did, and not even the id is left', async () => {
    const person = await written(encore);
    const address = `written@${SHOP.domain}`;
    const [mail] = (await encore.shop.get<{ mails: { id: string }[] }>(`/__dev/mails?to=${address}`)).mails;
    const read = await encore.shop.get<{ text: string; listUnsubscribe: string }>(`/__dev/mails/${mail?.id}`);
    expect(read.text).toContain('Campaigned');
    await fetch(/<(http[^>]+)>/.exec(read.listUnsubscribe)?.[1] ?? '', { method: 'POST' });
    const told = async () =>
      (await encore.shop.get<Stats>('/__dev/stats'))[SHOP.domain]?.byOperation.EmailConsentUpdate;
    await vi.waitFor(async () => expect(await told()).toBe(1), { timeout: 150_000, interval: 200 });
    await allArrive(encore);
    await settled(encore.client);
    const before = await inDatabase(async (pool) => ({
      id: await placesOf(pool, person),
      named: [...(await placesOf(pool, address)), ...(await placesOf(pool, 'Campaigned'))],
    }));
    expect(before.id).toEqual(expect.arrayContaining(['public.enrolment', 'public.message', 'public.offer']));
    expect(before.named).toEqual([]);
    await encore.shop.post(`/customers/${person}/redact`);
    await allArrive(encore);
    await settled(encore.client);
    expect(await inDatabase((pool) => placesOf(pool, person))).toEqual([]);
    const log = encore.lines.join('\n');
    for (const text of [person, address, 'Campaigned']) expect(log).not.toContain(text);
  });

  it('uninstalled and 48 hours later shop/redact → no row of the shop, not even its name', async () => {
    await encore.shop.post('/uninstall');
    await allArrive(encore);
    await encore.shop.post('/__dev/clock', { advanceMs: 48 * 3_600_000 + 1000 });
    await allArrive(encore);
    await vi.waitFor(() => expect(encore.lines.join('\n')).toContain('shop erased'), {
      timeout: 150_000,
      interval: 100,
    });
    const left = await inDatabase(async (pool) => {
      const { rows } = await pool.query<{ place: string }>(
        `SELECT table_name AS place FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'shop_id'`,
      );
      expect(rows.length).toBeGreaterThan(10);
      const counts: string[] = [];
      for (const { place } of rows)
        if ((await pool.query(`SELECT 1 FROM ${place} LIMIT 1`)).rowCount) counts.push(place);
      return [
        ...counts,
        ...(await placesOf(pool, SHOP.domain)),
        ...(await placesOf(pool, shop.customers[2] ?? '-')),
      ];
    });
    expect(left).toEqual([]);
  });
});
