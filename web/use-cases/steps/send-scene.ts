import type { Channel } from '../../domain/campaigns/campaign.ts';
import type { CampaignSettings } from '../../domain/campaigns/settings.ts';
import type { ShopModel } from '../../domain/rfm/model.ts';
import { AppError } from '../../domain/shared/errors.ts';
import type {
  Campaign,
  CampaignCtx,
  CampaignVersion,
  ChannelParts,
  EmailSecrets,
  EmailSettings,
  MailSettings,
  Message,
} from '../ports.ts';

/** What sending needs to know of the shop, read once per page; versions as they come up. */
export class SendScene {
  readonly settings: CampaignSettings;
  readonly model: ShopModel;
  readonly email: { settings: EmailSettings; mail: MailSettings } | null;
  readonly webhook: { url: string; secret: string } | null;
  /** Ways that turned out closed in this run: what is left for them waits for the next. */
  readonly closed: Set<Channel>;
  readonly #ctx: CampaignCtx;
  readonly #campaigns: ReadonlyMap<number, Campaign>;
  readonly #versions = new Map<string, CampaignVersion>();

  private constructor(ctx: CampaignCtx, parts: Parts) {
    this.#ctx = ctx;
    this.settings = parts.settings;
    this.model = parts.model;
    this.email = parts.email;
    this.webhook = parts.webhook;
    this.closed = parts.closed;
    this.#campaigns = new Map(parts.campaigns.map((campaign) => [campaign.campaignId, campaign]));
  }

  /** Null before the first scoring. */
  static async read(ctx: CampaignCtx, closed = new Set<Channel>()): Promise<SendScene | null> {
    const { store, shop } = ctx;
    const { shopId } = shop;
    const current = await store.models.current(shopId);
    if (!current) return null;
    const { settings } = await store.campaigns.settings(shopId);
    const webhook = await store.channels.settings(shopId, 'webhook');
    const secrets = await store.channels.secrets(shopId, 'webhook');
    return new SendScene(ctx, {
      closed,
      settings,
      model: current.model,
      campaigns: await store.campaigns.list(shopId),
      email: await readEmail(ctx),
      webhook: webhook && secrets?.signing ? { url: webhook.settings.url, secret: secrets.signing } : null,
    });
  }

  campaignOf({ campaignId }: Pick<Message, 'campaignId'>): Campaign | undefined {
    return this.#campaigns.get(campaignId);
  }

  async versionOf({
    campaignId,
    version,
  }: Pick<Message, 'campaignId' | 'version'>): Promise<CampaignVersion> {
    const key = `${campaignId}.${version}`;
    const known = this.#versions.get(key);
    if (known) return known;
    const found = await this.#ctx.store.campaigns.version(this.#ctx.shop.shopId, campaignId, version);
    if (!found) throw new AppError('NOT_FOUND', `campaign ${campaignId} has no version ${version}`);
    this.#versions.set(key, found);
    return found;
  }
}

type Parts = {
  closed: Set<Channel>;
  settings: CampaignSettings;
  model: ShopModel;
  campaigns: readonly Campaign[];
  email: SendScene['email'];
  webhook: SendScene['webhook'];
};

async function readEmail({ store, shop }: CampaignCtx): Promise<SendScene['email']> {
  const stored = await store.channels.settings(shop.shopId, 'email');
  const secrets = await store.channels.secrets(shop.shopId, 'email');
  if (!stored || !secrets) return null;
  return { settings: stored.settings, mail: toMailSettings(stored.settings, secrets) };
}

/** The account as the mailer wants it. */
export function toMailSettings(
  settings: ChannelParts['email']['settings'],
  secrets: EmailSecrets,
): MailSettings {
  const { host, port, security, user, from, replyTo, postalAddress, dkim } = settings;
  const account = { host, port, security, user, from, replyTo, postalAddress, password: secrets.password };
  const key = secrets.dkimPrivateKey;
  return { ...account, dkim: dkim && key ? { ...dkim, privateKey: key } : null };
}
