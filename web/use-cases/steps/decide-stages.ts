import { NO_MEMORY } from '../../domain/lifecycle/decide.ts';
import type { Stage } from '../../domain/lifecycle/stage.ts';
import type { Ctx, CustomerRow, StageMove } from '../ports.ts';
import { differs, type NextState, nextState } from './next-state.ts';
import { noteMoves } from './note-moves.ts';
import type { Scene } from './scene.ts';

const CUSTOMERS_AT_ONCE = 500;

export type StageTally = Record<Stage, number>;
type Pass = {
  scene: Scene;
  cause: StageMove['cause'];
  /** Also those whose stage stands: their tags may have new names. */
  everybody: boolean;
  decided: (customers: number) => Promise<void>;
};

/**
 * Decides about every customer with an occasion under a new model, streamed by id in constant memory. Only who differs is
 * locked, decided once more on the locked row (an order may have come meanwhile) and written; a night after which nobody
 * moved writes nothing. Running it twice is running it once.
 */
export async function decideStages(ctx: Ctx, pass: Pass): Promise<StageTally> {
  const tally: StageTally = { first_time: 0, repeat: 0, vip: 0, lapsed: 0 };
  let seen = 0;
  for await (const rows of ctx.store.customers.stream(ctx.shop.shopId, CUSTOMERS_AT_ONCE)) {
    for (const { state } of await decideBatch(ctx, pass, rows)) {
      const stage = state.decision?.stage;
      if (stage) tally[stage] += 1;
    }
    seen += rows.length;
    await pass.decided(seen);
  }
  return tally;
}

async function decideBatch(ctx: Ctx, pass: Pass, rows: readonly CustomerRow[]): Promise<NextState[]> {
  const { shopId } = ctx.shop;
  const planned = rows.map((row) => ({ row, next: decide(row, pass) }));
  const chosen = planned.filter(({ row, next }) => pass.everybody || differs(row, next.state));
  if (chosen.length === 0) return planned.map(({ next }) => next);
  const ids = chosen.map(({ row }) => row.customerId);
  const written = await ctx.store.transaction(async (tx) => {
    const locked = await tx.customers.lockMany(shopId, ids, 'skip');
    const again = locked.map((row) => ({ row, next: decide(row, pass) }));
    const changed = again.filter(({ row, next }) => differs(row, next.state));
    const { now } = pass.scene;
    await tx.customers.saveMany(
      shopId,
      changed.map(({ next }) => next.state),
      now,
    );
    await noteMoves(
      tx,
      shopId,
      changed.flatMap(({ next }) => next.move ?? []),
      now,
    );
    const wants = again.map(({ row, next }) => ({ customerId: row.customerId, desired: next.desired }));
    await tx.tags.want(shopId, wants, now);
    return again.map(({ next }) => next);
  });
  const picked = new Set(ids);
  const quiet = planned.filter(({ row }) => !picked.has(row.customerId)).map(({ next }) => next);
  return [...quiet, ...written];
}

function decide(row: CustomerRow, { scene, cause }: Pass): NextState {
  const memory = cause === 'first' ? NO_MEMORY : row.memory;
  return nextState(row, row.summary, scene, { cause, memory, advance: true });
}
