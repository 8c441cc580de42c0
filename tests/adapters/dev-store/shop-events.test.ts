import { describe, expect, it } from 'vitest';
import { mergeCustomers, redactCustomer } from '../../dev-store/state/customer-removal.ts';
import { addTags, removeTags, upsertCustomer } from '../../dev-store/state/customers.ts';
import { cancelOrder, refundOrder } from '../../dev-store/state/order-changes.ts';
import { OrderedIndex } from '../../dev-store/state/ordered-index.ts';
import { deleteOrder, placeOrder } from '../../dev-store/state/orders.ts';
import { payOrder } from '../../dev-store/state/payments.ts';
import { AdminShop } from './support/admin-shop.ts';

const LINE = [{ id: '1', unitPriceMinor: 1000 }];

describe('changes of a shop', () => {
  it('a paid order of a customer → its topics, one event id, the moment of the clock', () => {
    const store = new AdminShop();
    const customer = upsertCustomer(store.state, store.shop, { email: 'an@example.com' });
    store.topics();
    store.now += 5000;
    placeOrder(store.state, store.shop, { customerId: customer.id, lines: LINE });
    expect(new Set(store.events.map((event) => event.eventId)).size).toBe(1);
    expect(store.events.every((event) => event.triggeredAt === store.now)).toBe(true);
    expect(store.topics()).toEqual(['orders/create', 'orders/paid', 'orders/updated', 'customers/update']);
  });

  it('each change → its topic, and updatedAt moves on', () => {
    const store = new AdminShop();
    const order = placeOrder(store.state, store.shop, { lines: LINE, payment: 'pending' });
    expect(store.topics()).toEqual(['orders/create', 'orders/updated']);
    store.now += 1000;
    payOrder(store.state, store.shop, order);
    expect(order.updatedAt).toBe(store.now);
    expect(store.topics()).toEqual(['orders/paid', 'orders/updated']);
    refundOrder(store.state, store.shop, order, { amountMinor: 100 });
    expect(store.topics()).toEqual(['refunds/create', 'orders/updated']);
    cancelOrder(store.state, store.shop, order);
    expect(store.topics()).toEqual(['refunds/create', 'orders/cancelled', 'orders/updated']);
    deleteOrder(store.state, store.shop, order);
    expect(store.topics()).toEqual(['orders/delete']);
  });

  it('tags that change nothing → no event and no new updatedAt', () => {
    const store = new AdminShop();
    const customer = upsertCustomer(store.state, store.shop, { tags: ['VIP', 'a'] });
    store.topics();
    store.now += 1000;
    expect(addTags(store.state, store.shop, customer, ['vip'])).toEqual([]);
    expect(removeTags(store.state, store.shop, customer, ['unknown'])).toEqual([]);
    expect([store.topics(), customer.updatedAt]).toEqual([[], store.now - 1000]);
    addTags(store.state, store.shop, customer, ['new']);
    expect(store.topics()).toEqual(['customers/update', 'customer.tags_added']);
    expect(customer.tags).toEqual(['a', 'new', 'VIP']);
  });

  it('a history loaded silently → no events', () => {
    const store = new AdminShop();
    store.state.silently(() => placeOrder(store.state, store.shop, { lines: LINE }));
    expect(store.topics()).toEqual([]);
  });

  it('a merge → orders, tags and missing contact data pass on, the other id is gone', () => {
    const store = new AdminShop();
    const { state, shop } = store;
    const kept = upsertCustomer(state, shop, { email: 'a@example.com', tags: ['x'] });
    const gone = upsertCustomer(state, shop, { phone: '+84901234567', tags: ['y'] });
    const order = placeOrder(state, shop, { customerId: gone.id, lines: LINE });
    store.topics();
    mergeCustomers(state, shop, kept, gone);
    expect(store.topics()).toEqual(['customers/merge', 'customers/update', 'customers/delete']);
    expect([order.customerId, kept.phone, kept.tags]).toEqual([kept.id, '+84901234567', ['x', 'y']]);
    expect([shop.customers.has(gone.id), shop.ordersOf(kept.id)]).toEqual([false, [order]]);
  });

  it('a redaction → nothing of the person is left in the shop, the event still names them', () => {
    const store = new AdminShop();
    const { state, shop } = store;
    const customer = upsertCustomer(state, shop, {
      email: 'secret@example.com',
      firstName: 'Secret',
      tags: ['secret'],
    });
    placeOrder(state, shop, { customerId: customer.id, lines: LINE, note: 'secret' });
    addTags(state, shop, customer, ['secret-2']);
    store.events.splice(0);
    redactCustomer(state, shop, customer);
    const left = [
      customer,
      [...shop.orders.values()],
      [...shop.formerTags],
      [...shop.customersByEmail.keys()],
    ];
    expect(JSON.stringify(left).toLowerCase()).not.toContain('secret');
    expect(store.events[0]?.resource).toMatchObject({ customer: { email: 'secret@example.com' } });
  });

  it('ids above 2^53 on request → every digit kept', () => {
    const store = new AdminShop({ firstId: 9_007_199_254_740_993n });
    const order = placeOrder(store.state, store.shop, { lines: [{ unitPriceMinor: 100 }] });
    expect(BigInt(order.id) > 2n ** 53n).toBe(true);
    const read = store.data('query($id: ID!) { order(id: $id) { legacyResourceId } }', {
      id: `gid://shopify/Order/${order.id}`,
    });
    expect(read).toEqual({ order: { legacyResourceId: order.id } });
  });
});

describe('an ordered index', () => {
  it('records added, moved and removed between reads → always in order', () => {
    const index = new OrderedIndex<{ id: string; at: number }>((record) => record.at);
    const records = [5, 3, 9, 1].map((at, n) => ({ id: String(n), at }));
    for (const record of records) index.touch(record);
    expect(index.all().map((record) => record.at)).toEqual([1, 3, 5, 9]);
    const [first, second] = records;
    if (first === undefined || second === undefined) throw new Error('records are missing');
    first.at = 10;
    index.touch(first);
    index.remove(second);
    expect(index.all().map((record) => record.at)).toEqual([1, 9, 10]);
    expect([index.lowerBound(9), index.lowerBound(11)]).toEqual([1, 3]);
  });
});
