import type { ProgramHistory, ProgramTerms } from '../domain/loyalty/program.ts';
import type { LoyaltyCtx } from './ports.ts';
import { newest } from './steps/loyalty-scene.ts';
import { requireGoodProgram } from './steps/require-good-program.ts';
import { startRecount } from './steps/start-recount.ts';

/**
 * Saves the program as its next version; orders from now on earn by it. Excluded collections are resolved to products first. A
 * launch, and a change that bears on points there are, counts everybody anew.
 * @throws AppError INVALID_INPUT with one issue per bad field; CONFLICT when `basedOn` is not the newest version any more
 */
export async function saveProgram(
  ctx: LoyaltyCtx,
  { terms, basedOn }: { terms: ProgramTerms; basedOn: number },
): Promise<number> {
  const { store, shop, clock } = ctx;
  const { shopId } = shop;
  requireGoodProgram(ctx, terms);
  const { excludedProducts, excludedCollections } = terms.earn;
  const held =
    excludedCollections.length === 0 ? [] : await ctx.rewards.productsOfCollections(excludedCollections);
  const excluded = [...new Set([...excludedProducts, ...held])];
  return store.transaction(async (tx) => {
    const at = clock.now();
    const before = await tx.loyalty.program(shopId);
    const { version } = await tx.loyalty.saveProgram(shopId, terms, { excluded, basedOn, at });
    if (bearsOnPoints(before, terms)) await startRecount(tx, shopId, at);
    await tx.enqueue('refresh-program', { shopId });
    return version;
  });
}

/** What orders of before and open points follow from; how much an order earns holds from now on only. */
function bearsOnPoints(history: ProgramHistory, terms: ProgramTerms): boolean {
  const before = newest(history)?.terms;
  if (history.launchedAt === null) return terms.on;
  const depends = ({ on, expiry, tiers, historyFromOn }: ProgramTerms) =>
    JSON.stringify([on, expiry, tiers, historyFromOn]);
  return before === undefined || depends(before) !== depends(terms);
}
