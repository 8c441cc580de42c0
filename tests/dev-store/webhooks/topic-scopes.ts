const exact = new Map([
  ['customers/merge', 'read_customer_merge'],
  ['refunds/create', 'read_orders'],
]);

const byFamily: readonly (readonly [RegExp, string])[] = [
  [/^orders\//, 'read_orders'],
  [/^fulfillments\//, 'read_orders'],
  [/^customers?[/._]/, 'read_customers'],
  [/^segments\//, 'read_customers'],
  [/^products\//, 'read_products'],
  [/^discounts\//, 'read_discounts'],
];

/** The scope without which Shopify does not deliver a topic; undefined = none needed (platform.md section 2.1). */
export function scopeForTopic(topic: string): string | undefined {
  return exact.get(topic) ?? byFamily.find(([family]) => family.test(topic))?.[1];
}
