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
  const { after, limit } = asked;
  const key = await versionOf(ctx, asked);
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

const PER_PAGE = 1_000;

/** All of them, page by page, without names and titles: those stand in Shopify only. Throws NOT_FOUND as `getResult`. */
export async function* streamCameBack(
  ctx: CampaignCtx,
  asked: { campaignId: number; version: number | null },
): AsyncIterable<readonly CreditedOrder[]> {
  const { store, shop } = ctx;
  const key = await versionOf(ctx, asked);
  let after: CreditPosition | null = null;
  for (;;) {
    const rows: readonly CreditedOrder[] = await store.campaignResults.cameBack(shop.shopId, key, {
      after,
      limit: PER_PAGE,
    });
    yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PER_PAGE) return;
    after = { orderedAt: last.orderedAt, orderId: last.orderId };
  }
}

async function versionOf(
  { store, shop }: CampaignCtx,
  { campaignId, version }: { campaignId: number; version: number | null },
): Promise<{ campaignId: number; version: number }> {
  const campaign = await store.campaigns.find(shop.shopId, campaignId);
  if (!campaign) throw new AppError('NOT_FOUND', `there is no campaign ${campaignId} in this shop`);
  return { campaignId, version: version ?? campaign.version };
}

async function namesOf(ctx: CampaignCtx, ids: readonly CustomerId[]): Promise<Map<CustomerId, string>> {
  const live = await unlessAway(ctx.log, () => ctx.shopify.liveCustomers([...new Set(ids)]));
  return new Map([...(live ?? [])].flatMap(([id, one]) => (one ? [[id, one.displayName] as const] : [])));
}

async function titlesOf(ctx: CampaignCtx, ids: readonly ProductId[]): Promise<ReadonlyMap<string, string>> {
  return (await unlessAway(ctx.log, () => ctx.offers.productTitles([...new Set(ids)]))) ?? new Map();
}
