import { type Rules, ruleIssues } from '../domain/rules.ts';
import { AppError } from '../domain/shared/errors.ts';
import type { Ctx } from './ports.ts';

/**
 * Saves the merchant's rules as a new version and asks for everything to be recomputed by them.
 * @throws AppError INVALID_INPUT with one issue per bad field; CONFLICT when `basedOn` is not the newest version any more
 */
export async function saveRules(ctx: Ctx, input: { rules: Rules; basedOn: number }): Promise<number> {
  const { shopId } = ctx.shop;
  const issues = ruleIssues(input.rules);
  if (issues.length > 0) throw new AppError('INVALID_INPUT', 'The rules were not saved.', { issues });
  return ctx.store.transaction(async (tx) => {
    const version = await tx.rules.save(shopId, input.rules, input.basedOn, ctx.clock.now());
    await tx.enqueue('apply-rules', { shopId });
    return version;
  });
}
