import { z } from 'zod';
import { isBulkCreationDone, settleCodes, shownUsage } from '../state/discount-codes.ts';
import type { DiscountRecord } from '../state/discount-records.ts';
import { deactivateDiscount, deleteDiscount, discountStatus } from '../state/discounts.ts';
import type { ShopState } from '../state/shop-state.ts';
import { definedOnly } from './defined-only.ts';
import { HttpError, type HttpRequest, json, type Route, readJson, route } from './http.ts';
import type { LocalShopify } from './local-shopify.ts';

const wait = z.number().int().min(0).optional();
const delaysShape = z.strictObject({
  segmentMs: wait,
  bulkCreationMs: wait,
  codeDeletionMs: wait,
  usageCountMs: wait,
});

/** The merchant's hand on discounts, and how long Shopify takes for what it does in the background. */
export function discountRoutes(local: LocalShopify): Route[] {
  const { state } = local;
  const shopPath = '/__dev/shops/:shop';
  const base = `${shopPath}/discounts`;
  return [
    route('GET', base, (request) => {
      const { shop } = local.shop(request.params.shop ?? '');
      settleCodes(state, shop);
      return json([...shop.discountBook.discounts.values()].map((entry) => discountView(local, shop, entry)));
    }),
    route('GET', `${base}/:discount`, (request) => {
      const { shop, discount } = find(local, request);
      const codes = shop.discountBook.codesOf(discount.id).map((code) => ({
        id: code.id,
        code: code.code,
        uses: shop.discountBook.redemptionsOf(code.id).length,
        shownUses: shownUsage(state, shop, code.id),
      }));
      return json({ ...discountView(local, shop, discount), codes });
    }),
    route('DELETE', `${base}/:discount`, (request) => {
      const { shop, discount } = find(local, request);
      deleteDiscount(state, shop, discount);
      return json({ deleted: discount.id });
    }),
    route('POST', `${base}/:discount/deactivate`, (request) => {
      const { shop, discount } = find(local, request);
      deactivateDiscount(state, shop, discount);
      return json(discountView(local, shop, discount));
    }),
    route('GET', `${shopPath}/delays`, (request) => json(delaysView(local, request))),
    route('POST', `${shopPath}/delays`, async (request) => {
      const { shop } = local.shop(request.params.shop ?? '');
      const { segmentMs, ...delays } = definedOnly(delaysShape.parse(await readJson(request)));
      if (segmentMs !== undefined) shop.segmentLagMs = segmentMs;
      Object.assign(shop.discountBook.delays, delays);
      return json(delaysView(local, request));
    }),
  ];
}

function delaysView(local: LocalShopify, request: HttpRequest) {
  const { shop } = local.shop(request.params.shop ?? '');
  return { segmentMs: shop.segmentLagMs, ...shop.discountBook.delays };
}

function find(local: LocalShopify, request: HttpRequest): { shop: ShopState; discount: DiscountRecord } {
  const { shop } = local.shop(request.params.shop ?? '');
  settleCodes(local.state, shop);
  const id = (request.params.discount ?? '').replace(/^gid:\/\/shopify\/\w+\//, '');
  const discount = shop.discountBook.discounts.get(id);
  if (discount === undefined) throw new HttpError(404, `no discount ${id} on ${shop.domain}`);
  return { shop, discount };
}

/** A discount as the controls show it. */
function discountView(local: LocalShopify, shop: ShopState, discount: DiscountRecord) {
  const { settings } = discount;
  const open = [...shop.discountBook.openCreations].filter((entry) => entry.discountId === discount.id);
  return {
    id: discount.id,
    title: settings.title,
    status: discountStatus(settings, local.clock.now()),
    startsAt: new Date(settings.startsAt).toISOString(),
    endsAt: settings.endsAt === null ? null : new Date(settings.endsAt).toISOString(),
    codesCount: shop.discountBook.codesCount(discount.id),
    isTakingCodes: open.some((entry) => !isBulkCreationDone(entry)),
  };
}
