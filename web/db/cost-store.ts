import type { ShopId, VariantId } from '../domain/shared/ids.ts';
import type { CostStore, ProductCost, VariantCost } from '../use-cases/cost-port.ts';
import { assignments, type Column, givenRows, inParts, names, toJson } from './json-rows.ts';
import type { Sql, Statement } from './sql.ts';

const ROWS_PER_WRITE = 2_000;
const ORDERS_PER_PAGE = 2_000;

const COLUMNS: readonly Column[] = [
  ['unit_cost_minor', 'bigint'],
  ['currency', 'text'],
];

const PUT: Statement = {
  name: 'cost_put',
  text: `INSERT INTO product_cost AS c (shop_id, variant_id, ${names(COLUMNS)}, seen_at)
    SELECT $1, variant_id, ${names(COLUMNS)}, $3 FROM ${givenRows('$2', [['variant_id', 'bigint'], ...COLUMNS])}
    ORDER BY variant_id
    ON CONFLICT (shop_id, variant_id) DO UPDATE SET ${assignments(COLUMNS, 'excluded')}, seen_at = excluded.seen_at
    WHERE c.seen_at <= excluded.seen_at`,
};

const OF_VARIANTS: Statement = {
  name: 'cost_of_variants',
  text: `SELECT variant_id, unit_cost_minor, currency, seen_at FROM product_cost
    WHERE shop_id = $1 AND variant_id = ANY ($2::bigint[])`,
};

/** One row: the place of the page's last order and the page's stale variants; none after the last page. */
const STALE_AFTER: Statement = {
  name: 'cost_stale_after',
  text: `WITH page AS (
    SELECT order_id, processed_at FROM order_fact
    WHERE shop_id = $1 AND (processed_at, order_id) > ($2::timestamptz, $3::bigint)
    ORDER BY processed_at, order_id LIMIT ${ORDERS_PER_PAGE}
  ), sold AS (
    SELECT DISTINCT (line->>'variantId')::bigint AS variant_id
    FROM page JOIN order_detail d ON d.shop_id = $1 AND d.order_id = page.order_id
      CROSS JOIN jsonb_array_elements(d.lines) AS line
    WHERE line->>'variantId' IS NOT NULL AND NOT (line->>'giftCard')::boolean
  )
  SELECT processed_at, order_id, ARRAY (
    SELECT variant_id::text FROM sold WHERE NOT EXISTS (
      SELECT FROM product_cost c WHERE c.shop_id = $1 AND c.variant_id = sold.variant_id AND c.seen_at >= $4)
    ORDER BY variant_id
  ) AS variants
  FROM page ORDER BY processed_at DESC, order_id DESC LIMIT 1`,
};

type CostRow = {
  variant_id: VariantId;
  unit_cost_minor: string | null;
  currency: string | null;
  seen_at: Date;
};
type StalePage = { processed_at: Date; order_id: string; variants: VariantId[] };

/** Unit costs of product variants, as Shopify stated them when it was last asked. */
export function createCostStore(sql: Sql): CostStore {
  return {
    putMany: async (shop, costs, seenAt) => {
      for (const part of inParts(lastOfEach(costs), ROWS_PER_WRITE))
        await sql.run(PUT, [shop, toJson(part.map(toGiven)), seenAt]);
    },
    ofVariants: async (shop, variantIds) => {
      const rows = await sql.rows<CostRow>(OF_VARIANTS, [shop, variantIds]);
      return new Map(rows.map((row) => [row.variant_id, toCost(row)]));
    },
    streamStale: (shop, since) => streamStale(sql, shop, since),
  };
}

async function* streamStale(
  sql: Sql,
  shop: ShopId,
  { soldSince, seenSince }: { soldSince: Date; seenSince: Date },
): AsyncGenerator<readonly VariantId[]> {
  let place: readonly unknown[] = [soldSince, '-1'];
  for (;;) {
    const [page] = await sql.rows<StalePage>(STALE_AFTER, [shop, ...place, seenSince]);
    if (!page) return;
    if (page.variants.length > 0) yield page.variants;
    place = [page.processed_at, page.order_id];
  }
}

/** One statement may write a row only once. */
function lastOfEach(costs: readonly VariantCost[]): VariantCost[] {
  return [...new Map(costs.map((cost) => [cost.variantId, cost])).values()];
}

function toGiven({ variantId, cost }: VariantCost): object {
  return {
    variant_id: variantId,
    unit_cost_minor: cost?.unitCostMinor ?? null,
    currency: cost?.currency ?? null,
  };
}

function toCost(row: CostRow): ProductCost {
  const { variant_id: variantId, unit_cost_minor: minor, currency, seen_at: seenAt } = row;
  const cost = minor === null || currency === null ? null : { unitCostMinor: Number(minor), currency };
  return { variantId, cost, seenAt };
}
