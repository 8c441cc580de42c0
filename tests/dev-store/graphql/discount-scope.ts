import type { BuyerContext, DiscountItems } from '../state/discount-records.ts';
import type { ShopState } from '../state/shop-state.ts';
import type { DiscountFaults, DiscountInput, IdChange, ItemsInput } from './discount-input.ts';
import { parseGid } from './gid.ts';
import { badRequest } from './refusal.ts';

type Held = { has(id: string): boolean };

/** A list of gids to add, each known to the shop; an unknown one is INVALID under `path`. */
function idsOf(
  list: readonly string[] | null | undefined,
  type: string,
  held: Held,
  refuse: (message: string) => void,
): readonly string[] {
  const ids: string[] = [];
  for (const text of list ?? []) {
    const parsed = parseGid(text);
    const known = parsed !== undefined && parsed.type === type && held.has(parsed.id);
    if (known) ids.push(parsed.id);
    else refuse(`${typeWord(type)} with id: ${parsed?.id ?? text} is invalid`);
  }
  return ids;
}

const typeWord = (type: string): string => (type === 'ProductVariant' ? 'Product variant' : type);

/** The ids held before, without the removed and with the added ones; the same id in both lists is a bad request. */
function changed(before: readonly string[], added: readonly string[], removed: readonly string[]): string[] {
  const gone = new Set(removed);
  return [...new Set([...before.filter((id) => !gone.has(id)), ...added])];
}

function refuseOverlap(
  type: string,
  add: readonly string[] | null | undefined,
  remove: readonly string[] | null | undefined,
): void {
  if (add?.some((id) => remove?.includes(id) === true) === true) {
    throw badRequest(`The same ${type} id is present in both 'add' and 'remove' fields`);
  }
}

const rawIds = (list: readonly string[] | null | undefined): readonly string[] =>
  (list ?? []).map((text) => parseGid(text)?.id ?? text);

const NOBODY = 'a minimum of one prerequisite segment or prerequisite customer must be provided';

/** Whom the discount is for, from `context` or the deprecated `customerSelection`, never both. */
export function readContext(
  shop: ShopState,
  { input }: DiscountInput,
  before: BuyerContext | undefined,
  faults: DiscountFaults,
): BuyerContext {
  const { context, customerSelection: selection } = input;
  const kept = before ?? { kind: 'all' };
  if (context != null && selection != null) {
    faults.add(['context'], 'INVALID', 'Only one of context or customerSelection can be provided.');
    return kept;
  }
  if (selection?.all === true && (selection.customers != null || selection.customerSegments != null)) {
    throw badRequest(
      'A discount cannot have customerSelection set to all, when customers or customerSavedSearches is specified.',
    );
  }
  const field = context == null ? 'customerSelection' : 'context';
  const chosen = context ?? selection;
  if (chosen == null) {
    if (before === undefined) faults.add([field], 'INVALID', NOBODY);
    return kept;
  }
  if (context?.markets != null) throw badRequest('The local Shopify has no markets');
  if (chosen.customers != null && chosen.customerSegments != null) {
    throw badRequest('A discount cannot have both customers and customerSegments.');
  }
  if (chosen.customers != null) return people(shop, 'customers', chosen.customers);
  if (chosen.customerSegments != null) return people(shop, 'segments', chosen.customerSegments);
  if (chosen.all !== 'ALL' && chosen.all !== true) faults.add([field], 'INVALID', NOBODY);
  return { kind: 'all' };

  function people(of: ShopState, kind: 'customers' | 'segments', change: IdChange): BuyerContext {
    const type = kind === 'customers' ? 'Customer' : 'Segment';
    const part = kind === 'customers' ? 'customers' : 'customerSegments';
    refuseOverlap(type, change.add, change.remove);
    const held = kind === 'customers' ? of.customers : of.segments;
    const added = idsOf(change.add, type, held, (message) =>
      faults.add([field, part, 'add'], 'INVALID', message),
    );
    const old = before?.kind === kind ? before.ids : [];
    const ids = changed(old, added, rawIds(change.remove));
    if (ids.length === 0 && (change.add ?? []).length === 0) faults.add([field], 'INVALID', NOBODY);
    return { kind, ids };
  }
}

const ITEMS = ['customerGets', 'items'];

/** What the discount covers; products and collections exclude each other, and `all` excludes both. */
export function readItems(
  shop: ShopState,
  items: ItemsInput | null | undefined,
  before: DiscountItems | undefined,
  faults: DiscountFaults,
): DiscountItems {
  const kept = before ?? { kind: 'all' };
  if (items == null) {
    if (before === undefined) faults.add(ITEMS, 'BLANK', "Items in 'customer get' must be defined");
    return kept;
  }
  const { products, collections } = items;
  if (items.all === true && (products != null || collections != null)) {
    faults.add(
      ITEMS,
      'CONFLICT',
      'Cannot entitle all items in combination with product variants, products or collections',
    );
  }
  if (products != null && collections != null) {
    const message = 'Cannot entitle collections in combination with product variants or products';
    faults.add([...ITEMS, 'collections', 'add'], 'CONFLICT', message);
  }
  if (products != null) return readProducts(shop, products, kept, faults);
  if (collections != null) return readCollections(shop, collections, kept, faults);
  if (items.all !== true) faults.add(ITEMS, 'BLANK', "Items in 'customer get' must be defined");
  return { kind: 'all' };
}

function readProducts(
  shop: ShopState,
  products: NonNullable<ItemsInput['products']>,
  before: DiscountItems,
  faults: DiscountFaults,
): DiscountItems {
  refuseOverlap('Product', products.productsToAdd, products.productsToRemove);
  refuseOverlap('ProductVariant', products.productVariantsToAdd, products.productVariantsToRemove);
  const refuse = (part: string) => (message: string) =>
    faults.add([...ITEMS, 'products', part], 'INVALID', message);
  const added = idsOf(products.productsToAdd, 'Product', shop.products, refuse('productsToAdd'));
  const variants = idsOf(
    products.productVariantsToAdd,
    'ProductVariant',
    shop.variants,
    refuse('productVariantsToAdd'),
  );
  const old = before.kind === 'products' ? before : { productIds: [], variantIds: [] };
  const productIds = changed(old.productIds, added, rawIds(products.productsToRemove));
  const variantIds = changed(old.variantIds, variants, rawIds(products.productVariantsToRemove));
  const asked = (products.productsToAdd ?? []).length + (products.productVariantsToAdd ?? []).length;
  if (productIds.length + variantIds.length === 0 && asked === 0) {
    faults.add(ITEMS, 'BLANK', "Items in 'customer get' must be defined");
  }
  return { kind: 'products', productIds, variantIds };
}

function readCollections(
  shop: ShopState,
  collections: IdChange,
  before: DiscountItems,
  faults: DiscountFaults,
): DiscountItems {
  refuseOverlap('Collection', collections.add, collections.remove);
  const added = idsOf(collections.add, 'Collection', shop.collections, (message) =>
    faults.add([...ITEMS, 'collections', 'add'], 'INVALID', message),
  );
  const old = before.kind === 'collections' ? before.collectionIds : [];
  const collectionIds = changed(old, added, rawIds(collections.remove));
  if (collectionIds.length === 0 && (collections.add ?? []).length === 0) {
    faults.add(ITEMS, 'BLANK', "Items in 'customer get' must be defined");
  }
  return { kind: 'collections', collectionIds };
}
