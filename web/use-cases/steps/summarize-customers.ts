import { summarizeHistory } from '../../domain/orders/history.ts';
import type { CustomerId } from '../../domain/shared/ids.ts';
import type { Ctx, StageMove, Tx } from '../ports.ts';
import { nextState, stateOf } from './next-state.ts';
import { noteMoves } from './note-moves.ts';
import { readScene, type Scene } from './scene.ts';

const CUSTOMERS_PER_TRANSACTION = 500;

/**
 * Histories in numbers for many customers, without deciding: the scoring of the whole shop follows. Only a customer who lost
 * the last occasion is decided here, since that scoring looks at customers with one. Locked as `scoreCustomers` locks.
 */
export async function summarizeCustomers(
  tx: Tx,
  scene: Scene,
  customerIds: readonly CustomerId[],
  cause: StageMove['cause'],
): Promise<void> {
  const { shopId } = scene.shop;
  const rows = await tx.customers.lockMany(shopId, customerIds, 'create');
  const histories = await tx.orders.historiesOf(shopId, customerIds);
  const next = rows.map((row) => {
    const summary = summarizeHistory(histories.get(row.customerId) ?? []);
    if (summary) return { state: { ...stateOf(row), summary }, move: null, emptied: false };
    return {
      ...nextState(row, null, scene, { cause, memory: row.memory, advance: false }),
      emptied: row.stage !== null,
    };
  });
  await tx.customers.saveMany(
    shopId,
    next.map(({ state }) => state),
    scene.now,
  );
  await noteMoves(
    tx,
    shopId,
    next.flatMap(({ move }) => move ?? []),
    scene.now,
  );
  const untagged = next.filter(({ emptied }) => emptied);
  const wants = untagged.map(({ state }) => ({ customerId: state.customerId, desired: [] }));
  await tx.tags.want(shopId, wants, scene.now);
}

/** The same for everybody with orders, in transactions of a few hundred; may be cut off and started again at any point. */
export async function summarizeEverybody(ctx: Ctx, cause: StageMove['cause']): Promise<void> {
  for await (const histories of ctx.store.orders.streamHistories(ctx.shop.shopId)) {
    const ids = histories.map(({ customerId }) => customerId);
    for (let at = 0; at < ids.length; at += CUSTOMERS_PER_TRANSACTION) {
      const part = ids.slice(at, at + CUSTOMERS_PER_TRANSACTION);
      await ctx.store.transaction(async (tx) => {
        await summarizeCustomers(tx, await readScene(ctx, tx), part, cause);
      });
    }
  }
}
