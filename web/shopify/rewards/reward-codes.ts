import { AppError } from '../../domain/shared/errors.ts';
import { toGid } from '../../domain/shared/ids.ts';
import { toMinor } from '../../domain/shared/money.ts';
import type { RewardCodeSpec, RewardOutcome, ShopifyRewards } from '../../use-cases/reward-shopify-port.ts';
import type { AdminClient, Answer, CallOptions } from '../admin-client.ts';
import { deleteDiscount } from '../offers/discounts.ts';
import {
  DISCOUNT_CREATE,
  type DiscountResult,
  FREE_SHIPPING_CREATE,
} from '../operations/discount-operations.ts';
import { PRODUCT_PRICE, REWARD_BY_CODE, REWARD_USAGE } from '../operations/reward-operations.ts';
import { type CodeValue, toRewardInput } from './reward-input.ts';

/**
 * One discount with one code. Throws only while it is certain that nothing was made; afterwards what is not known is `lost`.
 * A code that is taken by a discount of the same title is ours: something between us and Shopify asked twice.
 */
export async function createCode(
  client: AdminClient,
  spec: RewardCodeSpec,
  calls: CallOptions,
): Promise<RewardOutcome> {
  const value = await resolveValue(client, spec, calls);
  if ('outcome' in value) return value;
  const answer = await sendOnce(client, toRewardInput(spec, value), value, calls).catch(toRefusal);
  if ('outcome' in answer) return answer;
  if (answer.state === 'unknown' || answer.data === null) return { outcome: 'lost' };
  const { codeDiscountNode, userErrors } = answer.data;
  if (codeDiscountNode) return { outcome: 'made', gid: codeDiscountNode.id };
  const [first] = userErrors;
  if (!first) return { outcome: 'lost' };
  if (first.code === 'TAKEN') return holderOf(client, spec, calls);
  return { outcome: 'refused', field: (first.field ?? []).join('.'), message: first.message };
}

/** A free product is its price off; what it costs is asked now. */
async function resolveValue(
  client: AdminClient,
  { value, currency }: RewardCodeSpec,
  calls: CallOptions,
): Promise<CodeValue | Extract<RewardOutcome, { outcome: 'refused' }>> {
  if (value.kind === 'store_credit') throw new RangeError('store credit is no code: use credit()');
  if (value.kind !== 'free_product') return value;
  const refuse = (message: string) => ({ outcome: 'refused', field: 'value.productId', message }) as const;
  const { productId } = value;
  const { product } = await client.run(PRODUCT_PRICE, { id: toGid('Product', productId) }, calls);
  if (!product) return refuse('the product does not exist any more');
  const { amount, currencyCode } = product.priceRangeV2.maxVariantPrice;
  if (currencyCode !== currency) return refuse(`the product is priced in ${currencyCode}`);
  const amountMinor = toMinor(amount, currency);
  if (amountMinor === 0) return refuse('the product costs nothing');
  return { kind: 'amount', amountMinor, productId };
}

async function sendOnce(
  client: AdminClient,
  input: object,
  value: CodeValue,
  calls: CallOptions,
): Promise<Answer<DiscountResult>> {
  const options = { ...calls, once: true };
  if (value.kind === 'free_shipping') {
    const answer = await client.attempt(FREE_SHIPPING_CREATE, { input }, options);
    return answer.state === 'unknown'
      ? answer
      : { ...answer, data: answer.data.discountCodeFreeShippingCreate };
  }
  const answer = await client.attempt(DISCOUNT_CREATE, { input }, options);
  return answer.state === 'unknown' ? answer : { ...answer, data: answer.data.discountCodeBasicCreate };
}

/** Shopify would not even begin: that is a refusal too. */
function toRefusal(error: unknown): Extract<RewardOutcome, { outcome: 'refused' }> {
  if (!(error instanceof AppError) || error.code !== 'SHOPIFY_REFUSED') throw error;
  return { outcome: 'refused', field: error.issues[0]?.field ?? '', message: error.message };
}

async function holderOf(
  client: AdminClient,
  spec: RewardCodeSpec,
  calls: CallOptions,
): Promise<RewardOutcome> {
  try {
    const holder = await findCode(client, spec.code, calls);
    if (!holder) return { outcome: 'lost' };
    return holder.title === spec.title ? { outcome: 'made', gid: holder.gid } : { outcome: 'code_taken' };
  } catch (error) {
    if (error instanceof AppError) return { outcome: 'lost' };
    throw error;
  }
}

/** The discount that has the code now. `used` comes some time after the order. */
export async function findCode(
  client: AdminClient,
  code: string,
  calls: CallOptions,
): ReturnType<ShopifyRewards['findCode']> {
  const { codeDiscountNodeByCode: node } = await client.run(REWARD_BY_CODE, { code }, calls);
  if (!node) return null;
  const { title, endsAt, asyncUsageCount } = node.codeDiscount;
  return {
    gid: node.id,
    title,
    used: asyncUsageCount > 0,
    endsAt: endsAt === null ? null : new Date(endsAt),
  };
}

/** Deletes a discount of ours unless an order has used its code. */
export async function removeCode(
  client: AdminClient,
  gid: string,
  calls: CallOptions,
): ReturnType<ShopifyRewards['removeCode']> {
  const { discountNode } = await client.run(REWARD_USAGE, { id: gid }, calls);
  if (!discountNode) return 'gone';
  const { discount } = discountNode;
  if (!('codes' in discount))
    throw new AppError('SHOPIFY_REFUSED', 'RewardUsage: a discount of another kind');
  const codes = new Set(discount.codes.nodes.map(({ code }) => code.toUpperCase()));
  const orders = (discount.context.customers ?? []).flatMap((customer) => customer.orders.nodes);
  const isUsed = orders.some((order) => order.discountCodes.some((code) => codes.has(code.toUpperCase())));
  if (isUsed || discount.asyncUsageCount > 0) return 'used';
  await deleteDiscount(client, gid, calls);
  return 'removed';
}
