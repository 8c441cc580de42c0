import { deleteCustomer, mergeCustomers, redactCustomer } from '../state/customer-removal.ts';
import { addTags, removeTags, upsertCustomer } from '../state/customers.ts';
import type { CustomerRecord } from '../state/records.ts';
import type { ShopState } from '../state/shop-state.ts';
import { aboutPerson } from '../webhooks/payloads.ts';
import { customerTotals } from './customer-totals.ts';
import { HttpError, type HttpRequest, json, type Reply, type Route, readJson, route } from './http.ts';
import { mergeShape, readCustomerInput, tagsShape } from './inputs.ts';
import type { LocalShopify } from './local-shopify.ts';
import { refusing } from './order-routes.ts';

/** What happens to customers: created, changed, tagged, merged, deleted, redacted, asking for their data. */
export function customerRoutes(local: LocalShopify): Route[] {
  const { state } = local;
  const base = '/__dev/shops/:shop/customers';
  return [
    route('POST', base, async (request) => {
      const { shop } = local.shop(request.params.shop ?? '');
      const input = readCustomerInput(await readJson(request));
      return json(
        customerView(
          shop,
          refusing(() => upsertCustomer(state, shop, input)),
        ),
        201,
      );
    }),
    route('GET', `${base}/:customer`, (request) => {
      const { shop, customer } = find(local, request);
      return json(customerView(shop, customer));
    }),
    route('POST', `${base}/merge`, (request) => merge(local, request)),
    route('POST', `${base}/:customer/tags`, async (request) => {
      const { shop, customer } = find(local, request);
      const { add, remove } = tagsShape.parse(await readJson(request));
      removeTags(state, shop, customer, remove);
      addTags(state, shop, customer, add);
      return json(customerView(shop, customer));
    }),
    route('POST', `${base}/:customer/redact`, (request) => {
      const { shop, customer } = find(local, request);
      redactCustomer(state, shop, customer);
      return json(customerView(shop, customer));
    }),
    route('POST', `${base}/:customer/data-request`, (request) => dataRequest(local, request)),
    route('POST', `${base}/:customer`, async (request) => {
      const { shop, customer } = find(local, request);
      const input = readCustomerInput(await readJson(request));
      return json(
        customerView(
          shop,
          refusing(() => upsertCustomer(state, shop, { ...input, id: customer.id })),
        ),
      );
    }),
    route('DELETE', `${base}/:customer`, (request) => {
      const { shop, customer } = find(local, request);
      refusing(() => deleteCustomer(state, shop, customer));
      return json({ deleted: customer.id });
    }),
  ];
}

async function merge(local: LocalShopify, request: HttpRequest): Promise<Reply> {
  const { shop } = local.shop(request.params.shop ?? '');
  const { keepId, removeId } = mergeShape.parse(await readJson(request));
  const kept = customerById(shop, keepId);
  refusing(() => mergeCustomers(local.state, shop, kept, customerById(shop, removeId)));
  return json(customerView(shop, kept));
}

function dataRequest(local: LocalShopify, request: HttpRequest): Reply {
  const { shop, customer } = find(local, request);
  const orderIds = shop.ordersOf(customer.id).map((order) => BigInt(order.id));
  const payload = {
    ...aboutPerson(shop, customer),
    orders_requested: orderIds,
    data_request: { id: BigInt(shop.newId()) },
  };
  local.hub.notify({ topic: 'customers/data_request', shopDomain: shop.domain, payload, always: true });
  return json({ orders: orderIds.map(String) });
}

function find(local: LocalShopify, request: HttpRequest): { shop: ShopState; customer: CustomerRecord } {
  const { shop } = local.shop(request.params.shop ?? '');
  return { shop, customer: customerById(shop, request.params.customer ?? '') };
}

function customerById(shop: ShopState, id: string): CustomerRecord {
  const customer = shop.customers.get(id);
  if (customer === undefined) throw new HttpError(404, `no customer ${id} on ${shop.domain}`);
  return customer;
}

/** A customer as the controls show them. */
export function customerView(shop: ShopState, customer: CustomerRecord) {
  return {
    id: customer.id,
    email: customer.email,
    firstName: customer.firstName,
    lastName: customer.lastName,
    tags: customer.tags,
    updatedAt: new Date(customer.updatedAt).toISOString(),
    redacted: customer.redactedAt !== null,
    ...customerTotals(shop, customer.id),
  };
}
