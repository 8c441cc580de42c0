import { isService } from '../domain/campaigns/campaign.ts';
import { localDayOf } from '../domain/shared/time.ts';
import type { Campaign, CampaignCtx, CampaignVersion, CodeUse, SkipReason, Touched } from './ports.ts';

const DAY_MS = 86_400_000;
/** After the last window refunds are netted for so long; then the figures stand for ever. */
const REFUND_DAYS = 30;
/** Over which the share of orders with a code is told. */
const CODE_USE_DAYS = 90;
/** The key under which all campaigns are measured together. */
export const TOGETHER = { campaignId: 0, version: 0 } as const;

/**
 * What campaigns brought, as of now: each launched version whose figures can still move, and all with a comparison group together
 * (of services nobody is held out); kept under the local day. Once a local day also how many each kind of campaign would reach. Run again it replaces the day's figures.
 */
export async function measureCampaigns(ctx: CampaignCtx): Promise<void> {
  const { store, shop, clock } = ctx;
  const { shopId } = shop;
  if (shop.state === 'uninstalled') return;
  await countAudience(ctx);
  const versions = await launchedVersions(ctx);
  if (versions.length === 0) return;
  const now = clock.now();
  const codeUse = await store.campaignResults.codeUse(
    shopId,
    new Date(now.getTime() - CODE_USE_DAYS * DAY_MS),
  );
  const moving = versions.filter(({ settledAt }) => settledAt === null || settledAt > now);
  for (const { version } of moving) await measureVersion(ctx, version, codeUse);
  const offers = versions.map(({ version }) => version).filter(({ terms }) => !isService(terms.kind));
  if (moving.length > 0 && offers.length > 0) await measureTogether(ctx, offers, codeUse);
}

type Launched = { version: CampaignVersion; settledAt: Date | null };

/** Every version with the moment from which nothing of it can change; null = people may still come in. */
async function launchedVersions({ store, shop }: CampaignCtx): Promise<Launched[]> {
  const found: Launched[] = [];
  for (const campaign of await store.campaigns.list(shop.shopId)) {
    if (campaign.version === 0) continue;
    const versions = await store.campaigns.versions(shop.shopId, campaign.campaignId);
    for (const [index, version] of versions.entries())
      found.push({ version, settledAt: settledAt(campaign, version, versions[index + 1]) });
  }
  return found;
}

function settledAt(
  campaign: Campaign,
  { windowDays }: CampaignVersion,
  next: CampaignVersion | undefined,
): Date | null {
  const lastInAt = next?.launchedAt ?? campaign.endedAt;
  if (lastInAt === null) return null;
  return new Date(lastInAt.getTime() + (windowDays + REFUND_DAYS) * DAY_MS);
}

async function measureVersion(ctx: CampaignCtx, version: CampaignVersion, codeUse: CodeUse): Promise<void> {
  const { store, shop } = ctx;
  const touched = await store.campaignResults.touched(shop.shopId, version);
  const skipped = await store.campaignResults.skipReasons(shop.shopId, version);
  await measure(ctx, { key: version, of: [version] }, { touched, skipped, codeUse });
}

async function measureTogether(
  ctx: CampaignCtx,
  versions: readonly CampaignVersion[],
  codeUse: CodeUse,
): Promise<void> {
  const { store, shop } = ctx;
  const touched: Touched[] = [];
  const skipped: SkipReason[] = [];
  for (const version of versions) {
    touched.push(await store.campaignResults.touched(shop.shopId, version));
    skipped.push(...(await store.campaignResults.skipReasons(shop.shopId, version)));
  }
  const counted = { touched: sumTouched(touched), skipped: sumReasons(skipped), codeUse };
  await measure(ctx, { key: TOGETHER, of: versions }, counted);
}

async function measure(
  { store, shop, clock }: CampaignCtx,
  { key, of }: { key: { campaignId: number; version: number }; of: readonly CampaignVersion[] },
  counted: { touched: Touched; skipped: readonly SkipReason[]; codeUse: CodeUse },
): Promise<void> {
  const { shopId, timeZone } = shop;
  const now = clock.now();
  const { settings } = await store.campaigns.settings(shopId);
  const { costBps } = settings.margin;
  const measured = await store.campaignResults.measure(shopId, { of, asOf: now, costBps });
  const figures = { ...measured, ...counted };
  await store.campaignResults.saveDay(shopId, key, localDayOf(now, timeZone), figures, now);
}

async function countAudience({ store, shop, clock }: CampaignCtx): Promise<void> {
  const { shopId, timeZone } = shop;
  const now = clock.now();
  const current = await store.models.current(shopId);
  if (!current) return;
  const standing = await store.campaignAudience.read(shopId);
  const todayOn = localDayOf(now, timeZone);
  if (standing && localDayOf(standing.computedAt, timeZone) >= todayOn) return;
  const audience = await store.campaignAudience.compute(shopId, todayOn, current.model);
  await store.campaignAudience.save(shopId, audience, now);
}

function sumTouched(all: readonly Touched[]): Touched {
  const byBasis = new Map<string, Touched['byBasis'][number]>();
  for (const row of all.flatMap((one) => one.byBasis)) {
    const known = byBasis.get(row.basis);
    byBasis.set(row.basis, {
      basis: row.basis,
      orders: row.orders + (known?.orders ?? 0),
      revenueMinor: row.revenueMinor + (known?.revenueMinor ?? 0),
      discountMinor: row.discountMinor + (known?.discountMinor ?? 0),
    });
  }
  const sumOf = (key: 'orders' | 'revenueMinor' | 'discountMinor') =>
    all.reduce((sum, one) => sum + one[key], 0);
  return {
    orders: sumOf('orders'),
    revenueMinor: sumOf('revenueMinor'),
    discountMinor: sumOf('discountMinor'),
    byBasis: [...byBasis.values()],
  };
}

function sumReasons(all: readonly SkipReason[]): SkipReason[] {
  const counts = new Map<SkipReason['reason'], number>();
  for (const { reason, count } of all) counts.set(reason, (counts.get(reason) ?? 0) + count);
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
}
