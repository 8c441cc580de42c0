import { describe, expect, it } from 'vitest';
import type { OrderDiscountFields, OrderFacts } from '../../../web/shopify/operations/order-fields.ts';
import { type DiscountFields, toDiscounts } from '../../../web/shopify/orders/order-discounts.ts';
import { toOrder } from '../../../web/shopify/orders/order-mapping.ts';
import { readPayloadOrder } from '../../../web/shopify/orders/payload-order.ts';

const money = (amount: string) => ({ shopMoney: { amount } });

function facts(change: Partial<OrderFacts> = {}): OrderFacts {
  const at = '2026-01-02T03:04:05Z';
  return {
    id: 'gid://shopify/Order/1',
    createdAt: at,
    processedAt: at,
    updatedAt: at,
    cancelledAt: null,
    test: false,
    sourceName: 'web',
    tags: [],
    currencyCode: 'VND',
    taxesIncluded: true,
    displayFinancialStatus: 'PAID',
    displayFulfillmentStatus: 'FULFILLED',
    returnStatus: 'NO_RETURN',
    customer: null,
    purchasingEntity: null,
    currentTotalPriceSet: money('100000'),
    netPaymentSet: money('100000'),
    currentTotalTaxSet: money('0'),
    currentShippingPriceSet: money('0'),
    totalTipReceivedSet: money('0'),
    totalRefundedSet: money('0'),
    refunds: [],
    fulfillments: [],
    ...change,
  };
}
const NO_PARTS = { lines: [], refunds: [], discounts: [] };

describe('shipped and arrived', () => {
  const parcel = (status: string, day: number, arrivedOn: number | null = null) => ({
    status,
    createdAt: `2026-01-0${day}T00:00:00Z`,
    deliveredAt: arrivedOn === null ? null : `2026-01-0${arrivedOn}T00:00:00Z`,
  });
  const on = (day: number) => new Date(`2026-01-0${day}T00:00:00Z`);

  it.each([
    ['nothing', [], null, null],
    ['one on its way', [parcel('SUCCESS', 2)], on(2), null],
    ['the later made arrives first', [parcel('SUCCESS', 2, 6), parcel('SUCCESS', 3, 5)], on(3), on(6)],
    ['one of two arrived', [parcel('SUCCESS', 2, 4), parcel('SUCCESS', 3)], on(3), null],
    ['one cancelled', [parcel('SUCCESS', 2, 4), parcel('CANCELLED', 3)], on(2), on(4)],
    ['all failed', [parcel('FAILURE', 2), parcel('ERROR', 3), parcel('CANCELLED', 4, 5)], null, null],
  ])('%s', (_case, fulfillments, fulfilledAt, deliveredAt) => {
    expect(toOrder(facts({ fulfillments }), NO_PARTS)).toMatchObject({ fulfilledAt, deliveredAt });
  });

  it.each([
    ['NO_RETURN', false],
    ['RETURN_REQUESTED', true],
    ['IN_PROGRESS', true],
    ['INSPECTION_COMPLETE', true],
    ['RETURNED', false],
    ['RETURN_FAILED', false],
    ['A_STATUS_TO_COME', false],
  ])('return status %s → open: %s', (returnStatus, returnOpen) => {
    expect(toOrder(facts({ returnStatus }), NO_PARTS).returnOpen).toBe(returnOpen);
  });
});

describe('discounts', () => {
  const application = (change: Partial<OrderDiscountFields>): OrderDiscountFields => ({
    __typename: 'DiscountCodeApplication',
    index: 0,
    targetType: 'LINE_ITEM',
    value: { percentage: 10 },
    code: 'A',
    ...change,
  });
  const off = (index: number, amount: string) => ({
    allocatedAmountSet: money(amount),
    discountApplication: { index },
  });
  const of = (discounts: OrderDiscountFields[], change: Partial<DiscountFields> = {}) =>
    toDiscounts({ discounts, lines: [], shipping: [], ...change }, 'VND');

  it('given in another order than they apply → by index; what shipping lines carry counts too', () => {
    const shipping = [
      { discountAllocations: [off(7, '30000')] },
      { discountAllocations: [off(7, '5000'), off(3, '1')] },
    ];
    const discounts = [
      application({ index: 7, targetType: 'SHIPPING_LINE', code: 'B' }),
      application({ index: 3 }),
    ];
    expect(of(discounts, { shipping })).toMatchObject([
      { code: 'A', target: 'line_item', allocatedMinor: 1 },
      { code: 'B', target: 'shipping_line', allocatedMinor: 35_000 },
    ]);
  });

  it('depths → positive whatever the sign; a broken percentage in hundredths; an amount in another currency unknown', () => {
    const values = [
      { percentage: -15 },
      { percentage: 33.333 },
      { amount: '50000.0', currencyCode: 'VND' },
      { amount: '2.50', currencyCode: 'USD' },
    ];
    const discounts = of(values.map((value, index) => application({ index, value })));
    expect(discounts.map(({ percentageBps, amountMinor }) => [percentageBps, amountMinor])).toEqual([
      [1500, null],
      [3333, null],
      [null, 50_000],
      [null, null],
    ]);
  });

  it('a kind Shopify adds later → automatic, so that no code is credited', () => {
    expect(of([application({ __typename: 'LoyaltyApplication' })])).toMatchObject([{ type: 'automatic' }]);
  });
});

describe('a delivery', () => {
  const shipping = (is_removed: boolean) => ({
    is_removed,
    discount_allocations: [{ amount_set: { shop_money: { amount: '5.00' } }, discount_application_index: 0 }],
  });
  const body = (change: object = {}) =>
    JSON.stringify({
      id: 1,
      updated_at: '2026-01-02T03:04:05Z',
      currency: 'USD',
      presentment_currency: 'EUR',
      line_items: [],
      refunds: [],
      discount_applications: [
        {
          type: 'discount_code',
          code: 'A',
          value: '100.0',
          value_type: 'percentage',
          target_type: 'shipping_line',
        },
      ],
      shipping_lines: [shipping(false), shipping(true)],
      ...change,
    });

  it('a shipping line that an edit removed → its discount does not count, as Shopify leaves such lines out', () => {
    expect(readPayloadOrder(body())?.discounts).toEqual([
      {
        type: 'code',
        code: 'A',
        title: null,
        target: 'shipping_line',
        percentageBps: 10_000,
        amountMinor: null,
        allocatedMinor: 500,
      },
    ]);
  });

  it.each([
    ['no shipping lines', { shipping_lines: undefined }],
    [
      'a depth that is no number',
      {
        discount_applications: [
          { type: 'manual', value: 'ten', value_type: 'percentage', target_type: 'line_item' },
        ],
      },
    ],
    [
      'a kind of value to come',
      {
        discount_applications: [
          { type: 'manual', value: '1', value_type: 'points', target_type: 'line_item' },
        ],
      },
    ],
  ])('%s → Shopify is asked', (_case, change) => {
    expect(readPayloadOrder(body(change))).toBeNull();
  });
});
