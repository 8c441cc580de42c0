import { expect, test } from 'vitest';
import { timelineOf } from '../../../../web/db/timeline-reader.ts';
import type { ShopId } from '../../../../web/domain/shared/ids.ts';
import type { Message, NewMessage } from '../../../../web/use-cases/message-port.ts';
import type { TimelineKind, TimePosition } from '../../../../web/use-cases/read-port.ts';
import {
  later,
  launched,
  OFFER,
  sampleDiscount,
  sampleEnrolment,
  sampleMessage,
  sampleOffer,
} from '../stores/campaign-rows.ts';
import { AT } from '../stores/each-store.ts';
import { customerId, orderId, sampleMove, sampleStored } from '../stores/sample-rows.ts';
import { eachReader, walk } from './each-reader.ts';

const ID = customerId(7);
const SENT = { state: 'sent', reason: null, note: null, retryAt: null } as const;

eachReader((bench) => {
  const timeline = (shop: ShopId, kinds: readonly TimelineKind[], limit = 50) =>
    walk(
      (after: TimePosition | null) => bench.reader.customers.timeline(shop, ID, kinds, { after, limit }),
      ({ at, id }) => ({ at, id }),
    );
  const open = async () => {
    const shop = await bench.newShop();
    return { shop, campaignId: await launched(bench.store, shop) };
  };
  const enrol = async (shop: ShopId, campaignId: number, triggerOn = 20_000) => {
    const [one] = await bench.store.enrolments.enrol(shop, [sampleEnrolment(campaignId, { triggerOn })]);
    if (!one) throw new Error('it is new');
    return one;
  };
  const add = async (shop: ShopId, message: NewMessage): Promise<Message> => {
    const [one] = await bench.store.messages.add(shop, [message]);
    if (!one) throw new Error('the step is new');
    return one;
  };
  const stop = async (
    shop: ShopId,
    { enrolmentId, step }: { enrolmentId: string; step: number },
    reason: 'bought' | 'unsubscribed' | 'customer_gone',
    minutes: number,
  ) => {
    const over = { enrolmentId, step, state: 'stopped', dueAt: null, validUntil: null } as const;
    const move = { enrolmentId, from: 'waiting', to: 'stopped', step, reason, params: {} } as const;
    await bench.store.enrolments.change(shop, [over], [move], later(minutes));
  };
  /** A message with a code that went by mail, and to the shop's pages in vain. */
  const sendWithCode = async (shop: ShopId, message: Message) => {
    const { messages, offers } = bench.store;
    const { messageId } = message;
    const { discountId } = await offers.discountFor(shop, sampleDiscount(message.campaignId));
    await offers.reserve(shop, [sampleOffer(message, discountId, 'BACK-1')], AT);
    const [offer] = await offers.ofMessages(shop, [messageId]);
    await offers.setState(shop, [offer?.offerId ?? ''], { state: 'issued' }, later(1));
    await messages.move(shop, [messageId], { from: 'issuing', to: 'ready', reason: null }, later(1));
    await messages.addDeliveries(shop, [
      { messageId, channel: 'on_site', remoteId: null },
      { messageId, channel: 'email', remoteId: null },
    ]);
    await messages.settle(shop, messageId, 'email', SENT, later(2));
    const failed = { state: 'failed', reason: 'delivery_failed', note: 'x', retryAt: null } as const;
    await messages.settle(shop, messageId, 'on_site', failed, later(2));
    await messages.move(shop, [messageId], { from: 'ready', to: 'sent', reason: null }, later(3));
  };

  test('a step sent with a code → when it left, by which ways, and what the code takes off until when', async () => {
    const { shop, campaignId } = await open();
    await sendWithCode(shop, await add(shop, sampleMessage(await enrol(shop, campaignId))));
    expect(await timeline(shop, ['campaign'])).toEqual([
      {
        id: expect.stringMatching(/^w\d{19}$/),
        at: later(3),
        kind: 'campaign',
        campaignId,
        name: expect.stringMatching(/./),
        outcome: 'sent',
        step: 0,
        reason: null,
        ways: [
          { channel: 'email', state: 'sent', reason: null },
          { channel: 'on_site', state: 'failed', reason: 'delivery_failed' },
        ],
        offer: {
          code: 'BACK-1',
          value: OFFER.value,
          minimumSpendMinor: null,
          endsAt: later(24 * 60),
          state: 'issued',
        },
      },
    ]);
  });

  test('a code that Shopify was never given, and a step not decided to its end → no code, no entry', async () => {
    const { shop, campaignId } = await open();
    const message = await add(shop, sampleMessage(await enrol(shop, campaignId)));
    const { discountId } = await bench.store.offers.discountFor(shop, sampleDiscount(campaignId));
    await bench.store.offers.reserve(shop, [sampleOffer(message, discountId)], AT);
    expect(await timeline(shop, ['campaign'])).toEqual([]);
    const refused = { from: 'issuing', to: 'failed', reason: 'code_refused', counts: false } as const;
    await bench.store.messages.move(shop, [message.messageId], refused, later(4));
    const [entry] = await timeline(shop, ['campaign']);
    expect(entry).toMatchObject({ outcome: 'failed', reason: 'code_refused', offer: null, at: later(4) });
  });

  test('stopped by a purchase → told once; stopped with the message that was skipped for it → the message alone', async () => {
    const { shop, campaignId } = await open();
    await stop(shop, await enrol(shop, campaignId), 'bought', 5);
    const other = await enrol(shop, campaignId, 20_100);
    const message = await add(shop, sampleMessage(other, { state: 'ready' }));
    const skipped = { from: 'ready', to: 'skipped', reason: 'unsubscribed', counts: false } as const;
    await bench.store.messages.move(shop, [message.messageId], skipped, later(9));
    await stop(shop, other, 'unsubscribed', 9);
    // Two records of one person became one: who is looked at is not gone.
    await stop(shop, await enrol(shop, campaignId, 20_200), 'customer_gone', 12);
    const told = (await timeline(shop, ['campaign'])).map((row) =>
      row.kind === 'campaign' ? [row.outcome, row.reason, row.at] : [],
    );
    expect(told).toEqual([
      ['skipped', 'unsubscribed', later(9)],
      ['stopped', 'bought', later(5)],
    ]);
  });

  test.for([1, 2, 3, 50])(
    'pages of %i among orders and stages at one instant → each once, campaigns on top',
    async (limit) => {
      const { shop, campaignId } = await open();
      const enrolment = await enrol(shop, campaignId);
      const heldOut = { state: 'held_out', reason: 'held_out', arm: null } as const;
      for (const step of [0, 1]) await add(shop, sampleMessage(enrolment, { ...heldOut, step }));
      await stop(shop, { ...enrolment, step: 2 }, 'bought', 0);
      await bench.store.orders.put(
        shop,
        sampleStored({ orderId: orderId(1), customerId: ID, processedAt: AT, refunds: [] }),
      );
      await bench.store.customers.addMoves(shop, [sampleMove({ customerId: ID })], AT);
      const rows = await timeline(shop, ['stage', 'order', 'refund', 'points', 'campaign'], limit);
      expect(rows.map((row) => (row.kind === 'campaign' ? `${row.outcome} ${row.step}` : row.kind))).toEqual([
        'stopped 2',
        'held_out 1',
        'held_out 0',
        'stage',
        'order',
      ]);
      expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    },
  );

  test('tables full of others → read by the indexes of the one customer', async () => {
    const { shop, campaignId } = await open();
    await stop(shop, await enrol(shop, campaignId), 'bought', 1);
    const many = Array.from({ length: 3_000 }, (_, n) => customerId(1_000 + n));
    const others = await bench.store.enrolments.enrol(
      shop,
      many.map((id) => sampleEnrolment(campaignId, { customerId: id })),
    );
    await bench.store.messages.add(
      shop,
      others.map((one) => sampleMessage(one, { customerId: one.customerId, state: 'ready' })),
    );
    for (const table of ['message', 'enrolment', 'enrolment_move'])
      await bench.pool.query(`ANALYZE ${table}`);
    const seen: string[] = [];
    const spy = Object.create(bench.pool, {
      query: {
        value: (text: string, values: unknown[]) => {
          seen.push(text);
          return bench.pool.query(text, values);
        },
      },
    });
    await timelineOf(spy, { shop, customerId: ID, kinds: ['campaign'] }, { after: null, limit: 30 });
    const { rows } = await bench.pool.query(`EXPLAIN ${seen[0]}`, [shop, ID, null, null, 30]);
    const plan = JSON.stringify(rows);
    expect(plan).toMatch(/message_shop_id_customer_id/);
    expect(plan).toMatch(/enrolment_shop_id_customer_id/);
    expect(plan).toMatch(/enrolment_move_shop_id_enrolment_id/);
    expect(plan).not.toMatch(/Seq Scan on (message|enrolment)/);
  });
});
