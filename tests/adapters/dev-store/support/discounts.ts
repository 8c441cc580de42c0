import { createProduct } from '../../../dev-store/state/catalog.ts';
import type { ProductRecord } from '../../../dev-store/state/records.ts';
import type { AdminShop } from './admin-shop.ts';

const ERRORS = 'userErrors { field message code extraInfo }';
const NODE = 'codeDiscountNode { id }';
export const CREATE = `mutation($d: DiscountCodeBasicInput!) {
  discountCodeBasicCreate(basicCodeDiscount: $d) { ${NODE} ${ERRORS} } }`;
export const UPDATE = `mutation($id: ID!, $d: DiscountCodeBasicInput!) {
  discountCodeBasicUpdate(id: $id, basicCodeDiscount: $d) { ${NODE} ${ERRORS} } }`;
export const CREATE_SHIPPING = `mutation($d: DiscountCodeFreeShippingInput!) {
  discountCodeFreeShippingCreate(freeShippingCodeDiscount: $d) { ${NODE} ${ERRORS} } }`;
export const ADD_CODES = `mutation($id: ID!, $codes: [DiscountRedeemCodeInput!]!) {
  discountRedeemCodeBulkAdd(discountId: $id, codes: $codes) {
    bulkCreation { id done codesCount importedCount failedCount } ${ERRORS} } }`;

/** A discount that nothing is wrong with: 10 % off everything for everybody, from the day before the test. */
export function plain(over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    title: 'Ten off',
    code: 'TEN',
    startsAt: '2026-11-19T00:00:00Z',
    context: { all: 'ALL' },
    customerGets: { value: { percentage: 0.1 }, items: { all: true } },
    ...over,
  };
}

export interface Payload {
  readonly codeDiscountNode: { readonly id: string } | null;
  readonly userErrors: readonly {
    readonly field: readonly string[] | null;
    readonly code: string | null;
    readonly message: string;
  }[];
}

/** The payload of a mutation with one root field. */
export function payloadOf(store: AdminShop, mutation: string, variables: Record<string, unknown>): Payload {
  return Object.values(store.data(mutation, variables))[0] as Payload;
}

/** Makes a discount that must be accepted; answers its gid. */
export function made(store: AdminShop, over: Record<string, unknown> = {}, mutation = CREATE): string {
  const payload = payloadOf(store, mutation, { d: mutation === CREATE ? plain(over) : shipping(over) });
  if (payload.codeDiscountNode === null) throw new Error(JSON.stringify(payload.userErrors));
  return payload.codeDiscountNode.id;
}

/** Free shipping that nothing is wrong with. */
export function shipping(over: Record<string, unknown> = {}): Record<string, unknown> {
  const { customerGets: _gets, ...rest } = plain({ code: 'SHIP', destination: { all: true } });
  return { ...rest, ...over };
}

/** Field without its root, and code, of each user error. */
export function faults(payload: Payload): readonly string[] {
  return payload.userErrors.map((error) => `${error.field?.slice(1).join('.') ?? ''} ${error.code ?? ''}`);
}

/** A product of one variant at a price. */
export function sells(store: AdminShop, title: string, priceMinor: number, giftCard = false): ProductRecord {
  return createProduct(store.state, store.shop, { title, giftCard, variants: [{ priceMinor }] });
}
