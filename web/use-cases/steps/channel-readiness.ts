import { CHANNELS, type Channel } from '../../domain/campaigns/campaign.ts';
import type { CampaignCtx } from '../ports.ts';

/** Why a channel cannot send now; `check_failed`: the mail server could not be used when it was last tried. */
export type ChannelProblem = 'not_set_up' | 'check_failed';
export type ChannelReadiness = { channel: Channel; ready: boolean; problem: ChannelProblem | null };

/** Which channels could send now. On-site and Flow need no settings. */
export async function channelReadiness({
  store,
  shop,
}: Pick<CampaignCtx, 'store' | 'shop'>): Promise<ChannelReadiness[]> {
  const [email, webhook] = await Promise.all([
    store.channels.settings(shop.shopId, 'email'),
    store.channels.settings(shop.shopId, 'webhook'),
  ]);
  const problems: Record<Channel, ChannelProblem | null> = {
    email: email ? (email.checked?.connection.outcome === 'failed' ? 'check_failed' : null) : 'not_set_up',
    on_site: null,
    flow: null,
    webhook: webhook?.secretsSet.signing ? null : 'not_set_up',
  };
  return CHANNELS.map((channel) => ({
    channel,
    ready: problems[channel] === null,
    problem: problems[channel],
  }));
}
