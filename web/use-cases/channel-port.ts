import type { CustomerId, ShopId } from '../domain/shared/ids.ts';
import type { DomainCheck, MailCheck, MailSettings, ReturnMailboxSettings } from './mail-port.ts';

/** The channels that need settings; on-site and Flow need none. */
export type SettledChannel = 'email' | 'webhook';

/** How mail leaves, without what is secret. */
export type EmailSettings = Omit<MailSettings, 'password' | 'dkim'> & {
  /** Only where the merchant's server does not sign by itself; the key is among the secrets. */
  dkim: { domain: string; selector: string } | null;
  /** Named by the merchant so that the domain check looks at the right key; null = the usual ones are tried. */
  dkimSelector: string | null;
  logoUrl: string | null;
  /** `#rrggbb` */
  colour: string;
  /** Where reports of later bounces are read; null = later bounces stay unknown. */
  returnMailbox: Omit<ReturnMailboxSettings, 'password'> | null;
};
export type EmailSecrets = {
  password: string | null;
  dkimPrivateKey: string | null;
  returnPassword: string | null;
};
/** What connecting and the sender's domain last showed. */
export type EmailCheck = { checkedAt: string; connection: MailCheck; domain: DomainCheck };

export type WebhookSettings = { url: string };
/** `signing` keys the signature of each request. */
export type WebhookSecrets = { signing: string | null };
/** What a trial request last met; `status` null = no answer. */
export type WebhookCheck = { checkedAt: string; status: number | null };

export type ChannelParts = {
  email: { settings: EmailSettings; secrets: EmailSecrets; check: EmailCheck };
  webhook: { settings: WebhookSettings; secrets: WebhookSecrets; check: WebhookCheck };
};

/** What a screen may see of a channel: `secretsSet` tells which secrets stand, never what they are. */
export type StoredChannel<C extends SettledChannel> = {
  settings: ChannelParts[C]['settings'];
  secretsSet: Readonly<Record<keyof ChannelParts[C]['secrets'], boolean>>;
  /** Null = not checked since it was saved. */
  checked: ChannelParts[C]['check'] | null;
  savedAt: Date;
};

export type ChannelStore = {
  settings<C extends SettledChannel>(shop: ShopId, channel: C): Promise<StoredChannel<C> | null>;
  /** Decrypted, for sending; null = the channel is not set up. */
  secrets<C extends SettledChannel>(shop: ShopId, channel: C): Promise<ChannelParts[C]['secrets'] | null>;
  /** A secret that is absent stays as it stands, null takes it away. What was checked no longer holds. */
  save<C extends SettledChannel>(
    shop: ShopId,
    channel: C,
    change: {
      settings: ChannelParts[C]['settings'];
      secrets: { [K in keyof ChannelParts[C]['secrets']]?: string | null | undefined };
    },
    at: Date,
  ): Promise<void>;
  /** Kept only while the settings are those that were checked. */
  checked<C extends SettledChannel>(
    shop: ShopId,
    channel: C,
    check: ChannelParts[C]['check'],
    savedAt: Date,
  ): Promise<void>;
  remove(shop: ShopId, channel: SettledChannel): Promise<void>;
};

/** `bounced`: the mail came back for good; `complained`: the person called it spam. `note` names no person. */
export type MailSuppression = {
  customerId: CustomerId;
  reason: 'bounced' | 'complained';
  note: string | null;
  since: Date;
};

/** Customers to whom no mail goes any more. */
export type SuppressionStore = {
  /** One that stands already stays. */
  suppress(shop: ShopId, suppression: MailSuppression): Promise<void>;
  isSuppressed(shop: ShopId, customerIds: readonly CustomerId[]): Promise<ReadonlySet<CustomerId>>;
  count(shop: ShopId): Promise<number>;
  /** The merchant says the address works again; false = it was not suppressed. */
  lift(shop: ShopId, customerId: CustomerId): Promise<boolean>;
};
