import { AppError } from '../../domain/shared/errors.ts';
import type { ShopifyRewards } from '../../use-cases/reward-shopify-port.ts';
import type { AdminClient, CallOptions } from '../admin-client.ts';
import { discountOfCode, refused } from '../offers/discounts.ts';
import { DISCOUNT_CREATE, DISCOUNT_UPDATE } from '../operations/discount-operations.ts';
import { findCode } from './reward-codes.ts';
import { minimumInput, valueInput } from './reward-input.ts';

type Spec = Parameters<ShopifyRewards['ensureReferralDiscount']>[0];

/** Past by every clock: a member's code works as soon as it is added. */
const LONG_AGO = '2020-01-01T00:00:00Z';
const GONE = /does not exist|not found|invalid id/i;

/**
 * One discount without an end, open to everybody once, that carries the code of every member: its terms are written over
 * whatever stands. Made anew where the merchant deleted it; then `firstCode` is its only code.
 */
export async function ensureReferralDiscount(
  client: AdminClient,
  spec: Spec,
  calls: CallOptions,
): Promise<string> {
  const standing = spec.gid ?? (await ours(client, spec, calls));
  if (standing !== null && (await mend(client, { ...spec, gid: standing }, calls))) return standing;
  const input = { ...termsInput(spec), code: spec.firstCode, startsAt: LONG_AGO };
  const { discountCodeBasicCreate } = await client.run(DISCOUNT_CREATE, { input }, calls);
  if (discountCodeBasicCreate?.codeDiscountNode) return discountCodeBasicCreate.codeDiscountNode.id;
  // Made by a call whose answer was lost.
  const made = await ours(client, spec, calls);
  if (made !== null) return made;
  const errors = discountCodeBasicCreate?.userErrors ?? [];
  if (errors.some((error) => error.code === 'TAKEN'))
    throw new AppError('CONFLICT', 'the first referral code is used by another discount');
  throw refused('DiscountCreate', errors);
}

async function ours(client: AdminClient, { title, firstCode }: Spec, calls: CallOptions) {
  const holder = await discountOfCode(client, firstCode, calls);
  return holder?.title === title ? holder.gid : null;
}

/** false = it is gone. */
async function mend(client: AdminClient, spec: Spec & { gid: string }, calls: CallOptions): Promise<boolean> {
  const variables = { id: spec.gid, input: termsInput(spec) };
  const { discountCodeBasicUpdate } = await client.run(DISCOUNT_UPDATE, variables, calls);
  const errors = discountCodeBasicUpdate?.userErrors ?? [];
  if (errors.length === 0) return true;
  if (errors.some((error) => GONE.test(error.message))) return false;
  throw refused('DiscountUpdate', errors);
}

/** Ends it for everybody; `ensureReferralDiscount` opens it again. */
export async function endReferralDiscount(
  client: AdminClient,
  { title, firstCode, at }: Parameters<ShopifyRewards['endReferralDiscount']>[0],
  calls: CallOptions,
): Promise<void> {
  const holder = await findCode(client, firstCode, calls);
  if (holder?.title !== title || (holder.endsAt !== null && holder.endsAt <= at)) return;
  const variables = { id: holder.gid, input: { endsAt: at.toISOString() } };
  const { discountCodeBasicUpdate } = await client.run(DISCOUNT_UPDATE, variables, calls);
  const errors = discountCodeBasicUpdate?.userErrors ?? [];
  if (errors.some((error) => !GONE.test(error.message))) throw refused('DiscountUpdate', errors);
}

function termsInput({ title, value, minimumSpendMinor, currency }: Spec): object {
  return {
    title,
    endsAt: null,
    context: { all: 'ALL' },
    appliesOncePerCustomer: true,
    combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: true },
    tags: ['encore'],
    minimumRequirement: minimumInput(minimumSpendMinor, currency),
    customerGets: {
      appliesOnOneTimePurchase: true,
      appliesOnSubscription: false,
      value: valueInput(value, currency),
      items: { all: true },
    },
  };
}
