import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { READ_TOPICS } from '../../../web/shopify/deliveries/read-delivery.ts';
import { LOYALTY_SCOPES } from '../../../web/shopify/rewards/health.ts';
import { API_VERSION } from '../../../web/shopify/shopify-app.ts';

const address = z.url({ protocol: /^https$/ });
const compliance = ['customers/data_request', 'customers/redact', 'shop/redact'] as const;

/** Every key the Shopify CLI reads that we use, and no other: it drops what it does not know without a word. */
const manifest = z.strictObject({
  client_id: z.string().regex(/^[0-9a-f]{32}$/),
  name: z.string().max(30),
  handle: z.string().regex(/^[a-z0-9-]{1,50}$/),
  application_url: address,
  embedded: z.literal(true),
  access_scopes: z.strictObject({
    scopes: z.string().transform((text) => text.split(',')),
    use_legacy_install_flow: z.literal(false),
  }),
  auth: z.strictObject({ redirect_urls: z.array(address).min(1) }),
  webhooks: z.strictObject({
    api_version: z.string(),
    subscriptions: z.array(
      z.union([
        z.strictObject({
          name: z.string().regex(/^[A-Za-z0-9_-]{1,50}$/),
          topics: z.array(z.string()).min(1),
          uri: z.string().regex(/^\/webhooks\/[a-z]+$/),
        }),
        z.strictObject({
          name: z.string(),
          compliance_topics: z.array(z.enum(compliance)).min(1),
          uri: z.string().regex(/^\/webhooks\/[a-z]+$/),
        }),
      ]),
    ),
  }),
  app_proxy: z.strictObject({
    url: address,
    prefix: z.enum(['a', 'apps', 'community', 'tools']),
    subpath: z.string().regex(/^[a-z0-9_-]{1,30}$/),
  }),
});

const file = readFileSync(new URL('../../../shopify.app.toml', import.meta.url), 'utf8');
const app = manifest.parse(parse(file));
const subscribed = app.webhooks.subscriptions.flatMap((entry) => ('topics' in entry ? entry.topics : []));

describe('shopify.app.toml', () => {
  it('an unknown key → refused by this test, because the CLI would ignore it', () => {
    expect(() => manifest.parse(parse(`${file}\nsubpaht = "x"\n`))).toThrow(/subpaht/);
  });

  it('payload version → the version the client speaks', () => {
    expect(app.webhooks.api_version).toBe(API_VERSION);
  });

  it('scopes → exactly those the code needs, once each', () => {
    expect([...app.access_scopes.scopes].sort()).toEqual([
      'read_all_orders',
      'read_customer_merge',
      'read_customers',
      'read_discounts',
      'read_inventory',
      'read_orders',
      'read_products',
      'read_store_credit_accounts',
      'read_themes',
      'write_app_proxy',
      'write_customers',
      'write_discounts',
      'write_marketing_events',
      'write_store_credit_account_transactions',
    ]);
  });

  it('what the health check misses where it is not granted → asked for here', () => {
    const granted = app.access_scopes.scopes;
    expect(LOYALTY_SCOPES.filter((scope) => !granted.includes(scope))).toEqual([]);
  });

  it('a topic → subscribed once, and read by the app', () => {
    expect(new Set(subscribed).size).toBe(subscribed.length);
    expect(subscribed.filter((topic) => !READ_TOPICS.includes(topic))).toEqual([]);
  });

  it('what the pipeline follows → subscribed', () => {
    for (const topic of [
      'orders/create',
      'orders/updated',
      'orders/paid',
      'orders/cancelled',
      'orders/edited',
      'fulfillments/update',
    ])
      expect(subscribed).toContain(topic);
    for (const topic of ['orders/delete', 'refunds/create', 'customers/merge', 'customer.tags_removed'])
      expect(subscribed).toContain(topic);
    for (const topic of ['app/uninstalled', 'app/scopes_update', 'shop/update', 'bulk_operations/finish'])
      expect(subscribed).toContain(topic);
  });

  it('the three compliance topics → each declared exactly once', () => {
    const declared = app.webhooks.subscriptions.flatMap((entry) =>
      'compliance_topics' in entry ? entry.compliance_topics : [],
    );
    expect([...declared].sort()).toEqual([...compliance]);
  });
});
