import { AppError } from '../domain/shared/errors.ts';
import type { CustomerId, ProductId } from '../domain/shared/ids.ts';
import type { CampaignCtx, CreditedOrder, CreditPosition } from './ports.ts';
import { unlessAway } from './steps/unless-away.ts';

export type CameBackList = {
  rows: readonly (CreditedOrder & { name: string | null; products: readonly string[] })[];
  next: CreditPosition | null;
};

/**
 * Who came back with the offer and what they bought, newest first. Names and titles are asked of Shopify for this page
 * only, and left out where it does not answer. Throws NOT_FOUND as `getResult`.
 */
export async function listCameBack(
  ctx: CampaignCtx,
  asked: { campaignId: number; version: number | null; after: CreditPosition | null; limit: number },
): Promise<CameBackList> {
  const { store, shop } = ctx;
  const { campaignId, after, limit } = asked;
  const campaign = await store.campaigns.find(shop.shopId, campaignId);
  if (!campaign) throw new AppError('NOT_FOUND', `there is no campaign ${campaignId} in this shop`);
  const key = { campaignId, version: asked.version ?? campaign.version };
  const found = await store.campaignResults.cameBack(shop.shopId, key, { after, limit: limit + 1 });
  const page = found.slice(0, limit);
  const names = await namesOf(
    ctx,
    page.flatMap(({ customerId }) => customerId ?? []),
  );
  const titles = await titlesOf(
    ctx,
    page.flatMap(({ items }) => items.flatMap(({ productId }) => productId ?? [])),
  );
  const last = found.length > limit ? page.at(-1) : undefined;
  return {
    rows: page.map((order) => ({
      ...order,
      name: order.customerId === null ? null : (names.get(order.customerId) ?? null),
      products: order.items.flatMap(({ productId }) => (productId && titles.get(productId)) ?? []),
    })),
    next: last ? { orderedAt: last.orderedAt, orderId: last.orderId } : null,
  };
}

async function namesOf(ctx: CampaignCtx, ids: readonly CustomerId[]): Promise<Map<CustomerId, string>> {
  const live = await unlessAway(ctx.log, () => ctx.shopify.liveCustomers([...new Set(ids)]));
  return new Map([...(live ?? [])].flatMap(([id, one]) => (one ? [[id, one.displayName] as const] : [])));
}

async function titlesOf(ctx: CampaignCtx, ids: readonly ProductId[]): Promise<ReadonlyMap<string, string>> {
  return (await unlessAway(ctx.log, () => ctx.offers.productTitles([...new Set(ids)]))) ?? new Map();
}
