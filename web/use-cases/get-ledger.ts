import { AppError } from '../domain/shared/errors.ts';
import type { CustomerId } from '../domain/shared/ids.ts';
import type { LedgerRow, LoyaltyCtx } from './ports.ts';

export type LedgerPosition = { at: Date; id: string };

/** A page of a member's ledger, newest written first. @throws AppError NOT_FOUND for who is no member */
export async function getLedger(
  { store, reader, shop }: Pick<LoyaltyCtx, 'store' | 'reader' | 'shop'>,
  { customerId, after, limit }: { customerId: CustomerId; after: LedgerPosition | null; limit: number },
): Promise<{ entries: readonly LedgerRow[]; next: LedgerPosition | null }> {
  const account = await store.loyalty.find(shop.shopId, customerId);
  if (!account) throw new AppError('NOT_FOUND', 'this customer is no member');
  const page = { after, limit: limit + 1 };
  const found = await reader.loyalty.ledger(shop.shopId, account.accountId, page);
  const entries = found.slice(0, limit);
  const last = found.length > limit ? entries.at(-1) : undefined;
  return { entries, next: last ? { at: last.postedAt, id: last.entryId } : null };
}
