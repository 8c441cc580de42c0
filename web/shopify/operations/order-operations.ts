import { z } from 'zod';
import { connectionCost, defineQuery, gidRef, nodeOrNull, pageInfo, shopMoney } from './operation.ts';
import {
  discountPage,
  linePage,
  ORDER_DISCOUNT,
  ORDER_FACTS,
  ORDER_LINE,
  ORDER_SHIPPING,
  orderFactsShape,
  orderLineShape,
  shippingPage,
} from './order-fields.ts';

const FACTS_COST = 18;
const LINE_COST = 9;
const FIRST_DISCOUNTS = 5;
const DISCOUNT_COST = 2;
/** More than one is rare (several parcels, an edited order); the rest are paged. */
const FIRST_SHIPPING = 2;
const SHIPPING_COST = 3;

/** Orders with their first lines and discounts. An id of another shop, or of nothing, is null. */
export const ORDERS_WHOLE = defineQuery({
  name: 'OrdersWhole',
  document: `query OrdersWhole($ids: [ID!]!, $lines: Int!) {
    nodes(ids: $ids) {
      ... on Order {
        ${ORDER_FACTS}
        lineItems(first: $lines) { nodes { ${ORDER_LINE} } pageInfo { hasNextPage endCursor } }
        discountApplications(first: ${FIRST_DISCOUNTS}) { nodes { ${ORDER_DISCOUNT} } pageInfo { hasNextPage endCursor } }
        shippingLines(first: ${FIRST_SHIPPING}) { nodes { ${ORDER_SHIPPING} } pageInfo { hasNextPage endCursor } }
      }
    }
  }`,
  data: z.object({
    nodes: z.array(
      nodeOrNull(
        orderFactsShape.extend({
          lineItems: linePage,
          discountApplications: discountPage,
          shippingLines: shippingPage,
        }),
      ),
    ),
  }),
  mayBeDenied: ['product', 'variant'],
  cost: ({ ids, lines }: { ids: readonly string[]; lines: number }) =>
    ids.length *
    (FACTS_COST +
      connectionCost(lines, LINE_COST) +
      connectionCost(FIRST_DISCOUNTS, DISCOUNT_COST) +
      connectionCost(FIRST_SHIPPING, SHIPPING_COST)),
});

/**
 * Facts and money, and of the lines only what a webhook payload lacks or may tell differently: the selling plan and the
 * quantities left.
 */
export const ORDERS_LIGHT = defineQuery({
  name: 'OrdersLight',
  document: `query OrdersLight($ids: [ID!]!, $lines: Int!) {
    nodes(ids: $ids) {
      ... on Order {
        ${ORDER_FACTS}
        lineItems(first: $lines) { nodes { id quantity currentQuantity sellingPlan { name } } pageInfo { hasNextPage } }
      }
    }
  }`,
  data: z.object({
    nodes: z.array(
      nodeOrNull(
        orderFactsShape.extend({
          lineItems: z.object({
            nodes: z.array(
              orderLineShape.pick({ id: true, quantity: true, currentQuantity: true, sellingPlan: true }),
            ),
            pageInfo: z.object({ hasNextPage: z.boolean() }),
          }),
        }),
      ),
    ),
  }),
  cost: ({ ids, lines }: { ids: readonly string[]; lines: number }) =>
    ids.length * (FACTS_COST + connectionCost(lines, 2)),
});

/** Further lines of one order; `updatedAt` shows whether it changed between the pages. */
export const ORDER_LINES_PAGE = defineQuery({
  name: 'OrderLinesPage',
  document: `query OrderLinesPage($id: ID!, $after: String!) {
    order(id: $id) {
      updatedAt
      lineItems(first: 100, after: $after) { nodes { ${ORDER_LINE} } pageInfo { hasNextPage endCursor } }
    }
  }`,
  data: z.object({ order: z.object({ updatedAt: z.string(), lineItems: linePage }).nullable() }),
  mayBeDenied: ['product', 'variant'],
  cost: (_variables: { id: string; after: string }) => 1 + connectionCost(100, LINE_COST),
});

export const ORDER_DISCOUNTS_PAGE = defineQuery({
  name: 'OrderDiscountsPage',
  document: `query OrderDiscountsPage($id: ID!, $after: String!) {
    order(id: $id) {
      updatedAt
      discountApplications(first: 50, after: $after) { nodes { ${ORDER_DISCOUNT} } pageInfo { hasNextPage endCursor } }
    }
  }`,
  data: z.object({
    order: z.object({ updatedAt: z.string(), discountApplications: discountPage }).nullable(),
  }),
  cost: (_variables: { id: string; after: string }) => 1 + connectionCost(50, DISCOUNT_COST),
});

export const ORDER_SHIPPING_PAGE = defineQuery({
  name: 'OrderShippingPage',
  document: `query OrderShippingPage($id: ID!, $after: String!) {
    order(id: $id) {
      updatedAt
      shippingLines(first: 50, after: $after) { nodes { ${ORDER_SHIPPING} } pageInfo { hasNextPage endCursor } }
    }
  }`,
  data: z.object({ order: z.object({ updatedAt: z.string(), shippingLines: shippingPage }).nullable() }),
  cost: (_variables: { id: string; after: string }) => 1 + connectionCost(50, SHIPPING_COST),
});

const REFUND_LINES = 'quantity lineItem { id } subtotalSet { shopMoney { amount } }';
const refundLinePage = z.object({
  nodes: z.array(z.object({ quantity: z.number().int(), lineItem: gidRef, subtotalSet: shopMoney })),
  pageInfo,
});
const FIRST_REFUND_LINES = 20;
const REFUND_LINE_COST = 4;

/** What refunds took back, by line. */
export const REFUNDS_BY_LINE = defineQuery({
  name: 'RefundsByLine',
  document: `query RefundsByLine($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Refund {
        id
        refundLineItems(first: ${FIRST_REFUND_LINES}) { nodes { ${REFUND_LINES} } pageInfo { hasNextPage endCursor } }
      }
    }
  }`,
  data: z.object({
    nodes: z.array(nodeOrNull(z.object({ id: z.string(), refundLineItems: refundLinePage }))),
  }),
  cost: ({ ids }: { ids: readonly string[] }) =>
    ids.length * (1 + connectionCost(FIRST_REFUND_LINES, REFUND_LINE_COST)),
});

export const REFUND_LINES_PAGE = defineQuery({
  name: 'RefundLinesPage',
  document: `query RefundLinesPage($id: ID!, $after: String!) {
    refund(id: $id) {
      refundLineItems(first: 100, after: $after) { nodes { ${REFUND_LINES} } pageInfo { hasNextPage endCursor } }
    }
  }`,
  data: z.object({ refund: z.object({ refundLineItems: refundLinePage }).nullable() }),
  cost: (_variables: { id: string; after: string }) => 1 + connectionCost(100, REFUND_LINE_COST),
});

/** Orders by the time of their last change, oldest first. */
export const ORDERS_UPDATED = defineQuery({
  name: 'OrdersUpdated',
  document: `query OrdersUpdated($query: String!, $after: String) {
    orders(first: 250, after: $after, query: $query, sortKey: UPDATED_AT) {
      nodes { id updatedAt }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  data: z.object({
    orders: z.object({ nodes: z.array(z.object({ id: z.string(), updatedAt: z.string() })), pageInfo }),
  }),
  cost: (_variables: { query: string; after: string | null }) => connectionCost(250, 1),
});

export const ORDER_IDS_OF_CUSTOMER = defineQuery({
  name: 'OrderIdsOfCustomer',
  document: `query OrderIdsOfCustomer($id: ID!, $after: String) {
    customer(id: $id) { orders(first: 250, after: $after, sortKey: ID) { nodes { id } pageInfo { hasNextPage endCursor } } }
  }`,
  data: z.object({
    customer: z.object({ orders: z.object({ nodes: z.array(gidRef), pageInfo }) }).nullable(),
  }),
  cost: (_variables: { id: string; after: string | null }) => 1 + connectionCost(250, 1),
});
