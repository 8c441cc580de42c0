import type { OfferTerms } from '../../domain/offers/terms.ts';
import { AppError } from '../../domain/shared/errors.ts';
import type { CodeCreation, DiscountOutcome, DiscountSpec } from '../../use-cases/offer-shopify-port.ts';
import type { AdminClient, CallOptions } from '../admin-client.ts';
import { inBatches } from '../batches.ts';
import {
  CODE_CREATIONS,
  CODES_ADD,
  CODES_OF_DISCOUNT,
  CODES_REMOVE,
  DISCOUNT_BY_CODE,
  DISCOUNT_CREATE,
  DISCOUNT_DELETE,
  DISCOUNT_UPDATE,
  type DiscountResult,
  FAILED_CODES,
  FREE_SHIPPING_CREATE,
  FREE_SHIPPING_UPDATE,
} from '../operations/discount-operations.ts';
import type { UserError } from '../operations/operation.ts';
import { toDiscountInput } from './discount-input.ts';

/** Codes asked for by one search. */
const CODES_PER_SEARCH = 50;
/** A code in use is told in words only, whoever has it (recorded answers of bulk additions carry no error code). */
const TAKEN = /must be unique|already been taken/i;
/** What Shopify says of a discount that does not stand any more. */
const GONE = /does not exist|not found|invalid id/i;

/**
 * Makes a discount with its first code. An answer that was lost is asked for again: then the code is taken, and a discount of
 * the same title that has it is the one we made.
 */
export async function createDiscount(
  client: AdminClient,
  spec: DiscountSpec,
  calls: CallOptions,
): Promise<DiscountOutcome> {
  const result = await sendCreate(client, spec, calls);
  if (result?.codeDiscountNode) return { outcome: 'made', gid: result.codeDiscountNode.id };
  const [first] = result?.userErrors ?? [];
  if (!first) throw new AppError('SHOPIFY_REFUSED', 'Shopify made no discount and gave no reason');
  if (first.code !== 'TAKEN')
    return { outcome: 'refused', field: (first.field ?? []).join('.'), message: first.message };
  const holder = await discountOfCode(client, spec.firstCode, calls);
  return holder?.title === spec.title ? { outcome: 'made', gid: holder.gid } : { outcome: 'code_taken' };
}

async function sendCreate(
  client: AdminClient,
  spec: DiscountSpec,
  calls: CallOptions,
): Promise<DiscountResult> {
  const input = toDiscountInput(spec);
  if (spec.terms.value.kind === 'free_shipping')
    return (await client.run(FREE_SHIPPING_CREATE, { input }, calls)).discountCodeFreeShippingCreate;
  return (await client.run(DISCOUNT_CREATE, { input }, calls)).discountCodeBasicCreate;
}

/** Moves the end of a discount, and with it of all its codes. */
export async function setDiscountEnd(
  client: AdminClient,
  discount: { gid: string; terms: OfferTerms; endsAt: Date },
  calls: CallOptions,
): Promise<'done' | 'gone'> {
  const variables = { id: discount.gid, input: { endsAt: discount.endsAt.toISOString() } };
  const result =
    discount.terms.value.kind === 'free_shipping'
      ? (await client.run(FREE_SHIPPING_UPDATE, variables, calls)).discountCodeFreeShippingUpdate
      : (await client.run(DISCOUNT_UPDATE, variables, calls)).discountCodeBasicUpdate;
  return settle(result?.userErrors ?? [], 'DiscountUpdate');
}

/** A discount that is gone already is deleted. */
export async function deleteDiscount(client: AdminClient, gid: string, calls: CallOptions): Promise<void> {
  const { discountCodeDelete } = await client.run(DISCOUNT_DELETE, { id: gid }, calls);
  settle(discountCodeDelete?.userErrors ?? [], 'DiscountDelete');
}

/** The bulk addition to be polled; null = the discount is gone. */
export async function addCodes(
  client: AdminClient,
  addition: { gid: string; codes: readonly string[] },
  calls: CallOptions,
): Promise<string | null> {
  const variables = { id: addition.gid, codes: addition.codes.map((code) => ({ code })) };
  const { discountRedeemCodeBulkAdd } = await client.run(CODES_ADD, variables, calls);
  if (discountRedeemCodeBulkAdd?.bulkCreation) return discountRedeemCodeBulkAdd.bulkCreation.id;
  settle(discountRedeemCodeBulkAdd?.userErrors ?? [], 'CodesAdd');
  return null;
}

/** Many polls in one call; the failures only of those that have any. Unknown ids are absent. */
export async function codeCreations(
  client: AdminClient,
  creationIds: readonly string[],
  calls: CallOptions,
): Promise<Map<string, CodeCreation>> {
  const found = new Map<string, CodeCreation>();
  const items = [...new Set(creationIds)];
  const call = { operation: CODE_CREATIONS, items, variablesOf: idsOf, options: calls };
  for await (const { data } of inBatches(client, call))
    for (const node of data.nodes) {
      if (!node) continue;
      const failed = node.done && node.failedCount > 0 ? await failedCodes(client, node.id, calls) : [];
      found.set(node.id, { done: node.done, failed });
    }
  return found;
}

function idsOf(ids: readonly string[]): { ids: readonly string[] } {
  return { ids };
}

async function failedCodes(
  client: AdminClient,
  id: string,
  calls: CallOptions,
): Promise<CodeCreation['failed']> {
  const { discountRedeemCodeBulkCreation } = await client.run(FAILED_CODES, { id }, calls);
  return (discountRedeemCodeBulkCreation?.codes.nodes ?? []).flatMap(({ code, errors }) => {
    const [first] = errors;
    const taken = errors.some((one) => one.code === 'TAKEN' || TAKEN.test(one.message));
    return first ? [{ code, taken, message: first.message }] : [];
  });
}

export async function discountOfCode(
  client: AdminClient,
  code: string,
  calls: CallOptions,
): Promise<{ gid: string; title: string } | null> {
  const { codeDiscountNodeByCode } = await client.run(DISCOUNT_BY_CODE, { code }, calls);
  if (!codeDiscountNodeByCode) return null;
  return { gid: codeDiscountNodeByCode.id, title: codeDiscountNodeByCode.codeDiscount.title ?? '' };
}

/** Which of these codes the discount has, by its search. */
export async function codesHeld(
  client: AdminClient,
  asked: { gid: string; codes: readonly string[] },
  calls: CallOptions,
): Promise<ReadonlySet<string>> {
  const held = new Set<string>();
  for (let from = 0; from < asked.codes.length; from += CODES_PER_SEARCH) {
    const part = asked.codes.slice(from, from + CODES_PER_SEARCH);
    const found = await findCodes(client, { gid: asked.gid, codes: part }, calls);
    for (const { code } of found ?? []) held.add(code);
  }
  return held;
}

/** Takes codes off a discount; what it has not, or a discount that is gone, needs nothing. */
export async function removeCodes(
  client: AdminClient,
  removal: { gid: string; codes: readonly string[] },
  calls: CallOptions,
): Promise<void> {
  const { gid } = removal;
  for (let from = 0; from < removal.codes.length; from += CODES_PER_SEARCH) {
    const part = removal.codes.slice(from, from + CODES_PER_SEARCH);
    const found = await findCodes(client, { gid, codes: part }, calls);
    if (found === null) return;
    const ids = found.map(({ id }) => id);
    if (ids.length === 0) continue;
    const result = await client.run(CODES_REMOVE, { id: gid, ids }, calls);
    if (settle(result.discountCodeRedeemCodeBulkDelete?.userErrors ?? [], 'CodesRemove') === 'gone') return;
  }
}

/** The codes that stand, at most 50 looked for; null = there is no such discount. */
async function findCodes(
  client: AdminClient,
  { gid, codes }: { gid: string; codes: readonly string[] },
  calls: CallOptions,
): Promise<readonly { id: string; code: string }[] | null> {
  const query = codes.map((code) => `code:${code}`).join(' OR ');
  const { discountNode } = await client.run(CODES_OF_DISCOUNT, { id: gid, query }, calls);
  const discount = discountNode?.discount;
  if (!discount || !('codes' in discount)) return null;
  const wanted = new Set(codes);
  return discount.codes.nodes.filter(({ code }) => wanted.has(code));
}

function settle(errors: readonly UserError[], operation: string): 'done' | 'gone' {
  const [first] = errors;
  if (!first) return 'done';
  if (GONE.test(first.message)) return 'gone';
  throw refused(operation, errors);
}

/** Shopify's own words, one issue per field. */
export function refused(operation: string, errors: readonly UserError[]): AppError {
  const issues = errors.map((error) => ({ field: (error.field ?? []).join('.'), message: error.message }));
  return new AppError('SHOPIFY_REFUSED', `${operation}: ${errors[0]?.message ?? 'no reason given'}`, {
    issues,
  });
}
