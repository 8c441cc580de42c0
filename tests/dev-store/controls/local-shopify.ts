import { randomUUID } from 'node:crypto';
import { storeHandle } from '../admin-frame/layout.ts';
import { type AppManifest, parseAppToml } from '../auth/app-toml.ts';
import { type Installation, Installations } from '../auth/installations.ts';
import type { AppCredentials } from '../auth/session-token.ts';
import { TokenStore } from '../auth/tokens.ts';
import { BulkOperations } from '../bulk/operations.ts';
import { CostBuckets } from '../graphql/bucket.ts';
import { MailServer } from '../mail/mail-server.ts';
import { DevStoreState } from '../state/dev-store-state.ts';
import type { AppIdentity, Caller, InstallationPort } from '../state/ports.ts';
import type { ShopInput, ShopState } from '../state/shop-state.ts';
import { WebhookHub } from '../webhooks/hub.ts';
import { shopPayload } from '../webhooks/payloads.ts';
import { DevClock } from './clock.ts';
import { Faults } from './faults.ts';
import { HttpError } from './http.ts';
import { Stats } from './stats.ts';

/** How a local Shopify is set up. `toml` is the text of the app's `shopify.app.toml`. */
export type LocalShopifyOptions = { toml: string; appUrl: string; app: AppCredentials };

/** A staff member with the admin open on one shop: what session tokens are minted for. */
export type Frame = { id: string; shopDomain: string; userId: string; sid: string };

const redactAfterMs = 48 * 3_600_000;

/** Everything one local Shopify holds, whatever speaks to it. The parts know nothing of HTTP. */
export class LocalShopify {
  readonly clock = new DevClock();
  readonly state = new DevStoreState(this.clock);
  readonly tokens = new TokenStore(this.clock);
  readonly faults = new Faults();
  readonly stats = new Stats();
  readonly buckets = new CostBuckets(this.clock);
  readonly bulk: BulkOperations;
  readonly installations: Installations;
  readonly hub: WebhookHub;
  /** Listens only where `up` is called. */
  readonly mail = new MailServer(this.clock);
  readonly app: AppCredentials;
  /** Session tokens and the framed page's signature follow real time: shopify-api checks both against `Date.now()`. */
  readonly wallClock: () => number = () => Date.now();
  #frames = new Map<string, Frame>();
  manifest: AppManifest;
  appUrl: string;
  /** Where this server is reached; known once it listens. */
  url = '';

  constructor(options: LocalShopifyOptions) {
    this.app = options.app;
    this.appUrl = options.appUrl.replace(/\/$/, '');
    this.manifest = parseAppToml(options.toml);
    this.installations = new Installations(this.clock, () => this.manifest);
    this.hub = new WebhookHub({
      clock: this.clock,
      manifest: () => this.manifest,
      appUrl: () => this.appUrl,
      clientSecret: () => this.app.clientSecret,
      installationOf: (shopDomain) => this.installations.of(shopDomain),
    });
    this.bulk = new BulkOperations(this);
    this.state.subscribe((event) => this.hub.onEvent(event));
  }

  /** Opens a shop. `domain` may be the bare name. */
  createShop(input: ShopInput, options: { grantsAllOrders: boolean; install: boolean }): ShopState {
    const domain = fullDomain(input.domain);
    if (this.state.shops.has(domain)) throw new HttpError(409, `shop exists: ${domain}`);
    const shop = this.state.createShop({ ...input, domain });
    const installation = this.installations.register(domain, { grantsAllOrders: options.grantsAllOrders });
    if (options.install) this.installations.install(installation);
    return shop;
  }

  /** A shop and its installation by name or domain; 404 when there is none. */
  shop(nameOrDomain: string): { shop: ShopState; installation: Installation } {
    const domain = fullDomain(nameOrDomain);
    const shop = this.state.shops.get(domain);
    const installation = this.installations.of(domain);
    if (shop === undefined || installation === undefined) throw new HttpError(404, `no shop ${domain}`);
    return { shop, installation };
  }

  /** The merchant removes the app: tokens die at once, the webhook follows, `shop/redact` after 48 hours unless they return. */
  uninstall(nameOrDomain: string): void {
    const { shop, installation } = this.shop(nameOrDomain);
    if (!installation.installed) throw new HttpError(409, `the app is not installed on ${shop.domain}`);
    this.tokens.revoke(shop.domain);
    this.bulk.cancelAll(shop.domain);
    this.installations.uninstall(installation);
    const shopDomain = shop.domain;
    this.hub.notify({ topic: 'app/uninstalled', shopDomain, payload: shopPayload(shop), always: true });
    this.clock.schedule(this.clock.now() + redactAfterMs, () => {
      if (installation.installed) return;
      const payload = { shop_id: BigInt(shop.id), shop_domain: shopDomain };
      this.hub.notify({ topic: 'shop/redact', shopDomain, payload, always: true });
    });
  }

  /** Changes the grant and says so by `app/scopes_update`. */
  setScopes(shop: ShopState, installation: Installation, scopes: readonly string[]): void {
    const previous = installation.scopes;
    installation.scopes = scopes;
    this.hub.notify({
      topic: 'app/scopes_update',
      shopDomain: shop.domain,
      payload: {
        id: 1,
        shop_id: `gid://shopify/Shop/${shop.id}`,
        previous: [...previous],
        current: [...scopes],
        updated_at: this.clock.iso(),
      },
    });
  }

  /** The app as Admin API answers name it. */
  identity(): AppIdentity {
    const { name, handle } = this.manifest;
    return { id: '1', apiKey: this.app.clientId, handle, title: name };
  }

  /** What GraphQL may ask and change about the installation. */
  installationPort(): InstallationPort {
    const installationOf = (caller: Caller): Installation => this.shop(caller.shop.domain).installation;
    return {
      installation: (caller) => ({
        id: caller.shop.id,
        launchUrl: `${this.url}/store/${storeHandle(caller.shop.domain)}/apps/${this.manifest.handle}`,
      }),
      requiredScopes: () => new Set(this.manifest.scopes),
      revokeScopes: (caller, scopes) => {
        const installation = installationOf(caller);
        const left = installation.scopes.filter((scope) => !scopes.includes(scope));
        this.setScopes(caller.shop, installation, left);
      },
    };
  }

  /** The admin opened on a shop by its owner. */
  openFrame(shopDomain: string): Frame {
    const frame = { id: randomUUID(), shopDomain, userId: '902541635', sid: randomUUID() };
    this.#frames.set(frame.id, frame);
    return frame;
  }

  frame(id: string): Frame | undefined {
    return this.#frames.get(id);
  }
}

/** `name` or `name.myshopify.com` as the full domain. */
export function fullDomain(nameOrDomain: string): string {
  return nameOrDomain.endsWith('.myshopify.com') ? nameOrDomain : `${nameOrDomain}.myshopify.com`;
}
