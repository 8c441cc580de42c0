import type { CampaignSettings } from '../domain/campaigns/settings.ts';
import type { CampaignCtx, StoredChannel } from './ports.ts';

export type ChannelsView = {
  email: StoredChannel<'email'> | null;
  webhook: StoredChannel<'webhook'> | null;
  settings: CampaignSettings;
  version: number;
  /** Customers to whom no mail goes any more because it came back. */
  bounced: number;
};

/** How messages leave and what holds over all campaigns; no secret in it. */
export async function getChannels({
  store,
  shop,
}: Pick<CampaignCtx, 'store' | 'shop'>): Promise<ChannelsView> {
  const { shopId } = shop;
  const [email, webhook, current, bounced] = await Promise.all([
    store.channels.settings(shopId, 'email'),
    store.channels.settings(shopId, 'webhook'),
    store.campaigns.settings(shopId),
    store.suppressions.count(shopId),
  ]);
  return { email, webhook, ...current, bounced };
}
