import { NO_MEMORY } from '../domain/lifecycle/decide.ts';
import type { Stage } from '../domain/lifecycle/stage.ts';
import type { CustomerSummary } from '../domain/orders/order.ts';
import type { ShopModel } from '../domain/rfm/model.ts';
import { type Rules, ruleIssues } from '../domain/rules.ts';
import { AppError } from '../domain/shared/errors.ts';
import type { CustomerId } from '../domain/shared/ids.ts';
import { localDayOf } from '../domain/shared/time.ts';
import { desiredTags } from '../domain/tags/desired-tags.ts';
import type { Ctx, CustomerRow } from './ports.ts';
import { measureModel } from './steps/measure-model.ts';
import { type MeasuredLimits, measuredLimits } from './steps/measured-limits.ts';
import { nextState } from './steps/next-state.ts';
import type { Scene } from './steps/scene.ts';
import { changedSummaries, changedVerdicts } from './steps/what-if-verdicts.ts';

const ROWS_AT_ONCE = 1_000;

/** Who would move if these rules were saved; `model` holds the limits and thresholds they give. */
export type RulesPreview = {
  customers: number;
  moving: number;
  /** Between which stages, most first; null = no occasion (any more). */
  moves: readonly { from: Stage | null; to: Stage | null; count: number }[];
  /** Customers on whom a tag of ours would be added, removed or renamed. */
  tagChanges: number;
  model: ShopModel;
  /** The limits measured in this shop whatever the merchant chose; null = too little history. */
  measured: MeasuredLimits | null;
};

/**
 * The recomputation that saving would start, without writing: same model, same memory, same decisions, one pass over the
 * customers in constant memory (beside the orders whose verdict changes). Two approximations: where verdicts change, cut
 * points and VIP lines are those of today's verdicts; and tags to exclude by are not stored, so who would be excluded anew
 * shows only after saving.
 * @throws AppError INVALID_INPUT for bad rules; CONFLICT before the first scoring
 */
export async function previewRules(ctx: Ctx, input: { rules: Rules }): Promise<RulesPreview> {
  const issues = ruleIssues(input.rules);
  if (issues.length > 0) throw new AppError('INVALID_INPUT', 'These rules cannot be saved.', { issues });
  const { store, shop, clock } = ctx;
  if (!(await store.models.current(shop.shopId)))
    throw new AppError('CONFLICT', 'The first sync has not finished yet.');
  const now = clock.now();
  const todayOn = localDayOf(now, shop.timeZone);
  const { rules: present } = await store.rules.current(shop.shopId);
  const model = await measureModel(store, shop, input.rules, todayOn);
  const scene: Scene = { shop, rules: input.rules, model, todayOn, now };
  const tally = new Tally(scene, present);
  const verdicts = await changedVerdicts(ctx, present, scene);
  for await (const rows of store.customers.stream(shop.shopId, ROWS_AT_ONCE)) {
    const ids = rows.map(({ customerId }) => customerId);
    const summaries = await changedSummaries(ctx, verdicts, ids);
    for (const row of rows)
      tally.add(row, summaries.has(row.customerId) ? (summaries.get(row.customerId) ?? null) : row.summary);
    for (const id of ids) verdicts.delete(id);
  }
  // Who is left had no occasion under the present rules.
  for (const [customerId, summary] of await changedSummaries(ctx, verdicts, [...verdicts.keys()]))
    if (summary) tally.add(emptyRow(customerId), summary);
  return { ...tally.result(), model, measured: await measuredLimits(ctx, { rules: input.rules, model }) };
}

function emptyRow(customerId: CustomerId): CustomerRow {
  return {
    customerId,
    summary: null,
    scores: null,
    decision: null,
    memory: NO_MEMORY,
    stage: null,
    marks: [],
    reason: null,
    excluded: false,
    shopifyTotals: null,
  };
}

/** Counts moves and changed tags of customers as they come by. */
class Tally {
  readonly #moves = new Map<string, { from: Stage | null; to: Stage | null; count: number }>();
  readonly #scene: Scene;
  readonly #present: Rules;
  #customers = 0;
  #tagChanges = 0;

  constructor(scene: Scene, present: Rules) {
    this.#scene = scene;
    this.#present = present;
  }

  add(row: CustomerRow, summary: CustomerSummary | null): void {
    const next = nextState(row, summary, this.#scene, { cause: 'rules', memory: row.memory, advance: true });
    const to = next.state.decision?.stage ?? null;
    this.#customers += 1;
    if (desiredTags(row.stage, row.marks, this.#present).join() !== next.desired.join())
      this.#tagChanges += 1;
    if (to === row.stage) return;
    const key = `${row.stage}>${to}`;
    const move = this.#moves.get(key) ?? { from: row.stage, to, count: 0 };
    move.count += 1;
    this.#moves.set(key, move);
  }

  result(): Pick<RulesPreview, 'customers' | 'moving' | 'moves' | 'tagChanges'> {
    const moves = [...this.#moves.values()].sort((a, b) => b.count - a.count);
    const moving = moves.reduce((sum, { count }) => sum + count, 0);
    return { customers: this.#customers, moving, moves, tagChanges: this.#tagChanges };
  }
}
