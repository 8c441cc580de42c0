import type { DevStoreState } from './dev-store-state.ts';
import type {
  BulkCreationRecord,
  CodeDeletionRecord,
  DiscountRecord,
  RedeemCodeRecord,
} from './discount-records.ts';
import type { OrderRecord } from './records.ts';
import type { ShopState } from './shop-state.ts';

export const MAX_CODE_LENGTH = 255;

/** Takes codes on: they come in one after another until the delay has passed, each checked when its turn comes. */
export function startBulkCreation(
  state: DevStoreState,
  shop: ShopState,
  discount: DiscountRecord,
  codes: readonly string[],
): BulkCreationRecord {
  settleCodes(state, shop);
  const { discountBook } = shop;
  const createdAt = state.clock.now();
  const creation: BulkCreationRecord = {
    id: shop.newId(),
    discountId: discount.id,
    createdAt,
    readyAt: createdAt + discountBook.delays.bulkCreationMs,
    codes: codes.map((code) => ({ code, fault: null, redeemCodeId: null })),
    tried: 0,
  };
  discountBook.bulkCreations.set(creation.id, creation);
  discountBook.openCreations.add(creation);
  return creation;
}

/** Takes codes off a discount, all at once when the delay has passed. */
export function startCodeDeletion(
  state: DevStoreState,
  shop: ShopState,
  codes: readonly RedeemCodeRecord[],
): CodeDeletionRecord {
  const { discountBook } = shop;
  const deletion: CodeDeletionRecord = {
    id: shop.newId(),
    readyAt: state.clock.now() + discountBook.delays.codeDeletionMs,
    codeIds: codes.map((code) => code.id),
    done: false,
  };
  discountBook.codeDeletions.set(deletion.id, deletion);
  discountBook.openDeletions.add(deletion);
  return deletion;
}

/** Lets everything due by now have happened, in the order it was due. Call before reading or changing codes. */
export function settleCodes(state: DevStoreState, shop: ShopState): void {
  const { discountBook } = shop;
  const now = state.clock.now();
  for (const creation of discountBook.openCreations) importDue(shop, creation, now);
  for (const deletion of discountBook.openDeletions) {
    if (deletion.readyAt > now) continue;
    deletion.done = true;
    discountBook.openDeletions.delete(deletion);
    for (const id of deletion.codeIds) {
      const code = discountBook.codes.get(id);
      if (code !== undefined) discountBook.removeCode(code);
    }
  }
}

export function isBulkCreationDone(creation: BulkCreationRecord): boolean {
  return creation.tried === creation.codes.length;
}

function importDue(shop: ShopState, creation: BulkCreationRecord, now: number): void {
  const whole = creation.readyAt - creation.createdAt;
  const share = now >= creation.readyAt ? 1 : Math.max(0, now - creation.createdAt) / whole;
  const due = Math.floor(creation.codes.length * share);
  while (creation.tried < due) {
    importNext(shop, creation, now);
    creation.tried += 1;
  }
  if (isBulkCreationDone(creation)) shop.discountBook.openCreations.delete(creation);
}

function importNext(shop: ShopState, creation: BulkCreationRecord, now: number): void {
  const entry = creation.codes[creation.tried];
  if (entry === undefined) return;
  const { discountBook } = shop;
  entry.fault = faultOf(shop, creation, entry.code);
  if (entry.fault !== null) return;
  const code: RedeemCodeRecord = {
    id: shop.newId(),
    discountId: creation.discountId,
    code: entry.code,
    createdAt: Math.min(now, creation.readyAt),
    addedByApp: true,
  };
  discountBook.addCode(code);
  entry.redeemCodeId = code.id;
}

/** Shopify's words; its answer carries no code with them. */
function faultOf(shop: ShopState, creation: BulkCreationRecord, code: string): string | null {
  const { discountBook } = shop;
  if (!discountBook.discounts.has(creation.discountId)) return 'discount does not exist';
  if (code.trim() === '') return 'is too short (minimum is 1 character)';
  if (/[\r\n]/.test(code)) return 'cannot contain newline characters.';
  if ([...code].length > MAX_CODE_LENGTH) return `is too long (maximum is ${MAX_CODE_LENGTH} characters)`;
  const folded = code.toUpperCase();
  const earlier = creation.codes.slice(0, creation.tried);
  if (earlier.some((other) => other.code.toUpperCase() === folded)) {
    return 'Codes must be unique within BulkDiscountCodeCreation';
  }
  return discountBook.codeByText(code) === undefined ? null : 'must be unique. Please try a different code.';
}

/** Notes which codes of the shop an order used: the limits count them at once, `asyncUsageCount` later. */
export function noteRedemptions(state: DevStoreState, shop: ShopState, order: OrderRecord): void {
  if (shop.discountBook.discounts.size === 0) return;
  settleCodes(state, shop);
  for (const application of order.discounts) {
    const code = application.type === 'code' ? shop.discountBook.codeByText(application.title) : undefined;
    if (code === undefined) continue;
    const known = shop.discountBook.redemptions.get(code.id) ?? [];
    shop.discountBook.redemptions.set(code.id, [...known, { order, at: order.createdAt }]);
  }
}

/** Uses of a code as `asyncUsageCount` shows them by now. */
export function shownUsage(state: DevStoreState, shop: ShopState, codeId: string): number {
  const until = state.clock.now() - shop.discountBook.delays.usageCountMs;
  return shop.discountBook.redemptionsOf(codeId).filter(({ at }) => at <= until).length;
}
