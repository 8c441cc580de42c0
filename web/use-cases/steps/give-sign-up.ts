import { grantExpiresAt } from '../../domain/loyalty/expiry.ts';
import type { LoyaltyAccount, Tx } from '../ports.ts';
import { type LoyaltyScene, termsInForce } from './loyalty-scene.ts';

/**
 * Points for those whose account was opened just now, once per customer, where the program gives any for it. Signing up is a first
 * order placed after the launch, or a log-in: it is the program that is joined, so a customer from long before the launch who does
 * either for the first time since signs up like anybody else, and the editor says so. Who became a member by an adjustment, an
 * import, an older order or a recount did not sign up: they get none, later neither.
 */
export async function giveSignUp(
  tx: Tx,
  { shop, now, history }: LoyaltyScene,
  accounts: readonly LoyaltyAccount[],
): Promise<void> {
  const points = termsInForce(history)?.actions.signUp ?? 0;
  if (points <= 0) return;
  const fresh = accounts.filter(
    ({ joinedAt, customerId }) => customerId !== null && joinedAt.getTime() === now.getTime(),
  );
  if (fresh.length === 0) return;
  const expiresAt = grantExpiresAt(history, now, shop.timeZone);
  await tx.loyalty.grantMany(
    shop.shopId,
    fresh.map(({ accountId, customerId }) => ({
      accountId,
      grantKey: `sign-up:${customerId}`,
      points,
      reason: 'sign_up',
      at: now,
      expiresAt,
      batchId: null,
    })),
  );
}
