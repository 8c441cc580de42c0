import { expect, test } from 'vitest';
import type { MessageDelivery } from '../../../../web/use-cases/message-port.ts';
import { later, launched, sampleEnrolment, sampleMessage } from './campaign-rows.ts';
import { AT, eachStore } from './each-store.ts';
import { customerId } from './sample-rows.ts';

eachStore((bench) => {
  /** A shop with so many enrolled people, one message each. */
  const open = async (people: number) => {
    const shop = await bench.newShop();
    const campaignId = await launched(bench.store, shop);
    const enrolments = await bench.store.enrolments.enrol(
      shop,
      Array.from({ length: people }, (_, n) =>
        sampleEnrolment(campaignId, { customerId: customerId(n + 1) }),
      ),
    );
    const given = enrolments.map((row) => sampleMessage(row, { customerId: row.customerId }));
    const messages = await bench.store.messages.add(shop, given);
    return { shop, enrolments, given, messages, ids: messages.map((message) => message.messageId) };
  };
  const mailed = async () => {
    const opened = await open(1);
    const [messageId = ''] = opened.ids;
    const remoteId = 'w-1@example.com';
    await bench.store.messages.addDeliveries(opened.shop, [
      { messageId, channel: 'email', remoteId },
      { messageId, channel: 'on_site', remoteId: null },
    ]);
    const delivery = async (): Promise<MessageDelivery | undefined> =>
      (await bench.store.messages.deliveries(opened.shop, [messageId]))[0];
    return { ...opened, messageId, remoteId, delivery };
  };
  const result = (state: MessageDelivery['state'], change: Partial<MessageDelivery> = {}) => ({
    state,
    reason: null,
    note: null,
    retryAt: null,
    ...change,
  });

  test('a step is written twice → one message, told as new once', async () => {
    const { shop, enrolments, given, messages, ids } = await open(2);
    expect(messages).toEqual(given.map((row, n) => ({ ...row, messageId: ids[n], sentAt: null })));
    const next = given.slice(0, 1).map((row) => ({ ...row, step: 1 }));
    const added = await bench.store.messages.add(shop, [...given, ...next]);
    expect(added.map((message) => message.step)).toEqual([1]);
    expect(await bench.store.messages.find(shop, ids)).toEqual(messages);
    const [first] = enrolments;
    expect(await bench.store.messages.ofEnrolments(shop, [first?.enrolmentId ?? ''])).toEqual([
      messages[0],
      ...added,
    ]);
  });

  test('messages of a state → page by page, oldest first', async () => {
    const { shop, ids } = await open(3);
    const page = async (after?: string) =>
      (await bench.store.messages.inState(shop, 'issuing', 2, after)).map((message) => message.messageId);
    expect(await page()).toEqual(ids.slice(0, 2));
    expect(await page(ids[1])).toEqual(ids.slice(2));
    expect(await bench.store.messages.inState(shop, 'ready', 2)).toEqual([]);
  });

  test('moved → only from the state named; sent is dated once; what no longer counts leaves the caps', async () => {
    const { shop, ids } = await open(3);
    const { messages } = bench.store;
    const [one = '', two = '', three = ''] = ids;
    const ready = { from: 'issuing', to: 'ready', reason: null } as const;
    expect(await messages.move(shop, [one, two], ready, later(1))).toEqual([one, two]);
    const skip = { from: 'issuing', to: 'skipped', reason: 'bought', counts: false } as const;
    expect(await messages.move(shop, ids, skip, later(2))).toEqual([three]);
    await messages.move(shop, [one], { from: 'ready', to: 'sent', reason: null }, later(3));
    expect(await messages.find(shop, ids)).toMatchObject([
      { state: 'sent', sentAt: later(3), countedAt: AT },
      { state: 'ready', sentAt: null, countedAt: AT },
      { state: 'skipped', reason: 'bought', countedAt: null },
    ]);
    const again = { from: 'skipped', to: 'held_out', reason: 'held_out', counts: true } as const;
    await messages.move(shop, [three], again, later(4));
    expect(await messages.find(shop, [three])).toMatchObject([{ countedAt: later(4) }]);
  });

  test('two processes want to send one delivery → one may; after it is settled nobody', async () => {
    const { shop, messageId, delivery } = await mailed();
    const { messages } = bench.store;
    const claims = await Promise.all([1, 2].map((n) => messages.claim(shop, messageId, 'email', later(n))));
    expect(claims.toSorted()).toEqual([false, true]);
    expect(await delivery()).toMatchObject({ state: 'sending', attempts: 1 });
    await messages.settle(shop, messageId, 'email', result('sent'), later(3));
    expect(await delivery()).toMatchObject({ state: 'sent', sentAt: later(3) });
    expect(await messages.claim(shop, messageId, 'email', later(4))).toBe(false);
    expect(await messages.deliveries(shop, [messageId])).toMatchObject([
      { channel: 'email' },
      { channel: 'on_site', state: 'waiting', attempts: 0 },
    ]);
  });

  test('put off → not before its time, then again, one attempt more', async () => {
    const { shop, messageId, delivery } = await mailed();
    const { messages } = bench.store;
    await messages.claim(shop, messageId, 'email', AT);
    await messages.settle(
      shop,
      messageId,
      'email',
      result('waiting', { retryAt: later(10), note: '451' }),
      later(1),
    );
    expect(await messages.claim(shop, messageId, 'email', later(9))).toBe(false);
    const waiting = async (minute: number) =>
      (await messages.waitingDeliveries(shop, later(minute), 9)).map((one) => one.channel);
    expect(await waiting(9)).toEqual(['on_site']);
    expect(await waiting(10)).toEqual(['on_site', 'email']);
    expect(await messages.nextRetryAt(shop, AT)).toEqual(later(10));
    expect(await messages.claim(shop, messageId, 'email', later(10))).toBe(true);
    expect(await delivery()).toMatchObject({ attempts: 2, retryAt: null, note: '451' });
    expect(await messages.nextRetryAt(shop, AT)).toBeNull();
  });

  test('a process died while sending → unknown, never sent again; an answer that comes late is believed', async () => {
    const { shop, messageId, delivery } = await mailed();
    const { messages } = bench.store;
    await messages.claim(shop, messageId, 'email', later(1));
    expect(await messages.loseSending(shop, AT, later(5))).toEqual([]);
    expect(await messages.loseSending(shop, later(1), later(5))).toEqual([messageId]);
    expect(await delivery()).toMatchObject({ state: 'unknown', reason: 'answer_lost' });
    expect(await messages.claim(shop, messageId, 'email', later(6))).toBe(false);
    await messages.settle(shop, messageId, 'email', result('waiting', { retryAt: later(7) }), later(6));
    expect(await delivery()).toMatchObject({ state: 'unknown' });
    await messages.settle(shop, messageId, 'email', result('sent'), later(6));
    expect(await delivery()).toMatchObject({ state: 'sent', reason: null });
  });

  test('a sent mail comes back → failed, found by its id; a failed one stays failed', async () => {
    const { shop, messageId, remoteId, delivery } = await mailed();
    const { messages } = bench.store;
    await messages.claim(shop, messageId, 'email', AT);
    await messages.settle(shop, messageId, 'email', result('sent'), later(1));
    expect(await messages.byRemoteId(shop, remoteId)).toEqual({ messageId, channel: 'email' });
    expect(await messages.byRemoteId(shop, 'other@example.com')).toBeNull();
    await messages.settle(
      shop,
      messageId,
      'email',
      result('failed', { reason: 'bounced', note: '5.1.1' }),
      later(2),
    );
    expect(await delivery()).toMatchObject({
      state: 'failed',
      reason: 'bounced',
      note: '5.1.1',
      sentAt: later(1),
    });
    await messages.settle(shop, messageId, 'email', result('sent'), later(3));
    expect(await delivery()).toMatchObject({ state: 'failed' });
  });

  test('messages sent and links followed → counted by the shop’s local day, clocks changing or not', async () => {
    const { shop, ids, messages: written } = await open(4);
    const { messages, credits } = bench.store;
    const sent = (id: string, at: Date) =>
      messages.move(shop, [id], { from: 'issuing', to: 'sent', reason: null }, at);
    const moments = [
      '2026-03-08T04:59:59Z',
      '2026-03-08T05:00:00Z',
      '2026-03-09T03:59:59Z',
      '2026-03-09T04:00:00Z',
    ];
    for (const [n, at] of moments.entries()) await sent(ids[n] ?? '', new Date(at));
    await credits.addFollow(shop, ids[0] ?? '', new Date('2026-03-08T12:00:00Z'));
    const on = 20_520; // 2026-03-08, 23 hours long in New York
    const campaignId = written[0]?.campaignId;
    expect(await messages.sendsByDay(shop, on, on, 'America/New_York')).toEqual([
      { campaignId, dayOn: on, sends: 2, clicks: 1 },
    ]);
    expect(await messages.sendsByDay(shop, on - 1, on + 1, 'America/New_York')).toMatchObject([
      { dayOn: on - 1, sends: 1 },
      { dayOn: on, sends: 2 },
      { dayOn: on + 1, sends: 1, clicks: 0 },
    ]);
  });

  test('a way is added again → as it stood; what has not gone yet can be dropped, what was sent stays', async () => {
    const { shop, messageId, remoteId } = await mailed();
    const { messages } = bench.store;
    await messages.claim(shop, messageId, 'email', AT);
    await messages.settle(shop, messageId, 'email', result('sent'), later(1));
    await messages.addDeliveries(shop, [{ messageId, channel: 'email', remoteId }]);
    await messages.dropWaiting(shop, [messageId], 'bought', later(2));
    expect(await messages.deliveries(shop, [messageId])).toMatchObject([
      { channel: 'email', state: 'sent' },
      { channel: 'on_site', state: 'skipped', reason: 'bought' },
    ]);
  });
});
