import type { OrderFacts } from '../dev-store/controls/order-facts.ts';
import type { EncoreClient } from './encore-client.ts';
import type { LocalShop } from './local-shop.ts';

type Created = { id: string };

/** Lines that cost about as much as the shop's own orders do. */
function lines(template: OrderFacts | undefined) {
  const amount = Math.max(1, template?.totalMinor ?? 100);
  return [{ title: 'Demo', quantity: 1, unitPriceMinor: amount }];
}

/**
 * An hour in the life of the shop: new customers, second orders, cash on delivery paid, refunds, cancellations, edits, a
 * deletion, a merge, guest and test orders. Deliveries are duplicated and shuffled on the way. Returns how many things happened.
 */
export async function liveHour(shop: LocalShop): Promise<number> {
  const byCustomer = await latestOrders(shop, 60);
  const orders = [...byCustomer.values()];
  const at = (index: number) => orders[index % Math.max(1, orders.length)];
  let happened = 0;
  const act = async <T>(path: string, body?: unknown): Promise<T> => {
    happened++;
    return shop.post<T>(path, body);
  };
  await shop.post('/__dev/webhooks/mess', { duplicateShare: 0.2, shuffle: true });
  for (let i = 0; i < 5; i++) {
    const customer = await act<Created>('/customers', {
      firstName: 'Mai',
      lastName: `Demo ${i}`,
      locale: 'vi',
      countryCode: 'VN',
    });
    await act('/orders', {
      customerId: customer.id,
      lines: lines(at(i)),
      payment: i % 2 ? 'paid' : 'pending',
    });
  }
  for (let i = 5; i < 15; i++)
    await act('/orders', { customerId: at(i)?.customerId, lines: lines(at(i)), payment: 'paid' });
  const pending = await act<Created>('/orders', {
    customerId: at(15)?.customerId,
    lines: lines(at(15)),
    payment: 'pending',
  });
  await act(`/orders/${pending.id}/pay`);
  await act('/orders', {
    customerId: null,
    email: 'guest@example.com',
    lines: lines(at(16)),
    payment: 'paid',
  });
  await act('/orders', { customerId: at(17)?.customerId, lines: lines(at(17)), payment: 'paid', test: true });
  for (const index of [18, 19]) {
    const bought = await act<OrderFacts>('/orders', {
      customerId: at(index)?.customerId,
      lines: lines(at(index)),
      payment: 'paid',
    });
    await act(`/orders/${bought.id}/refund`, { lines: [{ lineId: bought.lines[0]?.id, quantity: 1 }] });
  }
  const changed = await act<OrderFacts>('/orders', {
    customerId: at(20)?.customerId,
    lines: [...lines(at(20)), ...lines(at(20))],
    payment: 'paid',
  });
  await act(`/orders/${changed.id}/edit`, { quantities: [{ lineId: changed.lines[0]?.id, quantity: 0 }] });
  const cancelled = await act<Created>('/orders', {
    customerId: at(21)?.customerId,
    lines: lines(at(21)),
    payment: 'paid',
  });
  await act(`/orders/${cancelled.id}/cancel`);
  const [kept, removed] = [at(22)?.customerId, at(23)?.customerId];
  if (kept && removed && kept !== removed) await act('/customers/merge', { keepId: kept, removeId: removed });
  return happened;
}

/** Installs Encore and lets the end of a loaded history come in live, duplicated and shuffled on the way. Returns how many orders. */
export async function historyGoesOn(client: EncoreClient, shop: LocalShop): Promise<number> {
  await client.home();
  await shop.post('/__dev/webhooks/mess', { duplicateShare: 0.2, shuffle: true });
  return (await shop.post<{ orders: number }>('/load/rest')).orders;
}

/** One order each of some customers, spread over the shop's history. */
async function latestOrders(shop: LocalShop, wanted: number): Promise<Map<string, OrderFacts>> {
  const found = new Map<string, OrderFacts>();
  let seen = 0;
  for await (const order of shop.orders()) {
    seen++;
    const plain =
      order.customerId !== null &&
      !order.b2b &&
      order.cancelledAt === null &&
      !order.test &&
      order.totalMinor > 0;
    if (plain && order.customerId !== null && seen % 17 === 0 && found.size < wanted)
      found.set(order.customerId, order);
  }
  return found;
}
