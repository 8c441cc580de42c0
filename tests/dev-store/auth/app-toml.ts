import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import { z } from 'zod';

/** One declarative webhook subscription of the app, a topic and its address each. */
export type Subscription = {
  topic: string;
  uri: string;
  name: string | undefined;
  includeFields: readonly string[] | undefined;
};

/** What the local Shopify takes from the app's own TOML. `scopes` as granted at installation, `optionalScopes` on request. */
export type AppManifest = {
  name: string;
  handle: string;
  clientId: string;
  applicationUrl: string;
  scopes: readonly string[];
  optionalScopes: readonly string[];
  webhookApiVersion: string;
  subscriptions: readonly Subscription[];
  /** `/{prefix}/{subpath}` of a shop answers what the app answers at `url`; null = the app has none. */
  appProxy: { url: string; prefix: string; subpath: string } | null;
};

const complianceTopics = ['customers/data_request', 'customers/redact', 'shop/redact'] as const;

const subscriptionShape = z.object({
  name: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,50}$/)
    .optional(),
  topics: z.array(z.string().regex(/^[a-z_]+[/.][a-z_]+$/)).optional(),
  compliance_topics: z.array(z.enum(complianceTopics)).optional(),
  uri: z.string().min(1),
  include_fields: z.array(z.string()).optional(),
  filter: z.undefined({ error: 'filters are not evaluated by the local Shopify' }).optional(),
});

const manifestShape = z.object({
  client_id: z.string(),
  name: z.string(),
  handle: z.string().optional(),
  application_url: z.string().url(),
  access_scopes: z.object({
    scopes: z.string().default(''),
    optional_scopes: z.array(z.string()).default([]),
    use_legacy_install_flow: z.literal(false).optional(),
  }),
  webhooks: z.object({
    api_version: z.string().regex(/^\d{4}-\d{2}$/),
    subscriptions: z.array(subscriptionShape).default([]),
  }),
  app_proxy: z
    .object({
      url: z.url(),
      prefix: z.enum(['a', 'apps', 'community', 'tools']),
      subpath: z.string().regex(/^[a-zA-Z0-9_-]{1,30}$/),
    })
    .optional(),
});

/** Reads `shopify.app.toml`; throws with the place of every fault, as `shopify app deploy` would refuse it. */
export function readAppToml(path: string): AppManifest {
  return parseAppToml(readFileSync(path, 'utf8'));
}

/** The manifest in a TOML text. Refuses what the Shopify CLI refuses: no topic at all, or the same topic and address twice. */
export function parseAppToml(text: string): AppManifest {
  const raw = manifestShape.parse(parse(text));
  const subscriptions = raw.webhooks.subscriptions.flatMap((entry) => {
    const topics = [...(entry.topics ?? []), ...(entry.compliance_topics ?? [])];
    if (topics.length === 0)
      throw new Error(`webhooks.subscriptions "${entry.uri}": neither topics nor compliance_topics`);
    return topics.map((topic) => ({
      topic,
      uri: entry.uri,
      name: entry.name,
      includeFields: entry.include_fields,
    }));
  });
  refuseTwins(subscriptions);
  return {
    name: raw.name,
    handle: raw.handle ?? raw.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
    clientId: raw.client_id,
    applicationUrl: raw.application_url,
    scopes: splitScopes(raw.access_scopes.scopes),
    optionalScopes: raw.access_scopes.optional_scopes,
    webhookApiVersion: raw.webhooks.api_version,
    subscriptions,
    appProxy: raw.app_proxy ?? null,
  };
}

function splitScopes(scopes: string): string[] {
  return scopes
    .split(',')
    .map((scope) => scope.trim())
    .filter((scope) => scope !== '');
}

function refuseTwins(subscriptions: readonly Subscription[]): void {
  const seen = new Set<string>();
  for (const { topic, uri } of subscriptions) {
    const isCompliance = (complianceTopics as readonly string[]).includes(topic);
    const key = isCompliance ? topic : `${topic} ${uri}`;
    if (seen.has(key)) throw new Error(`webhooks.subscriptions: ${topic} is subscribed twice (${uri})`);
    seen.add(key);
  }
}
