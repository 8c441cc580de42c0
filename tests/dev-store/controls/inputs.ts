import { z } from 'zod';
import type { ProductInput } from '../state/catalog.ts';
import type { CustomerInput } from '../state/customers.ts';
import type { EditInput, RefundInput } from '../state/order-changes.ts';
import type { OrderInput } from '../state/orders.ts';
import { definedOnly } from './defined-only.ts';

/** Ids come as strings or, however long, as JSON numbers. */
const id = z
  .union([z.string(), z.number().int()])
  .transform((value) => String(value).replace(/^gid:\/\/shopify\/\w+\//, ''));

/** An ISO instant (or epoch ms) as epoch ms. */
const instant = z.union([z.number(), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))]);

const minor = z.number().int();
const allocation = z.object({ applicationIndex: z.number().int().min(0), amountMinor: minor });
const sellingPlan = z.object({ id, name: z.string() });

const line = z
  .object({
    title: z.string(),
    productId: id,
    variantId: id,
    sku: z.string(),
    quantity: z.number().int().positive(),
    unitPriceMinor: minor,
    taxMinor: minor,
    giftCard: z.boolean(),
    sellingPlan,
    allocations: z.array(allocation),
  })
  .partial();

const discount = z.object({
  type: z.enum(['code', 'automatic', 'manual']),
  title: z.string(),
  valueKind: z.enum(['percentage', 'amount']),
  value: z.number(),
  target: z.enum(['LINE_ITEM', 'SHIPPING_LINE']).default('LINE_ITEM'),
});

const company = z.object({ companyId: id, companyName: z.string(), locationId: id, contactId: id });

const orderShape = z.strictObject({
  id: id.optional(),
  customerId: id.nullish(),
  email: z.string().nullish(),
  phone: z.string().nullish(),
  lines: z.array(line).min(1),
  discounts: z.array(discount).optional(),
  shippingMinor: minor.optional(),
  shippingTaxMinor: minor.optional(),
  shippingTitle: z.string().optional(),
  shippingAllocations: z.array(allocation).optional(),
  tipMinor: minor.optional(),
  payment: z.enum(['paid', 'pending', 'authorized', 'none']).optional(),
  gateway: z.string().optional(),
  createdAt: instant.optional(),
  processedAt: instant.optional(),
  test: z.boolean().optional(),
  sourceName: z.string().optional(),
  presentmentCurrency: z.string().length(3).optional(),
  presentmentRate: z.number().positive().optional(),
  taxesIncluded: z.boolean().optional(),
  company: company.optional(),
  countryCode: z.string().optional(),
  locale: z.string().optional(),
  landingSite: z.string().optional(),
  tags: z.array(z.string()).optional(),
  note: z.string().optional(),
});

const productShape = z.strictObject({
  title: z.string().min(1),
  handle: z.string().optional(),
  productType: z.string().optional(),
  giftCard: z.boolean().optional(),
  tags: z.array(z.string()).optional(),
  variants: z
    .array(
      z.strictObject({
        title: z.string().optional(),
        sku: z.string().nullish(),
        priceMinor: minor.min(0),
        unitCostMinor: minor.min(0).nullish(),
      }),
    )
    .min(1),
});

export const collectionShape = z.strictObject({
  title: z.string().min(1),
  productIds: z.array(id),
  published: z.boolean().optional(),
});

/** A cart as a test or the demo checks it out. `preview`: priced, not placed. */
export const checkoutShape = z.strictObject({
  customerId: id.optional(),
  email: z.string().optional(),
  guest: z.boolean().optional(),
  lines: z
    .array(
      z.strictObject({
        variantId: id.optional(),
        productId: id.optional(),
        quantity: z.number().int().positive().optional(),
        sellingPlan: sellingPlan.optional(),
      }),
    )
    .min(1),
  codes: z.array(z.string()).default([]),
  payment: z.enum(['paid', 'pending']).default('paid'),
  whenRefused: z.enum(['stop', 'without']).default('stop'),
  preview: z.boolean().default(false),
  landingSite: z.string().optional(),
});

const consent = z.object({
  state: z.enum(['NOT_SUBSCRIBED', 'PENDING', 'SUBSCRIBED', 'UNSUBSCRIBED', 'INVALID', 'REDACTED']),
  optInLevel: z.enum(['CONFIRMED_OPT_IN', 'SINGLE_OPT_IN', 'UNKNOWN']).nullable().default(null),
  updatedAt: instant.nullable().default(null),
});

const customerShape = z.strictObject({
  id: id.optional(),
  email: z.string().nullish(),
  phone: z.string().nullish(),
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  locale: z.string().optional(),
  countryCode: z.string().nullish(),
  city: z.string().nullish(),
  address1: z.string().nullish(),
  zip: z.string().nullish(),
  state: z.enum(['DISABLED', 'ENABLED', 'INVITED', 'DECLINED']).optional(),
  note: z.string().nullish(),
  tags: z.array(z.string()).optional(),
  emailConsent: consent.optional(),
  smsConsent: consent.optional(),
  createdAt: instant.optional(),
});

const restockType = z.enum(['RETURN', 'CANCEL', 'NO_RESTOCK', 'LEGACY_RESTOCK']);
const refundShape = z.strictObject({
  lines: z
    .array(
      z.object({ lineId: id, quantity: z.number().int().positive(), restockType: restockType.optional() }),
    )
    .optional(),
  shippingMinor: minor.optional(),
  shippingTaxMinor: minor.optional(),
  amountMinor: minor.optional(),
  note: z.string().optional(),
});

const editShape = z.strictObject({
  add: z.array(line).optional(),
  quantities: z.array(z.object({ lineId: id, quantity: z.number().int().min(0) })).optional(),
});

export const cancelShape = z.strictObject({
  reason: z.enum(['CUSTOMER', 'DECLINED', 'FRAUD', 'INVENTORY', 'OTHER', 'STAFF']).default('OTHER'),
  refund: z.boolean().default(true),
});

const unitsOfLine = z.array(z.object({ lineId: id, quantity: z.number().int().positive() }));
export const fulfilShape = z.strictObject({ lines: unitsOfLine.optional(), deliveredAt: instant.optional() });
export const deliverShape = z.strictObject({ deliveredAt: instant.optional() });
export const returnShape = z.strictObject({
  status: z.enum(['REQUESTED', 'OPEN', 'CLOSED', 'DECLINED', 'CANCELED']),
});
export const exchangeShape = z.object({ returned: unitsOfLine, sent: z.array(line).min(1) });
export const payShape = z.strictObject({ amountMinor: minor.positive().optional() });
export const mergeShape = z.strictObject({ keepId: id, removeId: id });
export const tagsShape = z.strictObject({
  add: z.array(z.string()).default([]),
  remove: z.array(z.string()).default([]),
});

/** An order as a test writes it; throws naming each wrong field. */
export function readOrderInput(body: unknown): OrderInput {
  const order = orderShape.parse(body);
  return definedOnly({ ...order, lines: order.lines.map(definedOnly) }) as OrderInput;
}

export function readProductInput(body: unknown): ProductInput {
  const product = productShape.parse(body);
  return definedOnly({ ...product, variants: product.variants.map(definedOnly) }) as ProductInput;
}

export function readCustomerInput(body: unknown): CustomerInput {
  return definedOnly(customerShape.parse(body)) as CustomerInput;
}

export function readRefundInput(body: unknown): RefundInput {
  const refund = refundShape.parse(body);
  return definedOnly({ ...refund, lines: refund.lines?.map(definedOnly) }) as RefundInput;
}

export function readEditInput(body: unknown): EditInput {
  const edit = editShape.parse(body);
  return definedOnly({ ...edit, add: edit.add?.map(definedOnly) }) as EditInput;
}
