import { DEFAULT_RULES, type Rules } from '../domain/rules.ts';
import type { Ctx, JobPayloads } from './ports.ts';
import { FileGone, inBatches, isLost, lookAt, startBulk, WHEN_FULL_MS } from './steps/bulk-operation.ts';
import { storeProfiles } from './steps/read-bulk-files.ts';
import { rejudgeOrders, rejudging } from './steps/rejudge-orders.ts';
import { runningBackfill } from './steps/sync-runs.ts';

const ORDERS_AT_ONCE = 200;
const POLL_MS = 5_000;
const UNTIL_SYNCED_MS = 30_000;

type Input = Omit<JobPayloads['apply-rules'], 'shopId'>;

/**
 * Brings facts in line with the merchant's present rules, then asks for everybody to be scored. Exclusions are read from
 * Shopify again (no tag but ours is stored), verdicts are made again where a rule that orders depend on changed, all of
 * them for a new time zone. Tag names and thresholds need the scoring alone.
 */
export async function applyRules(ctx: Ctx, input: Input): Promise<void> {
  const { store, queue } = ctx;
  const { shopId } = ctx.shop;
  if (ctx.shop.state === 'uninstalled') return;
  if (await runningBackfill(ctx)) return later(ctx, input, UNTIL_SYNCED_MS);
  const change = await whatChanged(ctx);
  if (change === null) return;
  if (change.exclusions && !(await readExclusions(ctx, input))) return;
  const orders = input.rejudge
    ? store.orders.stream(shopId, null, ORDERS_AT_ONCE)
    : store.orders.streamRuleDependent(shopId, ORDERS_AT_ONCE);
  if (input.rejudge || change.verdicts)
    for await (const batch of orders) await rejudgeOrders(ctx, batch, 'rules');
  await queue.enqueue('score-shop', { shopId, cause: 'rules' });
}

/** The present rules against those everybody was last scored by; null before the first scoring. */
async function whatChanged(ctx: Ctx): Promise<{ verdicts: boolean; exclusions: boolean } | null> {
  const { store, shop } = ctx;
  const applied = await store.models.current(shop.shopId);
  if (!applied) return null;
  const { version, rules } = await store.rules.current(shop.shopId);
  const history = await store.rules.history(shop.shopId);
  const before = history[version - applied.rulesVersion] ?? DEFAULT_RULES;
  return {
    verdicts: before.provisionalDays !== rules.provisionalDays || before.includeB2b !== rules.includeB2b,
    exclusions: exclusionsOf(before) !== exclusionsOf(rules),
  };
}

function exclusionsOf(rules: Rules): string {
  return JSON.stringify(rules.excludedTags.map((tag) => tag.toLowerCase()).sort());
}

/** Every customer's tags by a bulk query. False = not finished yet, and this job comes again. */
async function readExclusions(ctx: Ctx, input: Input): Promise<boolean> {
  const { shopify } = ctx;
  if (input.customersBulk === undefined) {
    const customersBulk = await startBulk(ctx, 'customers');
    if (customersBulk === null) await later(ctx, input, WHEN_FULL_MS);
    else await later(ctx, { ...input, customersBulk }, POLL_MS);
    return false;
  }
  const status = await lookAt(ctx, input.customersBulk);
  if (isLost(status)) return startAnew(ctx, input);
  if (status.state === 'running') {
    await later(ctx, input, POLL_MS);
    return false;
  }
  try {
    for await (const profiles of inBatches(status.url, (url) => shopify.readBulkCustomers(url, 0)))
      await storeProfiles(ctx, profiles);
  } catch (error) {
    if (error instanceof FileGone) return startAnew(ctx, input);
    throw error;
  }
  return true;
}

async function startAnew(ctx: Ctx, { customersBulk: _, ...fresh }: Input): Promise<false> {
  await later(ctx, fresh, WHEN_FULL_MS);
  return false;
}

async function later(ctx: Ctx, input: Input, afterMs: number): Promise<void> {
  const startAfter = new Date(ctx.clock.now().getTime() + afterMs);
  const { shopId } = ctx.shop;
  const key = input.rejudge ? rejudging(shopId)[1] : {};
  await ctx.queue.enqueue('apply-rules', { shopId, ...input }, { ...key, startAfter });
}
