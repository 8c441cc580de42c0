import { describe, expect, it } from 'vitest';
import { allocate } from '../../dev-store/checkout/allocate.ts';
import type { CheckoutRequest } from '../../dev-store/checkout/place-checkout.ts';
import { placeCheckout } from '../../dev-store/checkout/place-checkout.ts';
import { createCollection } from '../../dev-store/state/catalog.ts';
import { addTags, upsertCustomer } from '../../dev-store/state/customers.ts';
import { cancelOrder } from '../../dev-store/state/order-changes.ts';
import { financialStatus, orderFigures } from '../../dev-store/state/order-figures.ts';
import type { OrderRecord } from '../../dev-store/state/records.ts';
import { AdminShop } from './support/admin-shop.ts';
import { ADD_CODES, CREATE_SHIPPING, made, sells } from './support/discounts.ts';

type Request = Partial<CheckoutRequest> & Pick<CheckoutRequest, 'lines'>;

function checkOut(store: AdminShop, request: Request) {
  return placeCheckout(store.state, store.shop, {
    email: 'an@example.com',
    codes: [],
    payment: 'paid',
    whenRefused: 'stop',
    ...request,
  });
}

/** Why each code was refused, or what it took off. */
function outcome(store: AdminShop, request: Request): Record<string, string | number> {
  const { priced } = checkOut(store, request);
  return Object.fromEntries([
    ...priced.applied.map((entry) => [entry.code, entry.amountMinor] as const),
    ...priced.refused.map((entry) => [entry.code, entry.reason] as const),
  ]);
}

function placed(store: AdminShop, request: Request): OrderRecord {
  const result = checkOut(store, request);
  if (result.kind !== 'placed') throw new Error(JSON.stringify(result.priced.refused));
  return result.order;
}

/** A shop selling tea at 10.00 and a pot at 50.00, delivery 5.00. */
function teaShop(input: ConstructorParameters<typeof AdminShop>[0] = {}) {
  const store = new AdminShop({ shippingRateMinor: 500, ...input });
  const tea = sells(store, 'Tea', 1000);
  const pot = sells(store, 'Pot', 5000);
  return { store, tea: { productId: tea.id }, pot: { productId: pot.id } };
}

const off = (value: object, items: object = { all: true }, more: object = {}) => ({
  customerGets: { value, items, ...more },
});
const products = (...lines: readonly { productId: string }[]) => ({
  products: { productsToAdd: lines.map((line) => `gid://shopify/Product/${line.productId}`) },
});

describe('a checkout with a code', () => {
  it('10 % off → an order with the application, the shares on its lines and exact totals', () => {
    const { store, tea, pot } = teaShop();
    made(store, { code: 'Ten' });
    store.topics();
    const order = placed(store, { lines: [{ ...tea, quantity: 3 }, pot], codes: ['ten'] });
    expect(order.discounts).toEqual([
      {
        type: 'code',
        title: 'Ten',
        valueKind: 'percentage',
        value: 10,
        target: 'LINE_ITEM',
        method: 'ACROSS',
        selection: 'ALL',
      },
    ]);
    expect(order.lines.map((line) => line.allocations)).toEqual([
      [{ applicationIndex: 0, amountMinor: 300 }],
      [{ applicationIndex: 0, amountMinor: 500 }],
    ]);
    expect(orderFigures(order)).toMatchObject({
      subtotalMinor: 7200,
      discountsMinor: 800,
      shippingMinor: 500,
      totalMinor: 7700,
    });
    expect(financialStatus(order)).toBe('PAID');
    expect(store.topics()).toEqual([
      'customers/create',
      'orders/create',
      'orders/paid',
      'orders/updated',
      'customers/update',
    ]);
  });

  it('GraphQL shows its discount as Shopify would', () => {
    const { store, tea } = teaShop();
    made(store, { code: 'TEA', ...off({ percentage: 0.155 }, products(tea)) });
    const order = placed(store, { lines: [tea], codes: ['TEA'] });
    const query = `query($id: ID!) { order(id: $id) { discountCodes discountApplications(first: 5) { nodes {
      targetSelection targetType allocationMethod value { ... on PricingPercentageValue { percentage } }
      ... on DiscountCodeApplication { code } } } } }`;
    expect(store.data(query, { id: `gid://shopify/Order/${order.id}` })).toEqual({
      order: {
        discountCodes: ['TEA'],
        discountApplications: {
          nodes: [
            {
              targetSelection: 'ENTITLED',
              targetType: 'LINE_ITEM',
              allocationMethod: 'ACROSS',
              value: { percentage: 15.5 },
              code: 'TEA',
            },
          ],
        },
      },
    });
  });

  it('a currency without decimals, prices with tax → whole amounts that add up, tax within the discounted price', () => {
    const store = new AdminShop({
      currency: 'VND',
      taxesIncluded: true,
      taxRate: 0.08,
      shippingRateMinor: 30_000,
    });
    const lines = [33_333, 66_667, 99_999].map((price) => ({
      productId: sells(store, `P${price}`, price).id,
    }));
    made(store, { code: 'OFF', ...off({ percentage: 0.07 }) });
    const order = placed(store, { lines, codes: ['OFF'] });
    const figures = orderFigures(order);
    expect(figures.discountsMinor).toBe(14_000);
    expect(figures.totalMinor).toBe(199_999 - 14_000 + 30_000);
    expect(order.lines.map((line) => line.taxMinor)).toEqual([2296, 4593, 6889]);
    expect(order.shippingTaxMinor).toBe(2222);
    expect(figures.taxMinor).toBe(2296 + 4593 + 6889 + 2222);
  });

  it('prices without tax → tax upon the discounted price and upon delivery, none upon a gift card', () => {
    const { store, tea } = teaShop({ taxRate: 0.1 });
    const card = { productId: sells(store, 'Gift card', 3000, true).id };
    made(store, { code: 'OFF', ...off({ discountAmount: { amount: '2.00' } }) });
    const figures = orderFigures(placed(store, { lines: [tea, card], codes: ['OFF'] }));
    expect(figures).toMatchObject({ subtotalMinor: 3800, taxMinor: 130, totalMinor: 4430 });
  });

  it('an amount over several lines → spread by their worth; on each item → per unit; never below nothing', () => {
    const { store, tea, pot } = teaShop();
    made(store, { code: 'ONCE', ...off({ discountAmount: { amount: '10.00' } }) });
    made(store, { code: 'EACH', ...off({ discountAmount: { amount: '2.00', appliesOnEachItem: true } }) });
    made(store, { code: 'HUGE', ...off({ discountAmount: { amount: '500.00' } }) });
    const spread = (code: string) =>
      placed(store, { lines: [{ ...tea, quantity: 2 }, pot], codes: [code] }).lines.map(
        (line) => line.allocations[0]?.amountMinor,
      );
    made(store, { code: 'POT', ...off({ discountAmount: { amount: '500.00' } }, products(pot)) });
    expect([spread('ONCE'), spread('EACH'), spread('HUGE'), spread('POT')]).toEqual([
      [286, 714],
      [400, 200],
      [2000, 5000],
      [undefined, 5000],
    ]);
  });

  it('free shipping → the delivery costs nothing, the goods what they did; too dear or abroad → refused', () => {
    const { store, tea } = teaShop({ countryCode: 'VN' });
    made(store, { code: 'SHIP' }, CREATE_SHIPPING);
    made(store, { code: 'CHEAP', maximumShippingPrice: '4.99' }, CREATE_SHIPPING);
    made(store, { code: 'THAI', destination: { countries: { add: ['TH'] } } }, CREATE_SHIPPING);
    const order = placed(store, { lines: [tea], codes: ['SHIP'] });
    expect(order.shippingAllocations).toEqual([{ applicationIndex: 0, amountMinor: 500 }]);
    expect(orderFigures(order)).toMatchObject({ shippingMinor: 0, totalMinor: 1000 });
    const refused = (code: string) => outcome(store, { lines: [tea], codes: [code] })[code];
    expect([refused('CHEAP'), refused('THAI')]).toEqual(['NO_ELIGIBLE_SHIPPING', 'NO_ELIGIBLE_SHIPPING']);
  });

  it('parts of a total → always sum to it', () => {
    for (const [total, weights] of [
      [100, [1, 1, 1]],
      [7, [3, 0, 5, 9]],
      [0, [1, 2]],
      [1, [1, 1]],
    ] as const) {
      const parts = allocate(total, weights);
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total);
    }
  });
});

describe('a code that does not hold', () => {
  it('unknown → no order and a reason; asked to go without it → the order', () => {
    const { store, tea } = teaShop();
    const stopped = checkOut(store, { lines: [tea], codes: ['NOPE'] });
    expect(stopped).toMatchObject({
      kind: 'refused',
      priced: { refused: [{ code: 'NOPE', reason: 'NOT_FOUND' }] },
    });
    expect(store.shop.orders.size).toBe(0);
    const order = placed(store, { lines: [tea], codes: ['NOPE'], whenRefused: 'without' });
    expect([order.discounts, orderFigures(order).totalMinor]).toEqual([[], 1500]);
  });

  it('before it starts, after it ends, when it is deleted → refused by the clock of that moment', () => {
    const { store, tea } = teaShop();
    const id = made(store, { startsAt: '2026-11-20T08:00:10Z', endsAt: '2026-11-20T08:00:20Z' });
    const now = () => outcome(store, { lines: [tea], codes: ['TEN'] }).TEN;
    expect(now()).toBe('NOT_YET_ACTIVE');
    store.now += 10_000;
    expect(now()).toBe(100);
    store.now += 10_000;
    expect(now()).toBe('EXPIRED');
    store.data('mutation($id: ID!) { discountCodeDelete(id: $id) { deletedCodeDiscountId } }', { id });
    expect(now()).toBe('NOT_FOUND');
  });

  it('a code still on its way in → unknown; all codes of a discount end with it', () => {
    const { store, tea } = teaShop();
    const id = made(store, { endsAt: '2026-11-20T09:00:00Z' });
    store.data(ADD_CODES, { id, codes: [{ code: 'LATE' }] });
    const now = () => outcome(store, { lines: [tea], codes: ['LATE'] }).LATE;
    expect(now()).toBe('NOT_FOUND');
    store.now += 2000;
    expect(now()).toBe(100);
    store.now = Date.parse('2026-11-20T09:00:00Z');
    expect(now()).toBe('EXPIRED');
  });

  it('a use limit of 1 → once per code, not per discount; a cancelled order gives nothing back', () => {
    const { store, tea } = teaShop();
    const id = made(store, { usageLimit: 1 });
    store.data(ADD_CODES, { id, codes: [{ code: 'TWIN' }] });
    store.now += 2000;
    const buy = (code: string, email: string) => outcome(store, { email, lines: [tea], codes: [code] })[code];
    const order = placed(store, { lines: [tea], codes: ['TEN'] });
    cancelOrder(store.state, store.shop, order, { reason: 'CUSTOMER' });
    expect([buy('TEN', 'b@example.com'), buy('TWIN', 'b@example.com'), buy('TWIN', 'c@example.com')]).toEqual(
      ['USAGE_LIMIT_REACHED', 100, 'USAGE_LIMIT_REACHED'],
    );
  });

  it('once per customer → per code and person, known by log-in or e-mail; a stranger without e-mail is asked who they are', () => {
    const { store, tea } = teaShop();
    const id = made(store, { appliesOncePerCustomer: true });
    store.data(ADD_CODES, { id, codes: [{ code: 'TWIN' }] });
    store.now += 2000;
    const an = upsertCustomer(store.state, store.shop, { email: 'an@example.com' });
    placed(store, { customerId: an.id, lines: [tea], codes: ['TEN'] });
    const buy = (request: Partial<Request>, code = 'TEN') =>
      outcome(store, { ...request, lines: [tea], codes: [code] })[code];
    expect(buy({ email: 'AN@example.com' })).toBe('ALREADY_USED');
    expect(buy({ guest: true, email: 'an@example.com' })).toBe('ALREADY_USED');
    expect(buy({ guest: true, email: undefined })).toBe('CUSTOMER_UNKNOWN');
    expect(buy({ email: 'binh@example.com' })).toBe(100);
    expect(buy({ email: 'an@example.com' }, 'TWIN')).toBe(100);
  });

  it('bound to a segment by a tag → refused until the segment has noticed the tag', () => {
    const { store, tea } = teaShop();
    store.shop.segmentLagMs = 30_000;
    const reply = store.data(
      `mutation { segmentCreate(name: "Treated", query: "customer_tags CONTAINS 'offer-1'") { segment { id } userErrors { message } } }`,
    ) as { segmentCreate: { segment: { id: string } } };
    made(store, { context: { customerSegments: { add: [reply.segmentCreate.segment.id] } } });
    const an = upsertCustomer(store.state, store.shop, { email: 'an@example.com' });
    const buy = (more: Partial<Request> = {}) =>
      outcome(store, { ...more, lines: [tea], codes: ['TEN'] }).TEN;
    addTags(store.state, store.shop, an, ['offer-1']);
    expect(buy()).toBe('CUSTOMER_NOT_ELIGIBLE');
    store.now += 29_999;
    expect(buy()).toBe('CUSTOMER_NOT_ELIGIBLE');
    store.now += 1;
    expect(buy({ email: 'binh@example.com' })).toBe('CUSTOMER_NOT_ELIGIBLE');
    expect(buy({ guest: true, email: undefined })).toBe('CUSTOMER_UNKNOWN');
    expect(buy()).toBe(100);
  });

  it('bound to one customer → theirs alone', () => {
    const { store, tea } = teaShop();
    const an = upsertCustomer(store.state, store.shop, { email: 'an@example.com' });
    made(store, { context: { customers: { add: [`gid://shopify/Customer/${an.id}`] } } });
    const buy = (email: string) => outcome(store, { email, lines: [tea], codes: ['TEN'] }).TEN;
    expect([buy('binh@example.com'), buy('an@example.com')]).toEqual(['CUSTOMER_NOT_ELIGIBLE', 100]);
  });

  it('below the minimum of what it covers → refused; gift cards count to no minimum and get nothing off', () => {
    const { store, tea, pot } = teaShop();
    const card = { productId: sells(store, 'Gift card', 9000, true).id };
    made(store, {
      code: 'FIFTY',
      minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal: '50.00' } },
    });
    made(store, { code: 'THREE', minimumRequirement: { quantity: { greaterThanOrEqualToQuantity: '3' } } });
    const with_ = (code: string, lines: Request['lines']) => outcome(store, { lines, codes: [code] })[code];
    expect(with_('FIFTY', [{ ...tea, quantity: 4 }, card])).toBe('MINIMUM_SUBTOTAL');
    expect(with_('FIFTY', [pot, card])).toBe(500);
    expect(with_('THREE', [{ ...tea, quantity: 2 }, card])).toBe('MINIMUM_QUANTITY');
    expect(with_('THREE', [{ ...tea, quantity: 3 }])).toBe(300);
    expect(with_('THREE', [card])).toBe('NO_ELIGIBLE_ITEMS');
  });

  it('for some products, a collection, or subscriptions → only those lines; none in the cart → refused', () => {
    const { store, tea, pot } = teaShop();
    const pots = createCollection(store.state, store.shop, { title: 'Pots', productIds: [pot.productId] });
    made(store, { code: 'TEA', ...off({ percentage: 0.5 }, products(tea)) });
    made(store, {
      code: 'POTS',
      ...off({ percentage: 0.5 }, { collections: { add: [`gid://shopify/Collection/${pots.id}`] } }),
    });
    made(store, {
      code: 'MONTHLY',
      ...off(
        { percentage: 0.5 },
        { all: true },
        { appliesOnSubscription: true, appliesOnOneTimePurchase: false },
      ),
    });
    made(store, { code: 'ONCE', ...off({ percentage: 0.5 }) });
    const monthly = { ...tea, sellingPlan: { id: '1', name: 'Every month' } };
    const with_ = (code: string, lines: Request['lines']) => outcome(store, { lines, codes: [code] })[code];
    expect([with_('TEA', [tea, pot]), with_('TEA', [pot])]).toEqual([500, 'NO_ELIGIBLE_ITEMS']);
    expect([with_('POTS', [tea, pot]), with_('POTS', [tea])]).toEqual([2500, 'NO_ELIGIBLE_ITEMS']);
    expect([with_('MONTHLY', [monthly, pot]), with_('MONTHLY', [tea])]).toEqual([500, 'NO_ELIGIBLE_ITEMS']);
    expect([with_('ONCE', [monthly, pot]), with_('ONCE', [monthly])]).toEqual([2500, 'NO_ELIGIBLE_ITEMS']);
  });
});

describe('several codes', () => {
  it('none says it goes with others → the one that takes most off, in whatever order they came', () => {
    const { store, pot } = teaShop();
    made(store, { code: 'TEN' });
    made(store, { code: 'TWENTY', ...off({ percentage: 0.2 }) });
    const expected = { TWENTY: 1000, TEN: 'NOT_COMBINABLE' };
    expect(outcome(store, { lines: [pot], codes: ['TEN', 'TWENTY'] })).toEqual(expected);
    expect(outcome(store, { lines: [pot], codes: ['TWENTY', 'TEN'] })).toEqual(expected);
  });

  it('only one of two allows the other → not together', () => {
    const { store, pot } = teaShop();
    made(store, { code: 'TEN', combinesWith: { shippingDiscounts: true } });
    made(store, { code: 'SHIP' }, CREATE_SHIPPING);
    const request = { lines: [pot], codes: ['TEN', 'SHIP'] };
    expect(outcome(store, request)).toEqual({ TEN: 500, SHIP: 'NOT_COMBINABLE' });
    made(store, { code: 'SHIP2', combinesWith: { orderDiscounts: true } }, CREATE_SHIPPING);
    const both = placed(store, { lines: [pot], codes: ['TEN', 'SHIP2'] });
    expect(orderFigures(both)).toMatchObject({ discountsMinor: 1000, totalMinor: 4500 });
    expect(both.discounts.map((entry) => entry.target)).toEqual(['LINE_ITEM', 'SHIPPING_LINE']);
  });

  it('two product discounts on one line → the better on that line, the other on what is left to it', () => {
    const { store, tea, pot } = teaShop();
    const combinesWith = { productDiscounts: true };
    made(store, { code: 'BOTH', combinesWith, ...off({ percentage: 0.1 }, products(tea, pot)) });
    made(store, { code: 'POT', combinesWith, ...off({ percentage: 0.3 }, products(pot)) });
    expect(outcome(store, { lines: [tea, pot], codes: ['BOTH', 'POT'] })).toEqual({ BOTH: 100, POT: 1500 });
    expect(outcome(store, { lines: [pot], codes: ['BOTH', 'POT'] })).toEqual({
      POT: 1500,
      BOTH: 'NOT_COMBINABLE',
    });
  });

  it('an order discount after a product discount → its share of what is left, its minimum asked again', () => {
    const { store, pot } = teaShop();
    made(store, {
      code: 'POT',
      combinesWith: { orderDiscounts: true },
      ...off({ percentage: 0.5 }, products(pot)),
    });
    made(store, { code: 'TEN', combinesWith: { productDiscounts: true } });
    made(store, {
      code: 'FORTY',
      combinesWith: { productDiscounts: true },
      minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal: '40.00' } },
    });
    expect(outcome(store, { lines: [pot], codes: ['TEN', 'POT'] })).toEqual({ POT: 2500, TEN: 250 });
    expect(outcome(store, { lines: [pot], codes: ['FORTY', 'POT'] })).toEqual({
      POT: 2500,
      FORTY: 'NOT_COMBINABLE',
    });
  });

  it('two order discounts that allow each other → both off the same subtotal, together no more than it', () => {
    const { store, pot } = teaShop();
    const combinesWith = { orderDiscounts: true };
    made(store, { code: 'A', combinesWith, ...off({ percentage: 0.7 }) });
    made(store, { code: 'B', combinesWith, ...off({ percentage: 0.2 }) });
    made(store, { code: 'C', combinesWith, ...off({ percentage: 0.6 }) });
    expect(outcome(store, { lines: [pot], codes: ['A', 'B'] })).toEqual({ A: 3500, B: 1000 });
    expect(outcome(store, { lines: [pot], codes: ['A', 'C'] })).toEqual({ A: 3500, C: 1500 });
  });

  it('two codes of one discount, the same code twice → one of them', () => {
    const { store, pot } = teaShop();
    const id = made(store, { combinesWith: { orderDiscounts: true } });
    store.data(ADD_CODES, { id, codes: [{ code: 'TWIN' }] });
    store.now += 2000;
    expect(outcome(store, { lines: [pot], codes: ['TEN', 'TWIN'] })).toEqual({
      TEN: 500,
      TWIN: 'NOT_COMBINABLE',
    });
    expect(outcome(store, { lines: [pot], codes: ['TEN', 'ten '] })).toEqual({ TEN: 500 });
  });
});

describe('who buys', () => {
  it('an e-mail nobody has → a new customer with that order; a guest → none', () => {
    const { store, tea } = teaShop();
    const order = placed(store, { email: 'New@Example.com', lines: [tea], payment: 'pending' });
    expect(store.shop.customers.get(order.customerId ?? '')?.email).toBe('new@example.com');
    expect(financialStatus(order)).toBe('PENDING');
    const guest = placed(store, { email: 'guest@example.com', guest: true, lines: [tea] });
    expect([guest.customerId, guest.email, store.shop.customers.size]).toEqual([
      null,
      'guest@example.com',
      1,
    ]);
  });

  it('nobody, an unknown customer, an empty cart, something the shop does not sell → an error, no order', () => {
    const { store, tea } = teaShop();
    const bad: readonly Request[] = [
      { email: undefined, lines: [tea] },
      { customerId: '1', lines: [tea] },
      { lines: [] },
      { lines: [{ productId: '1' }] },
      { lines: [{ ...tea, quantity: 0 }] },
    ];
    for (const request of bad) expect(() => checkOut(store, request)).toThrow();
    expect(store.shop.orders.size).toBe(0);
  });
});
