import { decideStage } from '../../domain/lifecycle/decide.ts';
import type { StageMemory } from '../../domain/lifecycle/stage.ts';
import { effectiveTotals } from '../../domain/lifecycle/standing.ts';
import type { CustomerSummary } from '../../domain/orders/order.ts';
import type { Scores, ShopModel } from '../../domain/rfm/model.ts';
import { scoreCustomer, scoreRecencyDays } from '../../domain/rfm/score.ts';
import { desiredTags } from '../../domain/tags/desired-tags.ts';
import type { CustomerRow, CustomerState, StageMove } from '../ports.ts';
import type { Scene } from './scene.ts';

/** One customer after a decision: what to store, what moved (null = nothing), which of our tags shall stand. */
export type NextState = { state: CustomerState; move: StageMove | null; desired: readonly string[] };

export type DecideOptions = {
  cause: StageMove['cause'];
  /** What the decision starts from, and whether the customer's memory moves on with it (the scoring of the whole shop only). */
  memory: StageMemory;
  advance: boolean;
};

/**
 * Scores, stage and tags of one customer from its history in numbers, O(1) in the shop's size. Without an occasion, or with
 * a tag the merchant excluded, a customer has no scores, no stage and no tags. Before the first scoring nothing is decided.
 */
export function nextState(
  row: CustomerRow,
  summary: CustomerSummary | null,
  scene: Scene,
  options: DecideOptions,
): NextState {
  const { model, rules } = scene;
  const { customerId } = row;
  if (!model) return { state: { ...stateOf(row), summary }, move: null, desired: [] };
  if (!summary || row.excluded) {
    const state = { customerId, summary, scores: null, decision: null, memory: row.memory };
    return { state, move: moveOf(row, state, options.cause), desired: [] };
  }
  const scores = scoresOf(row, summary, model);
  const decision = decideStage({
    summary,
    scores,
    model,
    rules,
    memory: options.memory,
    todayOn: scene.todayOn,
    shopifyTotals: row.shopifyTotals,
  });
  const memory = options.advance ? decision.memory : row.memory;
  const state = { customerId, summary, scores, decision, memory };
  return {
    state,
    move: moveOf(row, state, options.cause),
    desired: desiredTags(decision.stage, decision.marks, rules),
  };
}

/** The part of a row that a scoring writes, as it stands. */
export function stateOf({ customerId, summary, scores, decision, memory }: CustomerRow): CustomerState {
  return { customerId, summary, scores, decision, memory };
}

/**
 * Whether storing the state would change more than the wording of its reason: a reason tells why the stage was taken and
 * stays with it, so that a quiet night writes nothing.
 */
export function differs(row: CustomerRow, state: CustomerState): boolean {
  return fingerprint(stateOf(row)) !== fingerprint(state);
}

function fingerprint({ scores, decision, memory }: CustomerState): string {
  const { r, f, m } = scores ?? {};
  const { stage, marks, lapseLimitDays } = decision ?? {};
  const remembered = [
    memory.stage,
    memory.vipBelowSinceOn,
    memory.lastOccasionOn,
    memory.limitAtLastOccasionDays,
    memory.topWhenLastBought,
  ];
  return JSON.stringify([r, f, m, stage, marks, lapseLimitDays, remembered]);
}

function scoresOf(row: CustomerRow, summary: CustomerSummary, model: ShopModel): Scores {
  const totals = effectiveTotals(summary, row.shopifyTotals, model);
  return scoreCustomer({ recencyDays: scoreRecencyDays(summary.lastOn, model), ...totals }, model);
}

function moveOf(row: CustomerRow, state: CustomerState, cause: StageMove['cause']): StageMove | null {
  const to = state.decision?.stage ?? null;
  const toMarks = state.decision?.marks ?? [];
  if (row.stage === to && row.marks.join() === toMarks.join()) return null;
  return {
    customerId: row.customerId,
    from: row.stage,
    to,
    fromMarks: row.marks,
    toMarks,
    reason: state.decision?.reason ?? null,
    cause,
  };
}
