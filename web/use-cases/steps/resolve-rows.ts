import type { BatchRow, RowIssue } from '../../domain/loyalty/batch-rows.ts';
import { AppError } from '../../domain/shared/errors.ts';
import type { CustomerId } from '../../domain/shared/ids.ts';
import type { LoyaltyCtx } from '../ports.ts';
import { knownCustomers } from './require-customers.ts';

/** Addresses asked for in one call. */
const EMAILS_PER_CALL = 50;
/** Each fifty are a call to Shopify, and somebody waits. */
const MOST_EMAILS = 2_000;

export type ResolvedRow = Pick<BatchRow, 'line' | 'points' | 'expiresOn'> & {
  customerId: CustomerId;
  /** The customer as the file names them. */
  written: string;
};

/**
 * Whom each row is about: by id as we or Shopify know them, by e-mail as Shopify does now; addresses are not kept.
 * @throws AppError INVALID_INPUT where there are more addresses than may be asked for
 */
export async function resolveRows(
  ctx: LoyaltyCtx,
  rows: readonly BatchRow[],
): Promise<{ rows: ResolvedRow[]; issues: RowIssue[] }> {
  const byEmail = await customersOf(ctx, rows);
  const named = rows.map((row) => {
    const { customer } = row;
    if (customer.by === 'id') return { row, written: customer.customerId, customerId: customer.customerId };
    return { row, written: customer.email, customerId: byEmail.get(customer.email) ?? null };
  });
  const ids = [...new Set(named.flatMap(({ customerId }) => customerId ?? []))];
  const known = await knownCustomers(ctx, ids);
  const resolved: ResolvedRow[] = [];
  const issues: RowIssue[] = [];
  const seen = new Set<CustomerId>();
  for (const { row, written, customerId } of named) {
    const { line, points, expiresOn } = row;
    const refuse = (message: RowIssue['message'], allowed: string) =>
      issues.push({ line, field: 'customer', message, value: written, allowed });
    if (customerId === null || !known.has(customerId)) refuse('unknown_customer', 'a customer of this shop');
    else if (seen.has(customerId)) refuse('twice', 'once');
    else resolved.push({ line, points, expiresOn, customerId, written });
    if (customerId !== null) seen.add(customerId);
  }
  return { rows: resolved, issues };
}

async function customersOf(
  { rewards }: LoyaltyCtx,
  rows: readonly BatchRow[],
): Promise<ReadonlyMap<string, CustomerId>> {
  const emails = rows.flatMap(({ customer }) => (customer.by === 'email' ? [customer.email] : []));
  if (emails.length > MOST_EMAILS) {
    const message = `names ${emails.length} customers by e-mail`;
    const issues = [
      { field: 'csv', message, allowed: `at most ${MOST_EMAILS} rows by e-mail, in several files` },
    ];
    throw new AppError('INVALID_INPUT', 'the file names too many customers by e-mail', { issues });
  }
  const found = new Map<string, CustomerId>();
  for (let from = 0; from < emails.length; from += EMAILS_PER_CALL)
    for (const [email, id] of await rewards.customersByEmail(emails.slice(from, from + EMAILS_PER_CALL)))
      found.set(email, id);
  return found;
}
