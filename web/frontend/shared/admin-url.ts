/** Address of a customer in the Shopify admin; App Bridge resolves the `shopify:` scheme when it is opened at the top. */
export function customerAdminUrl(customerId: string): string {
  return `shopify://admin/customers/${customerId}`;
}

/** Address of an order in the Shopify admin. */
export function orderAdminUrl(orderId: string): string {
  return `shopify://admin/orders/${orderId}`;
}
