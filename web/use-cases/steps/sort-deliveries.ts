import type { CustomerId, OrderId } from '../../domain/shared/ids.ts';
import type { CustomerNews, DeliveryHint, InboxItem } from '../ports.ts';

/** A delivery with what its body points at. */
export type Hint<K extends DeliveryHint['kind'] = DeliveryHint['kind']> = {
  item: InboxItem;
  hint: Extract<DeliveryHint, { kind: K }>;
};

type OrderWork = { orderId: OrderId; items: InboxItem[]; deleted: boolean; payload: InboxItem | null };
/** `news`: what each delivery says by itself; a deletion says nothing that could be an echo. */
export type CustomerWork = { customerId: CustomerId; items: InboxItem[]; news: CustomerNews[] };

/**
 * A batch of deliveries by what they ask for. Many deliveries about one order or customer are one piece of work, whatever
 * their order: the present state is refetched, so only the last of them matters. `news` stays in the order received.
 */
export type SortedDeliveries = {
  orders: OrderWork[];
  customers: CustomerWork[];
  news: Hint[];
};

/** Orders and customers by ascending id: the order in which their rows are locked. */
export function sortDeliveries(
  items: readonly InboxItem[],
  read: (topic: string, body: string) => DeliveryHint,
): SortedDeliveries {
  const orders = new Map<OrderId, OrderWork>();
  const customers = new Map<CustomerId, CustomerWork>();
  const news: Hint[] = [];
  for (const item of items) {
    const hint = read(item.topic, item.body);
    if (hint.kind === 'order' || hint.kind === 'order-deleted') addOrder(orders, item, hint);
    else if (hint.kind === 'customer' || hint.kind === 'customer-deleted') {
      const work = customers.get(hint.customerId) ?? { customerId: hint.customerId, items: [], news: [] };
      work.items.push(item);
      work.news.push(hint.kind === 'customer' ? hint.news : { kind: 'unknown' });
      customers.set(hint.customerId, work);
    } else news.push({ item, hint });
  }
  return {
    orders: ascendingBy([...orders.values()], (work) => work.orderId),
    customers: ascendingBy([...customers.values()], (work) => work.customerId),
    news,
  };
}

/** Decimal ids in numeric order without turning them into numbers. */
export function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

function addOrder(
  orders: Map<OrderId, OrderWork>,
  item: InboxItem,
  hint: Extract<DeliveryHint, { kind: 'order' | 'order-deleted' }>,
): void {
  const work = orders.get(hint.orderId) ?? {
    orderId: hint.orderId,
    items: [],
    deleted: false,
    payload: null,
  };
  work.items.push(item);
  if (hint.kind === 'order-deleted') work.deleted = true;
  else if (hint.wholeOrder && sentAt(item) >= sentAt(work.payload)) work.payload = item;
  orders.set(hint.orderId, work);
}

function sentAt(item: InboxItem | null): number {
  return item ? (item.triggeredAt ?? item.receivedAt).getTime() : 0;
}

function ascendingBy<T>(works: T[], idOf: (work: T) => string): T[] {
  return works.sort((a, b) => compareIds(idOf(a), idOf(b)));
}
