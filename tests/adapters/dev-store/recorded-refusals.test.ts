import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { upsertCustomer } from '../../dev-store/state/customers.ts';
import { fulfillOrder } from '../../dev-store/state/order-changes.ts';
import { placeOrder } from '../../dev-store/state/orders.ts';
import type { BulkPort } from '../../dev-store/state/ports.ts';
import { AdminShop } from './support/admin-shop.ts';
import type { RecordedError, Refusal } from './support/recorded-refusals.ts';
import { essence, isSupported, queryOf, readRefusals, rootFieldsOf } from './support/recorded-refusals.ts';

const RECORDED = new URL('../../../../shared/data/admin-api/errors.jsonl', import.meta.url);
const absent = !existsSync(RECORDED);
const FEWEST_COMPARED = 80;

/** Supported operations whose recorded refusal lies outside what the local Shopify models. */
const OUTSIDE: readonly { readonly reason: string; readonly message: RegExp }[] = [
  { reason: 'no gift cards', message: /gift card/ },
  { reason: 'no addresses', message: /address cannot be blank|Country is invalid|Province is invalid/ },
  { reason: 'metafields are set by metafieldsSet', message: /^Type must be one of the following/ },
  { reason: 'the bulk port decides; tested with it', message: /already in progress/ },
];

const LONG_NAME = 'N'.repeat(256);
/** The parts of a discount that the refusals below take no offence at. */
const PLAIN_DISCOUNT = {
  title: 'Recorded',
  startsAt: '2026-04-25T00:00:00Z',
  customerGets: { value: { percentage: 0.1 }, items: { all: true } },
};
/** Variables of refusals recorded without theirs, or with those of a whole script, by root field and message. */
const VARIABLES: Readonly<Record<string, Record<string, unknown>>> = {
  'segmentCreate Name is too long (maximum is 255 characters)': {
    name: LONG_NAME,
    query: 'number_of_orders >= 1',
  },
  'segmentUpdate Name is too long (maximum is 255 characters)': {
    id: 'gid://shopify/Segment/71',
    name: LONG_NAME,
  },
  'segmentUpdate Segment does not exist': { id: 'gid://shopify/Segment/72', name: 'x' },
  'tagsRemove Product does not exist': { id: 'gid://shopify/Product/999999999999999', tags: ['vip'] },
  'customerDelete Customer can’t be deleted because they have associated orders': {
    input: { id: 'gid://shopify/Customer/73' },
  },
  'discountCodeBasicUpdate Product with id: 999999999999 is invalid': {
    id: 'gid://shopify/DiscountCodeNode/75',
    basicCodeDiscount: {
      ...PLAIN_DISCOUNT,
      customerGets: {
        value: { percentage: 0.1 },
        items: { products: { productsToAdd: ['gid://shopify/Product/999999999999'] } },
      },
    },
  },
  'discountCodeBasicUpdate Discount does not exist': {
    id: 'gid://shopify/DiscountCodeNode/0',
    basicCodeDiscount: PLAIN_DISCOUNT,
  },
  'discountCodeDelete Code discount does not exist.': { id: 'gid://shopify/DiscountCodeNode/0' },
  "discountRedeemCodeBulkAdd Codes can't be blank": {
    discountId: 'gid://shopify/DiscountCodeNode/75',
    codes: [],
  },
  "storeCreditAccountCredit The operation would cause the account's credit limit to be exceeded": {
    id: 'gid://shopify/Customer/76',
    creditInput: { creditAmount: { amount: '1000000000.0', currencyCode: 'USD' } },
  },
  'customerSegmentMembersQueryCreate You must provide one of segment_id or query.': { input: {} },
  'customerSegmentMembersQueryCreate Providing both segment_id and query is not supported.': {
    input: { query: 'number_of_orders >= 1', segmentId: 'gid://shopify/Segment/71' },
  },
};

const DAY = { occurredOn: '2026-11-19', utcOffset: '+00:00' };
const SPENT = { amount: '1.0', currencyCode: 'USD' };
const MARKETING: typeof VARIABLES = {
  'marketingEngagementCreate Currency codes in the marketing engagement input do not match.': {
    remoteId: 'planted',
    marketingEngagement: { ...DAY, adSpend: SPENT, sales: { ...SPENT, currencyCode: 'CAD' } },
  },
  'marketingEngagementCreate For activity level engagement, either the marketing activity ID or remote ID must be provided. For channel level engagement, the channel handle must be provided.':
    { marketingEngagement: DAY },
  'marketingEngagementCreate Marketing activity does not exist.': {
    remoteId: 'nowhere',
    marketingEngagement: DAY,
  },
};

const recordedErrors = (refusal: Refusal): readonly RecordedError[] =>
  refusal.userErrors ?? refusal.errors ?? [];
const messages = (refusal: Refusal): string =>
  recordedErrors(refusal)
    .map((error) => error.message)
    .join(' ');

/** A port that has run nothing. */
const IDLE_BULK: BulkPort = {
  runQuery: () => ({ ok: false, userErrors: [] }),
  runMutation: () => ({ ok: false, userErrors: [] }),
  cancel: () => undefined,
  find: () => undefined,
  list: () => [],
  stageUploads: () => [],
};

/** A shop in which the refused call has its reason: what it names exists unless the refusal says it does not. */
function shopFor(refusal: Refusal, variables: Record<string, unknown>): AdminShop {
  const store = new AdminShop();
  store.bulk = IDLE_BULK;
  const { state, shop } = store;
  const text = messages(refusal);
  if (!/does not exist|not found|can't be found/.test(text)) {
    for (const [, type, id] of JSON.stringify(variables).matchAll(/gid:\/\/shopify\/(\w+)\/(\d+)/g)) {
      if (id !== undefined) plant(store, type ?? '', id, text);
    }
  }
  const input = variables.input;
  if (
    /Phone has already been taken/.test(text) &&
    typeof input === 'object' &&
    input !== null &&
    'phone' in input
  ) {
    upsertCustomer(state, shop, { phone: String(input.phone) });
  }
  if (/Name already exists/.test(text)) subscription(store, '999', 'orderhook');
  if (refusal.field.startsWith('marketing')) plantActivities(store, variables);
  return store;
}

function plant(store: AdminShop, type: string, id: string, text: string): void {
  const { state, shop } = store;
  if (type === 'Customer' && !shop.customers.has(id)) {
    upsertCustomer(state, shop, {
      id,
      email: `c${id}@example.com`,
      phone: `+8490${id.slice(-7).padStart(7, '0')}`,
    });
    if (/associated orders/.test(text))
      placeOrder(state, shop, { customerId: id, lines: [{ unitPriceMinor: 100 }] });
  }
  if (type === 'Order') {
    const order = placeOrder(state, shop, { id, lines: [{ unitPriceMinor: 100 }], payment: 'paid' });
    if (/outstanding fulfillments/.test(text)) fulfillOrder(state, shop, order);
  }
  if (type === 'Segment') {
    shop.segments.set(id, {
      id,
      creationDate: 0,
      lastEditDate: 0,
      name: `s${id}`,
      query: 'number_of_orders >= 1',
    });
  }
  if (type === 'WebhookSubscription') subscription(store, id, null);
  if (type === 'DiscountCodeNode') plantDiscount(store, id);
}

/** An activity of the refused call's own remote id, and one for calls recorded without their variables. */
function plantActivities({ shop }: AdminShop, variables: Record<string, unknown>): void {
  const input = variables.input;
  const own =
    typeof input === 'object' && input !== null && 'remoteId' in input ? [String(input.remoteId)] : [];
  for (const remoteId of ['planted', ...own]) {
    const given = own.includes(remoteId) ? Object(input) : {};
    shop.marketing.activities.set(remoteId, {
      id: remoteId,
      eventId: remoteId,
      appId: '42',
      createdAt: 0,
      updatedAt: 0,
      remoteId,
      title: remoteId,
      status: 'ACTIVE',
      tactic: 'NEWSLETTER',
      marketingChannelType: 'EMAIL',
      remoteUrl: 'https://example.com',
      remotePreviewImageUrl: null,
      urlParameterValue: given.urlParameterValue ?? null,
      utm: given.utm ?? null,
      hierarchyLevel: null,
      parentRemoteId: null,
      adSpend: null,
      budget: null,
      start: null,
      end: null,
      scheduledEnd: null,
    });
  }
}

function plantDiscount({ shop }: AdminShop, id: string): void {
  shop.discountBook.discounts.set(id, {
    id,
    createdAt: 0,
    updatedAt: 0,
    settings: {
      title: `d${id}`,
      startsAt: 0,
      endsAt: null,
      context: { kind: 'all' },
      terms: { kind: 'basic', value: { kind: 'percentage', percentage: 0.1 }, items: { kind: 'all' } },
      minimum: null,
      appliesOnOneTimePurchase: true,
      appliesOnSubscription: false,
      recurringCycleLimit: 1,
      usageLimit: null,
      appliesOncePerCustomer: false,
      combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: false },
      tags: [],
    },
  });
  shop.discountBook.addCode({ id: `${id}1`, discountId: id, code: `D${id}`, createdAt: 0, addedByApp: true });
}

function subscription(store: AdminShop, id: string, name: string | null): void {
  store.shop.webhookSubscriptions.set(id, {
    id,
    appId: '42',
    topic: 'SHOP_UPDATE',
    createdAt: 0,
    updatedAt: 0,
    uri: `https://example.com/${id}`,
    format: 'JSON',
    filter: null,
    includeFields: [],
    metafieldNamespaces: [],
    name,
  });
}

/** The errors the local Shopify gives for the same call. */
function answerOf(refusal: Refusal): readonly RecordedError[] {
  const call = `${refusal.field} ${messages(refusal)}`;
  const known = VARIABLES[call] ?? MARKETING[call];
  const given = known ?? refusal.variables ?? {};
  const variables: Record<string, unknown> = JSON.parse(
    JSON.stringify(given).replaceAll('<valid-control-customer-id>', 'gid://shopify/Customer/74'),
  );
  const query = queryOf(refusal);
  const reply = shopFor(refusal, variables).run(query, variables);
  if (refusal.errors !== undefined) return reply.errors ?? [];
  if (reply.errors !== undefined) return reply.errors;
  const payload = Object.values(reply.data ?? {})[0];
  if (typeof payload !== 'object' || payload === null || !('userErrors' in payload)) return [];
  return payload.userErrors as RecordedError[];
}

describe('refusals recorded from the real Admin API', () => {
  const refusals = absent ? [] : readRefusals(RECORDED);
  const supported = refusals.filter(isSupported);
  const outside = supported.filter((refusal) =>
    OUTSIDE.some(({ message }) => message.test(messages(refusal))),
  );
  const compared = supported.filter((refusal) => !outside.includes(refusal));

  it.skipIf(absent)(
    `at least ${FEWEST_COMPARED} are compared${absent ? ' (skipped: no shared/data)' : ''}`,
    () => {
      const rest = refusals.filter((refusal) => !isSupported(refusal));
      const names = new Set(rest.flatMap((refusal) => rootFieldsOf(refusal).map(({ name }) => name)));
      console.log(`compared ${compared.length} of ${refusals.length}; ${outside.length} outside the model`);
      console.log(`unsupported operations: ${[...names].sort().join(', ')}`);
      expect(compared.length).toBeGreaterThanOrEqual(FEWEST_COMPARED);
    },
  );

  it
    .skipIf(absent)
    .each(compared.map((refusal, index) => [index, refusal.field, messages(refusal), refusal] as const))(
    '%i %s: %s',
    (_index, _field, _messages, refusal) => {
      const recorded = recordedErrors(refusal);
      const withCode = recorded.some((error) => error.code !== undefined);
      expect(essence(answerOf(refusal), withCode)).toEqual(essence(recorded, withCode));
    },
  );
});
