import { expect, it } from 'vitest';
import type { OrderId } from '../../../web/domain/shared/ids.ts';
import { createAdminClients } from '../../../web/shopify/admin-client.ts';
import { fetchWholeOrders } from '../../../web/shopify/orders/fetch-whole-orders.ts';
import { jumpingTiming, keepingLog, offlineSession, SHOP, startScripted } from './support/fixtures.ts';

const UPDATED_AT = '2026-01-02T03:04:05Z';
const money = (amount: string) => ({ shopMoney: { amount } });
const shippingPage = (amounts: readonly string[], endCursor: string | null) => ({
  nodes: amounts.map((amount) => ({
    discountAllocations: [{ allocatedAmountSet: money(amount), discountApplication: { index: 0 } }],
  })),
  pageInfo: { hasNextPage: endCursor !== null, endCursor },
});
const order = (updatedAt: string) => ({
  id: 'gid://shopify/Order/1',
  createdAt: UPDATED_AT,
  processedAt: UPDATED_AT,
  updatedAt,
  cancelledAt: null,
  test: false,
  sourceName: 'web',
  tags: [],
  currencyCode: 'USD',
  taxesIncluded: false,
  displayFinancialStatus: 'PAID',
  displayFulfillmentStatus: 'UNFULFILLED',
  returnStatus: 'NO_RETURN',
  customer: null,
  purchasingEntity: null,
  currentTotalPriceSet: money('0.00'),
  netPaymentSet: money('0.00'),
  currentTotalTaxSet: money('0.00'),
  currentShippingPriceSet: money('0.00'),
  totalTipReceivedSet: money('0.00'),
  totalRefundedSet: money('0.00'),
  refunds: [],
  fulfillments: [],
  lineItems: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } },
  discountApplications: {
    nodes: [
      {
        __typename: 'DiscountCodeApplication',
        index: 0,
        targetType: 'SHIPPING_LINE',
        value: { percentage: 100 },
        code: 'FREE',
      },
    ],
    pageInfo: { hasNextPage: false, endCursor: null },
  },
  shippingLines: shippingPage(['1.00', '2.00'], 'after-two'),
});

it('more shipping lines than come at once, changed between the pages → read again, then every page counts', async () => {
  const changed = '2026-01-02T03:04:06Z';
  const server = await startScripted([
    { body: { data: { nodes: [order(UPDATED_AT)] } } },
    { body: { data: { order: { updatedAt: changed, shippingLines: shippingPage(['9.00'], null) } } } },
    { body: { data: { nodes: [order(changed)] } } },
    { body: { data: { order: { updatedAt: changed, shippingLines: shippingPage(['4.00'], 'after-3') } } } },
    { body: { data: { order: { updatedAt: changed, shippingLines: shippingPage(['8.00'], null) } } } },
  ]);
  const session = offlineSession();
  const tokens = { getOfflineSession: async () => session, renew: async () => session };
  const client = createAdminClients({
    tokens: tokens as never,
    apiOrigin: server.url,
    timing: jumpingTiming(),
    log: keepingLog(),
  })(SHOP);
  const read = (await fetchWholeOrders(client, ['1' as OrderId])).get('1' as OrderId);
  expect(read?.discounts).toMatchObject([{ code: 'FREE', allocatedMinor: 1500 }]);
  const cursors = server.seen.map(({ body }) => JSON.parse(body).variables.after);
  expect(cursors).toEqual([undefined, 'after-two', undefined, 'after-two', 'after-3']);
  await server.close();
});
