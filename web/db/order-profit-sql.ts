/**
 * Joins to each `order_fact AS o` what it earned, in minor units: `merchandise − unit cost × kept quantity`, as
 * `merchandiseMinor` (domain/orders/merchandise.ts) with the unit costs of `product_cost`, or `costBps` (a parameter) of the
 * price where there is none in the order's currency. `profit.minor` is null where a unit's cost is not known at all.
 * Points and credit granted by a campaign are to be taken off here once there are any.
 */
export function joinProfit(costBps: string): string {
  return `LEFT JOIN LATERAL (
      SELECT CASE WHEN coalesce(bool_and(cost IS NOT NULL), true) THEN greatest(0, coalesce(sum(kept), 0)
        - least(o.refunded_minor, greatest(0, o.current_total_minor - o.net_payment_minor))) - coalesce(sum(cost), 0) END AS minor
      FROM (
        SELECT kept, coalesce(c.unit_cost_minor * units, round(kept * ${costBps}::int / 10000)) AS cost
        FROM (
          SELECT (line ->> 'variantId')::bigint AS variant_id, (line ->> 'currentQuantity')::bigint AS units,
            round(((line ->> 'discountedMinor')::numeric - CASE WHEN o.taxes_included THEN coalesce((line ->> 'taxMinor')::numeric, 0) ELSE 0 END)
              * (line ->> 'currentQuantity')::numeric / (line ->> 'quantity')::numeric) AS kept
          FROM order_detail d, jsonb_array_elements(d.lines) AS line
          WHERE d.shop_id = o.shop_id AND d.order_id = o.order_id AND NOT (line ->> 'giftCard')::boolean
            AND (line ->> 'quantity')::bigint > 0
        ) AS sold
        LEFT JOIN product_cost c ON c.shop_id = o.shop_id AND c.variant_id = sold.variant_id AND c.currency = o.currency
      ) AS priced
    ) AS profit ON true`;
}
