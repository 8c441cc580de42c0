import type { ShopId } from '../../domain/shared/ids.ts';
import type { StageMove, Tx } from '../ports.ts';

/**
 * Writes stage changes down and, where the merchant wants to be told, notes for Shopify Flow who is in another stage now: one
 * statement for many. The first scoring is no change.
 */
export async function noteMoves(
  tx: Tx,
  shopId: ShopId,
  moves: readonly StageMove[],
  at: Date,
): Promise<void> {
  await tx.customers.addMoves(shopId, moves, at);
  const changed = moves.filter(({ from, to, cause }) => cause !== 'first' && to !== null && from !== to);
  if (changed.length === 0 || !(await tx.flow.wanted(shopId)).has('stage_changed')) return;
  await tx.flow.add(
    shopId,
    changed.map(({ customerId, from, to }) => ({
      kind: 'stage_changed',
      eventKey: `stage:${customerId}:${at.toISOString()}:${to}`,
      customerId,
      payload: { Stage: to ?? '', 'Earlier stage': from ?? '' },
    })),
    at,
  );
  await tx.enqueue('send-flow-events', { shopId });
}
