import type { DevStoreState } from './dev-store-state.ts';
import { settleCodes } from './discount-codes.ts';
import type { DiscountClass, DiscountRecord, DiscountSettings } from './discount-records.ts';
import type { ChangeTopic } from './events.ts';
import type { ShopState } from './shop-state.ts';

export type DiscountStatus = 'ACTIVE' | 'EXPIRED' | 'SCHEDULED';

/** Computed, never stored: ended when `endsAt` is reached. */
export function discountStatus(settings: DiscountSettings, now: number): DiscountStatus {
  if (settings.endsAt !== null && settings.endsAt <= now) return 'EXPIRED';
  return settings.startsAt > now ? 'SCHEDULED' : 'ACTIVE';
}

/** Off the whole order, off some products, or off shipping. */
export function discountClass({ terms }: Pick<DiscountSettings, 'terms'>): DiscountClass {
  if (terms.kind === 'freeShipping') return 'SHIPPING';
  return terms.items.kind === 'all' ? 'ORDER' : 'PRODUCT';
}

/** A new discount with its first code, which the caller has found free. */
export function createDiscount(
  state: DevStoreState,
  shop: ShopState,
  settings: DiscountSettings,
  code: string,
): DiscountRecord {
  settleCodes(state, shop);
  const now = state.clock.now();
  const discount: DiscountRecord = { id: shop.newId(), createdAt: now, updatedAt: now, settings };
  const book = shop.discountBook;
  book.discounts.set(discount.id, discount);
  book.addCode({ id: shop.newId(), discountId: discount.id, code, createdAt: now, addedByApp: true });
  emit(state, shop, discount, 'discounts/create');
  return discount;
}

export function changeDiscount(
  state: DevStoreState,
  shop: ShopState,
  discount: DiscountRecord,
  settings: DiscountSettings,
): void {
  discount.settings = settings;
  discount.updatedAt = Math.max(discount.updatedAt, state.clock.now());
  emit(state, shop, discount, 'discounts/update');
}

/** Runs from now on without an end; one that runs already stays as it is. */
export function activateDiscount(state: DevStoreState, shop: ShopState, discount: DiscountRecord): void {
  const now = state.clock.now();
  const { settings } = discount;
  if (discountStatus(settings, now) === 'ACTIVE') return;
  const startsAt = Math.min(settings.startsAt, now);
  const endsAt = settings.endsAt !== null && settings.endsAt <= now ? null : settings.endsAt;
  changeDiscount(state, shop, discount, { ...settings, startsAt, endsAt });
}

/** Ends now, a scheduled one before it began; an ended one stays as it is. */
export function deactivateDiscount(state: DevStoreState, shop: ShopState, discount: DiscountRecord): void {
  const now = state.clock.now();
  const { settings } = discount;
  if (discountStatus(settings, now) === 'EXPIRED') return;
  const startsAt = Math.min(settings.startsAt, now);
  changeDiscount(state, shop, discount, { ...settings, startsAt, endsAt: now });
}

/** Gone with all its codes, which are free again; codes still on their way in find no discount. */
export function deleteDiscount(state: DevStoreState, shop: ShopState, discount: DiscountRecord): void {
  settleCodes(state, shop);
  const book = shop.discountBook;
  for (const code of book.codesOf(discount.id)) book.removeCode(code);
  book.codesByDiscount.delete(discount.id);
  book.discounts.delete(discount.id);
  shop.metafields.delete(`gid://shopify/DiscountCodeNode/${discount.id}`);
  const resource = { kind: 'discount-deleted', id: discount.id } as const;
  state.emit(shop, [{ topic: 'discounts/delete', resource }]);
}

function emit(state: DevStoreState, shop: ShopState, discount: DiscountRecord, topic: ChangeTopic): void {
  state.emit(shop, [{ topic, resource: { kind: 'discount', discount } }]);
}
