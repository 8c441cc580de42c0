import { expect, test } from 'vitest';
import type { ShopId } from '../../../../web/domain/shared/ids.ts';
import {
  later,
  launched,
  sampleCredit,
  sampleDiscount,
  sampleEnrolment,
  sampleMessage,
  sampleOffer,
} from './campaign-rows.ts';
import { AT, eachStore } from './each-store.ts';
import { customerId, orderId, sampleProfile } from './sample-rows.ts';

const GONE = customerId('9007199254740993');
const KEPT = customerId('9007199254740995');
/** Every table of campaigns with a customer in it, and those behind them. */
const TABLES = ['enrolment', 'message', 'offer', 'link_follow', 'order_credit', 'mail_suppression'];
const BEHIND = ['enrolment_move', 'message_delivery'];

eachStore((bench) => {
  /** Somebody with a row in every table of campaigns: two enrolments in one campaign, the first one's message and code. */
  const involve = async (shop: ShopId, campaignId: number, of: typeof GONE, seed: number) => {
    const { store } = bench;
    const rows = await store.enrolments.enrol(shop, [
      sampleEnrolment(campaignId, { customerId: of, triggerOn: 20_000 }),
      sampleEnrolment(campaignId, { customerId: of, triggerOn: 20_100 + seed }),
    ]);
    const [first] = rows;
    if (!first) throw new Error('two were enrolled');
    const [message] = await store.messages.add(shop, [
      sampleMessage(first, { customerId: of, state: 'ready' }),
    ]);
    if (!message) throw new Error('the step is new');
    const { messageId } = message;
    await store.messages.addDeliveries(shop, [
      { messageId, channel: 'email', remoteId: `m${seed}@example.com` },
      { messageId, channel: 'webhook', remoteId: `d${seed}` },
    ]);
    await store.messages.settle(
      shop,
      messageId,
      'webhook',
      { state: 'sent', reason: null, note: 'a note', retryAt: null },
      AT,
    );
    const { discountId } = await store.offers.discountFor(shop, sampleDiscount(campaignId));
    await store.offers.reserve(shop, [sampleOffer(message, discountId)], AT);
    await store.credits.addFollow(shop, messageId, AT);
    const credit = sampleCredit(first, { customerId: of, orderId: orderId(seed) });
    await store.credits.put(shop, credit.orderId, credit);
    await store.suppressions.suppress(shop, { customerId: of, reason: 'bounced', note: '5.1.1', since: AT });
    const change = { ...first, step: 0 };
    const move = { enrolmentId: first.enrolmentId, from: 'waiting', to: 'waiting', step: 0 } as const;
    await store.enrolments.change(shop, [change], [{ ...move, reason: 'due', params: { orderId: of } }], AT);
    return { rows, messageId };
  };
  const rowsOf = async (shop: ShopId, table: string) =>
    (
      await bench.pool.query<{ customer_id: string | null; text: string }>(
        `SELECT to_jsonb(t) ->> 'customer_id' AS customer_id, to_jsonb(t)::text AS text FROM ${table} t WHERE shop_id = $1`,
        [shop],
      )
    ).rows;
  const counts = async (shop: ShopId) =>
    Object.fromEntries(
      await Promise.all(
        [...TABLES, ...BEHIND].map(async (table) => [table, (await rowsOf(shop, table)).length]),
      ),
    ) as Record<string, number>;
  const open = async () => {
    const shop = await bench.newShop();
    return { shop, campaignId: await launched(bench.store, shop) };
  };

  test('a person is forgotten → no row names them, all rows but the suppression stay, together as one stranger', async () => {
    const { shop, campaignId } = await open();
    const { rows, messageId } = await involve(shop, campaignId, GONE, 1);
    await involve(shop, campaignId, KEPT, 2);
    const before = await counts(shop);
    await bench.store.enrolments.forget(shop, GONE);
    expect(await counts(shop)).toEqual({
      ...before,
      mail_suppression: 1,
      enrolment_move: (before.enrolment_move ?? 0) + 2,
    });
    for (const table of [...TABLES, ...BEHIND])
      for (const { text } of await rowsOf(shop, table)) expect(text, table).not.toContain(GONE);
    const stranger = `-${rows[0]?.enrolmentId}`;
    const strangers = async (table: string) =>
      (await rowsOf(shop, table)).filter((row) => row.customer_id === stranger).length;
    expect(await Promise.all(['enrolment', 'message', 'offer', 'link_follow'].map(strangers))).toEqual([
      2, 1, 1, 1,
    ]);
    const ids = rows.map((row) => row.enrolmentId);
    expect(await bench.store.enrolments.find(shop, ids)).toMatchObject([
      { state: 'stopped', dueAt: null, customerId: stranger },
      { state: 'stopped', dueAt: null },
    ]);
    const moves = await bench.store.enrolments.moves(shop, ids.slice(0, 1));
    expect(moves.map((move) => [move.reason, move.params])).toEqual([
      ['enrolled', {}],
      ['due', {}],
      ['customer_gone', {}],
    ]);
    expect(await bench.store.messages.find(shop, [messageId])).toMatchObject([
      { state: 'skipped', reason: 'customer_gone', countedAt: null },
    ]);
    expect(await bench.store.messages.deliveries(shop, [messageId])).toMatchObject([
      { channel: 'email', state: 'skipped', remoteId: null, note: null },
      { channel: 'webhook', state: 'sent', remoteId: null, note: null },
    ]);
    const others = await bench.store.enrolments.waitingOf(shop, [KEPT]);
    expect(others).toHaveLength(2);
  });

  test('forgotten with their facts, by deletion or redaction → the same', async () => {
    for (const go of ['remove', 'redact'] as const) {
      const { shop, campaignId } = await open();
      await involve(shop, campaignId, GONE, 1);
      await bench.store.customers.putProfiles(shop, [sampleProfile({ customerId: GONE })], []);
      if (go === 'remove') await bench.store.customers.remove(shop, GONE);
      else await bench.store.customers.redact(shop, GONE, AT);
      for (const table of [...TABLES, ...BEHIND])
        for (const { text } of await rowsOf(shop, table)) expect(text, `${go} ${table}`).not.toContain(GONE);
    }
  });

  test('two people are forgotten → two strangers', async () => {
    const { shop, campaignId } = await open();
    await involve(shop, campaignId, GONE, 1);
    await involve(shop, campaignId, KEPT, 2);
    for (const id of [GONE, KEPT]) await bench.store.enrolments.forget(shop, id);
    expect(new Set((await rowsOf(shop, 'enrolment')).map((row) => row.customer_id)).size).toBe(2);
  });

  test('merged → everything goes to the one who stays; of two enrolments by one day the newcomer stops', async () => {
    const { shop, campaignId } = await open();
    const gone = await involve(shop, campaignId, GONE, 1);
    const kept = await involve(shop, campaignId, KEPT, 2);
    const before = await counts(shop);
    await bench.store.enrolments.passOver(shop, GONE, KEPT);
    for (const table of TABLES)
      for (const row of await rowsOf(shop, table)) expect(row.customer_id, table).toBe(KEPT);
    expect(await counts(shop)).toEqual({
      ...before,
      mail_suppression: 1,
      enrolment_move: (before.enrolment_move ?? 0) + 1,
    });
    const rows = await bench.store.enrolments.find(
      shop,
      [...gone.rows, ...kept.rows].map((row) => row.enrolmentId),
    );
    expect(rows.map((row) => [row.triggerOn, row.state])).toEqual([
      [19_999, 'stopped'],
      [20_101, 'waiting'],
      [20_000, 'waiting'],
      [20_102, 'waiting'],
    ]);
    const moves = await bench.store.enrolments.moves(shop, [gone.rows[0]?.enrolmentId ?? '']);
    expect(moves.at(-1)).toMatchObject({ from: 'waiting', to: 'stopped', reason: 'customer_gone' });
  });

  test('merged where only the one who goes was suppressed → the one who stays is', async () => {
    const shop = await bench.newShop();
    const suppression = { customerId: GONE, reason: 'complained', note: null, since: later(1) } as const;
    await bench.store.suppressions.suppress(shop, suppression);
    await bench.store.enrolments.passOver(shop, GONE, KEPT);
    expect(await bench.store.suppressions.isSuppressed(shop, [GONE, KEPT])).toEqual(new Set([KEPT]));
  });
});
