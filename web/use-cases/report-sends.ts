import { dayToIso, localDayOf, offsetText } from '../domain/shared/time.ts';
import type { Campaign, CampaignCtx } from './ports.ts';

const REPORTED: readonly Campaign['state'][] = ['running', 'paused', 'ended', 'stopped'];
const STATUS = {
  running: 'ACTIVE',
  paused: 'PAUSED',
  ended: 'INACTIVE',
  stopped: 'INACTIVE',
  draft: 'INACTIVE',
} as const;

/**
 * Tells Shopify's marketing reports how many messages each campaign sent yesterday and today, and how often its links were
 * followed. Each day's numbers replace what was said of it before, so a run may be repeated.
 */
export async function reportSends(ctx: CampaignCtx): Promise<void> {
  const { store, shop, clock, offers } = ctx;
  const { shopId, timeZone } = shop;
  if (shop.state !== 'active') return;
  const todayOn = localDayOf(clock.now(), timeZone);
  const sends = await store.messages.sendsByDay(shopId, todayOn - 1, todayOn, timeZone);
  if (sends.length === 0) return;
  const campaigns = await store.campaigns.list(shopId);
  for (const campaign of campaigns) {
    const days = sends.filter(({ campaignId }) => campaignId === campaign.campaignId);
    if (days.length === 0 || !REPORTED.includes(campaign.state)) continue;
    const remoteId = `encore-campaign-${campaign.campaignId}`;
    await offers.reportActivity({
      remoteId,
      title: campaign.draft.name,
      url: `https://${shop.domain}/admin/apps`,
      status: STATUS[campaign.state],
      utm: { campaign: `encore-${campaign.campaignId}`, source: 'encore', medium: 'email' },
      startedAt: campaign.launchedAt ?? campaign.createdAt,
    });
    for (const { dayOn, sends: count, clicks } of days) {
      const utcOffset = offsetText(dayOn, timeZone);
      await offers.reportSends(remoteId, { on: dayToIso(dayOn), utcOffset, sends: count, clicks });
    }
  }
}
