import { indexContact, normalizeTags, rememberTags, touchCustomer, unindexContact } from './customers.ts';
import type { DevStoreState } from './dev-store-state.ts';
import type { CustomerRecord } from './records.ts';
import type { ShopState } from './shop-state.ts';
import { moveCredit } from './store-credit.ts';

const GID = 'gid://shopify/Customer/';

/** Joins two customers: `deleted` vanishes, its orders, tags and missing contact data pass to `kept`. */
export function mergeCustomers(
  state: DevStoreState,
  shop: ShopState,
  kept: CustomerRecord,
  deleted: CustomerRecord,
): void {
  if (kept === deleted) throw new Error('a customer cannot be merged with itself');
  const orders = shop.ordersByCustomer.get(deleted.id) ?? [];
  for (const order of orders) order.customerId = kept.id;
  const all = [...shop.ordersOf(kept.id), ...orders].sort((a, b) => a.createdAt - b.createdAt);
  if (all.length > 0) shop.ordersByCustomer.set(kept.id, all);
  unindexContact(shop, deleted);
  unindexContact(shop, kept);
  kept.email ??= deleted.email;
  kept.phone ??= deleted.phone;
  kept.firstName ??= deleted.firstName;
  kept.lastName ??= deleted.lastName;
  kept.note ??= deleted.note;
  indexContact(shop, kept);
  rememberTags(state, shop, kept, kept.tags);
  kept.tags = normalizeTags([...kept.tags, ...deleted.tags]);
  moveCredit(shop, kept.id, deleted.id);
  forgetCustomer(shop, deleted);
  shop.mergedCustomers.set(deleted.id, kept.id);
  touchCustomer(state, shop, kept);
  state.emit(shop, [
    {
      topic: 'customers/merge',
      resource: { kind: 'customer-merge', keptId: kept.id, deletedId: deleted.id },
    },
    { topic: 'customers/update', resource: { kind: 'customer', customer: kept } },
    { topic: 'customers/delete', resource: { kind: 'customer-deleted', id: deleted.id } },
  ]);
}

/** Deletes a customer without orders; one with orders can only be redacted, as at Shopify. */
export function deleteCustomer(state: DevStoreState, shop: ShopState, customer: CustomerRecord): void {
  if (shop.ordersOf(customer.id).length > 0) throw new Error('a customer with orders cannot be deleted');
  unindexContact(shop, customer);
  forgetCustomer(shop, customer);
  for (const [id, account] of shop.storeCreditAccounts)
    if (account.customerId === customer.id) shop.storeCreditAccounts.delete(id);
  state.emit(shop, [{ topic: 'customers/delete', resource: { kind: 'customer-deleted', id: customer.id } }]);
}

/** Erases the person: the record and its orders stay without any contact data, tags, note or metafields. */
export function redactCustomer(state: DevStoreState, shop: ShopState, customer: CustomerRecord): void {
  const person = { id: customer.id, email: customer.email, phone: customer.phone };
  const orders = shop.ordersOf(customer.id);
  unindexContact(shop, customer);
  const empty = { state: 'REDACTED', optInLevel: null, updatedAt: state.clock.now() } as const;
  Object.assign(customer, {
    email: null,
    phone: null,
    firstName: null,
    lastName: null,
    city: null,
    address1: null,
    zip: null,
    note: null,
    tags: [],
    emailConsent: empty,
    smsConsent: empty,
    redactedAt: state.clock.now(),
  });
  for (const order of orders) Object.assign(order, { email: null, phone: null, note: null });
  shop.metafields.delete(`${GID}${customer.id}`);
  shop.formerTags.delete(customer.id);
  touchCustomer(state, shop, customer);
  const orderIds = orders.map((order) => order.id);
  state.emit(shop, [
    { topic: 'customers/redact', resource: { kind: 'customer-redact', customer: person, orderIds } },
  ]);
}

function forgetCustomer(shop: ShopState, customer: CustomerRecord): void {
  shop.customers.delete(customer.id);
  shop.formerTags.delete(customer.id);
  shop.ordersByCustomer.delete(customer.id);
  shop.customersByCreatedAt.remove(customer);
  shop.customersByUpdatedAt.remove(customer);
  shop.metafields.delete(`${GID}${customer.id}`);
}
