import { CUSTOMER_PROFILE } from './customer-operations.ts';
import { ORDER_DISCOUNT, ORDER_FACTS, ORDER_LINE, ORDER_SHIPPING } from './order-fields.ts';

/**
 * Documents that run as bulk queries. Shopify's rules: one root field, `edges { node }`, at most five connections and two
 * levels, none inside a list (so refunds by line come afterwards), parents select `id`, children `__typename`.
 */
export const BULK_ORDERS = `{
  orders {
    edges { node {
      ${ORDER_FACTS}
      lineItems { edges { node { ${ORDER_LINE} } } }
      discountApplications { edges { node { ${ORDER_DISCOUNT} } } }
      shippingLines { edges { node { ${ORDER_SHIPPING} } } }
    } }
  }
}`;

export const BULK_CUSTOMERS = `{ customers { edges { node { ${CUSTOMER_PROFILE} } } } }`;
export const BULK_ORDER_IDS = '{ orders { edges { node { id updatedAt } } } }';
export const BULK_CUSTOMER_IDS = '{ customers { edges { node { id updatedAt } } } }';
