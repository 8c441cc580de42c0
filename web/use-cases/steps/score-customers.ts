import { summarizeHistory } from '../../domain/orders/history.ts';
import type { CustomerId } from '../../domain/shared/ids.ts';
import type { StageMove, Tx } from '../ports.ts';
import { nextState } from './next-state.ts';
import { noteMoves } from './note-moves.ts';
import type { Scene } from './scene.ts';

/**
 * Everything to the right of the orders for a few customers, in the caller's transaction: lock, summarize, score by the
 * stored model, decide, note the moves, want the tags. Each customer costs the same in a shop of any size. Histories are
 * read after the locks, so of two transactions that touch a customer the later one sees the orders of both.
 */
export async function scoreCustomers(
  tx: Tx,
  scene: Scene,
  customerIds: Iterable<CustomerId>,
  cause: StageMove['cause'],
): Promise<void> {
  const ids = [...new Set(customerIds)];
  if (ids.length === 0) return;
  const { shopId } = scene.shop;
  const rows = await tx.customers.lockMany(shopId, ids, 'create');
  const histories = await tx.orders.historiesOf(shopId, ids);
  const next = rows.map((row) =>
    nextState(row, summarizeHistory(histories.get(row.customerId) ?? []), scene, {
      cause,
      memory: row.memory,
      advance: false,
    }),
  );
  await tx.customers.saveMany(
    shopId,
    next.map(({ state }) => state),
    scene.now,
  );
  if (!scene.model) return;
  await noteMoves(
    tx,
    shopId,
    next.flatMap(({ move }) => move ?? []),
    scene.now,
  );
  const wants = next.map(({ state, desired }) => ({ customerId: state.customerId, desired }));
  if ((await tx.tags.want(shopId, wants, scene.now)) > 0) await tx.enqueue('sync-tags', { shopId });
}
