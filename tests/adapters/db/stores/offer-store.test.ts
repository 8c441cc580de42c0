import { expect, test } from 'vitest';
import type { Offer, OfferState } from '../../../../web/use-cases/offer-port.ts';
import {
  later,
  launched,
  sampleDiscount,
  sampleEnrolment,
  sampleMessage,
  sampleOffer,
} from './campaign-rows.ts';
import { AT, eachStore, overlapping } from './each-store.ts';
import { customerId, orderId, sampleOrder, sampleStored } from './sample-rows.ts';

const DAY = 24 * 60;

eachStore((bench) => {
  /** A shop with a discount and a code for each of so many people. */
  const open = async (people: number) => {
    const shop = await bench.newShop();
    const { store } = bench;
    const campaignId = await launched(store, shop);
    const discount = await store.offers.discountFor(shop, sampleDiscount(campaignId));
    const enrolments = await store.enrolments.enrol(
      shop,
      Array.from({ length: people }, (_, n) =>
        sampleEnrolment(campaignId, { customerId: customerId(n + 1) }),
      ),
    );
    const messages = await store.messages.add(
      shop,
      enrolments.map((row) => sampleMessage(row, { customerId: row.customerId })),
    );
    const given = messages.map((message) => sampleOffer(message, discount.discountId));
    await store.offers.reserve(shop, given, AT);
    const ids = messages.map((message) => message.messageId);
    const offers = await store.offers.ofMessages(shop, ids);
    const offerIds = offers.map((offer) => offer.offerId);
    const become = (which: readonly number[], state: OfferState, minute = 1) =>
      store.offers.setState(
        shop,
        which.map((n) => offerIds[n] ?? ''),
        { state },
        later(minute),
      );
    return { shop, campaignId, discount, messages, given, offers, offerIds, ids, become };
  };

  test('a discount is asked for twice, even at once → one', async () => {
    const shop = await bench.newShop();
    const campaignId = await launched(bench.store, shop);
    const key = sampleDiscount(campaignId);
    const [one, two] = await overlapping(
      bench,
      (tx) => tx.offers.discountFor(shop, key),
      () => bench.store.offers.discountFor(shop, key),
    );
    if (one.status === 'rejected' || two.status === 'rejected') throw new Error('both have their answer');
    expect(one.value).toEqual({
      ...key,
      discountId: one.value.discountId,
      gid: null,
      firstCode: null,
      state: 'wanted',
    });
    expect(two.value).toEqual(one.value);
    const other = await bench.store.offers.discountFor(shop, sampleDiscount(campaignId, { endsOn: 20_528 }));
    expect(other.discountId).not.toBe(one.value.discountId);
    expect(await bench.store.offers.discounts(shop, [one.value.discountId, other.discountId])).toEqual([
      one.value,
      other,
    ]);
  });

  test('a discount changes → the fields named and no others; a new end holds for its open codes', async () => {
    const { shop, discount, become, ids } = await open(3);
    const { offers } = bench.store;
    const { discountId } = discount;
    await offers.setDiscount(shop, discountId, { gid: 'gid://x/1', firstCode: 'W-1', state: 'active' });
    await become([2], 'expired');
    await offers.setDiscount(shop, discountId, { endsAt: later(2 * DAY), firstCode: null });
    expect(await offers.discountByGid(shop, 'gid://x/1')).toEqual({
      ...discount,
      gid: 'gid://x/1',
      state: 'active',
      endsAt: later(2 * DAY),
    });
    expect(await offers.discountByGid(shop, 'gid://x/2')).toBeNull();
    expect((await offers.ofMessages(shop, ids)).map((offer) => offer.endsAt)).toEqual([
      later(2 * DAY),
      later(2 * DAY),
      later(DAY),
    ]);
  });

  test('codes are reserved again → each message keeps its own; a code in use is given to nobody else', async () => {
    const { shop, messages, discount, given, offers } = await open(2);
    expect(offers).toEqual(
      given.map((row, n) => ({
        ...row,
        offerId: offers[n]?.offerId,
        state: 'reserved',
        issuedAt: null,
        redeemedOrderId: null,
        creationId: null,
      })),
    );
    const [message] = messages;
    if (!message) throw new Error('there are two messages');
    await bench.store.offers.reserve(shop, [sampleOffer(message, discount.discountId, 'OTHER')], later(1));
    const [late] = await bench.store.messages.add(shop, [{ ...message, step: 1 }]);
    if (!late) throw new Error('the step is new');
    await bench.store.offers.reserve(
      shop,
      [sampleOffer(late, discount.discountId, given[0]?.code)],
      later(1),
    );
    expect(await bench.store.offers.ofMessages(shop, [message.messageId, late.messageId])).toEqual([
      offers[0],
    ]);
  });

  test('a code as the shopper typed it → found, whatever its case', async () => {
    const { shop, messages, discount } = await open(1);
    const [message] = messages;
    if (!message) throw new Error('there is a message');
    const [second] = await bench.store.messages.add(shop, [{ ...message, step: 1 }]);
    if (!second) throw new Error('the step is new');
    await bench.store.offers.reserve(shop, [sampleOffer(second, discount.discountId, 'win-abc')], AT);
    const [found] = await bench.store.offers.byCodes(shop, ['wIn-AbC', 'nothing']);
    expect(found).toMatchObject({ messageId: second.messageId, code: 'WIN-ABC' });
  });

  test('another code for an offer → CONFLICT where one of ours has it', async () => {
    const { shop, offers, offerIds } = await open(2);
    const [id = ''] = offerIds;
    await bench.store.offers.recode(shop, id, 'fresh');
    expect((await bench.store.offers.byCodes(shop, ['FRESH']))[0]?.offerId).toBe(id);
    const taken = bench.store.offers.recode(shop, id, offers[1]?.code ?? '');
    await expect(taken).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('issued, used, over → dated once; a used code stays used, by the order that used it first', async () => {
    const { shop, offerIds, ids, become } = await open(1);
    const { offers } = bench.store;
    const [id = ''] = offerIds;
    const now = async (): Promise<Offer | undefined> => (await offers.ofMessages(shop, ids))[0];
    await offers.setState(shop, [id], { state: 'adding', creationId: 'gid://x/9' }, AT);
    expect(await now()).toMatchObject({ state: 'adding', creationId: 'gid://x/9', issuedAt: null });
    await offers.setState(shop, [id], { state: 'issued', creationId: null }, later(1));
    await become([0], 'issued', 2);
    expect(await now()).toMatchObject({ state: 'issued', creationId: null, issuedAt: later(1) });
    await offers.redeem(shop, id, orderId(5), later(3));
    await offers.redeem(shop, id, orderId(6), later(4));
    await become([0], 'expired', 5);
    expect(await now()).toMatchObject({ state: 'redeemed', redeemedOrderId: '5' });
    expect(await offers.inState(shop, ['redeemed', 'issued'], 9)).toHaveLength(1);
    expect(await offers.inState(shop, ['issued'], 9)).toEqual([]);
  });

  test('open offers → until they end or are used; their holders wear the tag', async () => {
    const { shop, offerIds, become } = await open(4);
    const { offers } = bench.store;
    const everybody = [1, 2, 3, 4].map(customerId);
    await become([1], 'issued');
    await become([2], 'refused');
    await offers.redeem(shop, offerIds[3] ?? '', orderId(5), later(3));
    const open2 = await offers.openOf(shop, everybody, AT);
    expect(open2.map((offer) => offer.customerId)).toEqual(['1', '2']);
    expect(await offers.wearers(shop, everybody, AT)).toEqual(new Set(['1', '2']));
    expect(await offers.wearers(shop, [customerId(2), customerId(3)], AT)).toEqual(new Set(['2']));
    expect(await offers.openOf(shop, everybody, later(DAY))).toEqual([]);
    expect(await offers.wearers(shop, everybody, later(DAY))).toEqual(new Set());
  });

  test('ended and unused → to be removed; the discount once none of its codes is open', async () => {
    const { shop, discount, offerIds, become } = await open(2);
    const { offers } = bench.store;
    await offers.setDiscount(shop, discount.discountId, { state: 'active' });
    await become([0, 1], 'issued');
    expect(await offers.expired(shop, later(DAY - 1), 9)).toEqual([]);
    expect((await offers.expired(shop, later(DAY), 9)).map((offer) => offer.offerId)).toEqual(offerIds);
    expect(await offers.expired(shop, later(DAY), 1)).toHaveLength(1);
    await become([0], 'expired');
    expect(await offers.spentDiscounts(shop, later(DAY), 9)).toEqual([]);
    await become([1], 'removed');
    expect((await offers.spentDiscounts(shop, later(DAY), 9)).map((one) => one.discountId)).toEqual([
      discount.discountId,
    ]);
    expect(await offers.spentDiscounts(shop, later(DAY - 1), 9)).toEqual([]);
    await offers.setDiscount(shop, discount.discountId, { state: 'removed' });
    expect(await offers.spentDiscounts(shop, later(DAY), 9)).toEqual([]);
  });

  test('the merchant deleted the discount → open codes removed, what had not gone failed and out of the caps', async () => {
    const { shop, discount, ids, become } = await open(3);
    const { messages, offers } = bench.store;
    const [ready = '', sent = ''] = ids;
    await messages.move(shop, [ready, sent], { from: 'issuing', to: 'ready', reason: null }, AT);
    await messages.move(shop, [sent], { from: 'ready', to: 'sent', reason: null }, AT);
    await messages.addDeliveries(shop, [{ messageId: ready, channel: 'email', remoteId: null }]);
    await become([0, 1], 'issued');
    await become([2], 'refused');
    await offers.dropDiscount(shop, discount.discountId, { messages: 'discount_deleted' }, later(5));
    expect((await offers.ofMessages(shop, ids)).map((offer) => offer.state)).toEqual([
      'removed',
      'removed',
      'refused',
    ]);
    expect(await messages.find(shop, ids)).toMatchObject([
      { state: 'failed', reason: 'discount_deleted', countedAt: null },
      { state: 'sent', reason: null, countedAt: AT },
      { state: 'issuing' },
    ]);
    expect(await messages.deliveries(shop, [ready])).toMatchObject([{ state: 'skipped' }]);
  });

  test('what the recipients bought → kept units of orders that count, most bought first', async () => {
    const { shop, discount } = await open(2);
    const [line] = sampleOrder().lines;
    if (!line) throw new Error('the sample order has a line');
    const bought = (id: number, of: number, ...lines: (readonly [string, number])[]) =>
      sampleStored({
        orderId: orderId(id),
        customerId: customerId(of),
        lines: lines.map(([productId, currentQuantity]) => ({
          ...line,
          productId: productId as typeof line.productId,
          currentQuantity,
        })),
      });
    await bench.store.orders.putMany(shop, [
      bought(1, 1, ['11', 1], ['12', 2], ['15', 0]),
      bought(2, 2, ['13', 2], ['11', 2]),
      bought(3, 9, ['14', 50]),
    ]);
    const { offers } = bench.store;
    expect(await offers.productsBoughtBy(shop, discount.discountId, 9)).toEqual(['11', '12', '13']);
    expect(await offers.productsBoughtBy(shop, discount.discountId, 1)).toEqual(['11']);
  });

  test('the segment → as last saved', async () => {
    const shop = await bench.newShop();
    const { offers } = bench.store;
    expect(await offers.segment(shop)).toBeNull();
    await offers.saveSegment(shop, { gid: 'gid://x/1', tag: 'a' });
    await offers.saveSegment(shop, { gid: 'gid://x/2', tag: 'b' });
    expect(await offers.segment(shop)).toEqual({ gid: 'gid://x/2', tag: 'b' });
  });
});
