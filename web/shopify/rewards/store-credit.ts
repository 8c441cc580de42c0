import { AppError } from '../../domain/shared/errors.ts';
import { type CustomerId, toGid } from '../../domain/shared/ids.ts';
import { toMinor } from '../../domain/shared/money.ts';
import type { CreditOutcome, ShopifyRewards } from '../../use-cases/reward-shopify-port.ts';
import type { AdminClient, CallOptions } from '../admin-client.ts';
import { CREDITS_OF_CUSTOMER, STORE_CREDIT } from '../operations/credit-operations.ts';
import { toShopAmount } from './reward-input.ts';

type Credit = Awaited<ReturnType<ShopifyRewards['creditsSince']>>[number];

/** What apps and staff add by hand; refunds and cancellations credit under events of their own. */
const GIVEN = 'ADJUSTMENT';

/** Credits an account, which Shopify opens if there is none; Shopify tells the customer. */
export async function credit(
  client: AdminClient,
  asked: { customerId: CustomerId; amountMinor: number; currency: string; expiresAt: Date | null },
  calls: CallOptions,
): Promise<CreditOutcome> {
  const { customerId, amountMinor, currency, expiresAt } = asked;
  const creditInput = {
    creditAmount: { amount: toShopAmount(amountMinor, currency), currencyCode: currency },
    ...(expiresAt === null ? {} : { expiresAt: expiresAt.toISOString() }),
    notify: true,
  };
  const variables = { id: toGid('Customer', customerId), creditInput };
  const answer = await client.attempt(STORE_CREDIT, variables, { ...calls, once: true }).catch(toRefusal);
  if ('outcome' in answer) return answer;
  const result = answer.state === 'unknown' ? null : answer.data.storeCreditAccountCredit;
  if (!result) return { outcome: 'lost' };
  const { storeCreditAccountTransaction: made, userErrors } = result;
  if (made) return { outcome: 'credited', transactionGid: made.id };
  const [first] = userErrors;
  return first ? { outcome: 'refused', message: first.message } : { outcome: 'lost' };
}

/** Shopify would not even begin: that is a refusal too. */
function toRefusal(error: unknown): Extract<CreditOutcome, { outcome: 'refused' }> {
  if (!(error instanceof AppError) || error.code !== 'SHOPIFY_REFUSED') throw error;
  return { outcome: 'refused', message: error.message };
}

/** Credits given in one currency since then, newest first. A customer who is gone has none. */
export async function creditsSince(
  client: AdminClient,
  asked: { customerId: CustomerId; since: Date; currency: string },
  calls: CallOptions,
): Promise<readonly Credit[]> {
  const id = toGid('Customer', asked.customerId);
  // Shopify keeps whole seconds.
  const since = Math.floor(asked.since.getTime() / 1_000) * 1_000;
  const found: Credit[] = [];
  let after: string | null = null;
  do {
    const variables = { id, currency: `currency_code:${asked.currency}`, after };
    const page: (typeof CREDITS_OF_CUSTOMER.data)['_output'] = await client.run(
      CREDITS_OF_CUSTOMER,
      variables,
      calls,
    );
    const account = page.customer?.storeCreditAccounts.nodes[0];
    if (!account || account.balance.currencyCode !== asked.currency) return found;
    const { nodes, pageInfo } = account.transactions;
    for (const { createdAt, event, id: transactionGid, amount } of nodes) {
      const at = new Date(createdAt);
      if (at.getTime() < since) return found;
      if (transactionGid === undefined || amount === undefined || event !== GIVEN) continue;
      found.push({ transactionGid, amountMinor: toMinor(amount.amount, asked.currency), at });
    }
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}
