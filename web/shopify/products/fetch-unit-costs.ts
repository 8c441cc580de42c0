import { toGid, type VariantId } from '../../domain/shared/ids.ts';
import { toMinor } from '../../domain/shared/money.ts';
import type { UnitCost } from '../../use-cases/ports.ts';
import type { AdminClient, CallOptions } from '../admin-client.ts';
import { inBatches } from '../batches.ts';
import { UNIT_COSTS } from '../operations/cost-operations.ts';

/** Shopify takes no longer lists; a variant with one amount is small enough for whole ones. */
const MOST_IDS = 250;

/** Unit costs of variants; null where Shopify has no cost or no such variant. */
export async function fetchUnitCosts(
  client: AdminClient,
  variantIds: readonly VariantId[],
  options: CallOptions = {},
): Promise<Map<VariantId, UnitCost | null>> {
  const result = new Map<VariantId, UnitCost | null>();
  const batches = inBatches(client, {
    operation: UNIT_COSTS,
    items: [...new Set(variantIds)],
    mostIds: MOST_IDS,
    variablesOf: (batch) => ({ ids: batch.map((id) => toGid('ProductVariant', id)) }),
    options,
  });
  for await (const { batch, data } of batches) {
    batch.forEach((id, index) => {
      const cost = data.nodes[index]?.inventoryItem.unitCost ?? null;
      result.set(id, cost && toUnitCost(cost));
    });
  }
  return result;
}

function toUnitCost({ amount, currencyCode }: { amount: string; currencyCode: string }): UnitCost {
  return { unitCostMinor: toMinor(amount, currencyCode), currency: currencyCode };
}
