import type { WebhookSubscriptionRecord } from '../../state/records.ts';
import { holdsScope } from '../access.ts';
import type { PageArgs } from '../connection.ts';
import { connection } from '../connection.ts';
import type { AdminContext, ResolverMap } from '../context.ts';
import { gid, idOfType } from '../gid.ts';
import { isoSeconds } from '../instant.ts';
import { sortBy } from '../order-search.ts';
import { accessDenied, badRequest } from '../refusal.ts';
import { addressFaults, filterFault, formatFault, nameFaults } from '../webhook-rules.ts';
import { countOf } from './order.ts';

interface SubscriptionInput {
  readonly uri?: string | null;
  readonly callbackUrl?: string | null;
  readonly format?: 'JSON' | 'XML' | null;
  readonly filter?: string | null;
  readonly includeFields?: readonly string[] | null;
  readonly metafieldNamespaces?: readonly string[] | null;
  readonly name?: string | null;
}

interface ListArgs extends PageArgs {
  readonly topics?: readonly string[] | null;
  readonly uri?: string | null;
  readonly query?: string | null;
}

interface SubscriptionPayload {
  readonly webhookSubscription: WebhookSubscriptionRecord | null;
  readonly userErrors: readonly { readonly field: readonly string[]; readonly message: string }[];
}

/** Made by this app through the API: what its TOML declares is invisible here. */
function own(context: AdminContext): readonly WebhookSubscriptionRecord[] {
  const all = [...context.shop.webhookSubscriptions.values()];
  return all.filter((subscription) => subscription.appId === context.caller.app.id);
}

function faults(
  context: AdminContext,
  input: SubscriptionInput,
  known: WebhookSubscriptionRecord | undefined,
): SubscriptionPayload['userErrors'] {
  const at = (part: string | undefined, messages: readonly string[]) =>
    messages.map((message) => ({
      field: ['webhookSubscription', ...(part === undefined ? [] : [part])],
      message,
    }));
  const uri = input.uri ?? input.callbackUrl ?? known?.uri ?? '';
  const address =
    input.uri == null && input.callbackUrl == null && known !== undefined ? [] : addressFaults(uri);
  if (address.length > 0) return at('callbackUrl', address);
  const format = formatFault(uri, input.format ?? known?.format ?? 'JSON');
  if (format !== undefined) return at('format', [format]);
  const others = own(context).filter((subscription) => subscription !== known);
  const names = others.flatMap((subscription) => subscription.name ?? []);
  const name = input.name == null ? [] : nameFaults(input.name, names);
  if (name.length > 0) return at('name', name);
  const filter = input.filter ? filterFault(input.filter) : undefined;
  return filter === undefined ? [] : at(undefined, [filter]);
}

/** Topics as the enum spells them, by the spelling in which their scopes are known. */
function checkTopicAccess(context: AdminContext, topic: string): void {
  const spellings = [...topic.matchAll(/_/g)].flatMap(({ index }) =>
    ['/', '.'].map((mark) => `${topic.slice(0, index)}${mark}${topic.slice(index + 1)}`.toLowerCase()),
  );
  const needed = spellings.flatMap((spelling) => context.admin.scopesOfTopic(spelling));
  if (needed.length === 0 || needed.some((scope) => holdsScope(context.caller.scopes, scope))) return;
  const sentence = needed.map((scope) => `\`${scope}\` access scope`).join(' or ');
  throw accessDenied('webhookSubscriptionCreate', `${sentence}.`);
}

function create(
  context: AdminContext,
  args: { readonly topic: string; readonly webhookSubscription: SubscriptionInput },
): SubscriptionPayload {
  const { shop, state, caller } = context;
  const input = args.webhookSubscription;
  checkTopicAccess(context, args.topic);
  const userErrors = faults(context, input, undefined);
  if (userErrors.length > 0) return { webhookSubscription: null, userErrors };
  const uri = input.uri ?? input.callbackUrl ?? '';
  const same = own(context).some(
    (entry) => entry.topic === args.topic && entry.uri === uri && entry.filter === (input.filter ?? null),
  );
  if (same) {
    const message = 'Address for this topic has already been taken';
    return {
      webhookSubscription: null,
      userErrors: [{ field: ['webhookSubscription', 'callbackUrl'], message }],
    };
  }
  const now = state.clock.now();
  const created: WebhookSubscriptionRecord = {
    id: shop.newId(),
    appId: caller.app.id,
    topic: args.topic,
    createdAt: now,
    updatedAt: now,
    uri,
    format: input.format ?? 'JSON',
    filter: input.filter || null,
    includeFields: input.includeFields ?? [],
    metafieldNamespaces: input.metafieldNamespaces ?? [],
    name: input.name ?? null,
  };
  shop.webhookSubscriptions.set(created.id, created);
  return { webhookSubscription: created, userErrors: [] };
}

function update(
  context: AdminContext,
  args: { readonly id: string; readonly webhookSubscription: SubscriptionInput },
): SubscriptionPayload {
  const id = idOfType(args.id, 'WebhookSubscription');
  const known = own(context).find((subscription) => subscription.id === id);
  const input = args.webhookSubscription;
  if (known === undefined) {
    const message = 'Webhook subscription does not exist';
    return { webhookSubscription: null, userErrors: [{ field: ['id'], message }] };
  }
  const userErrors = faults(context, input, known);
  if (userErrors.length > 0) return { webhookSubscription: null, userErrors };
  known.uri = input.uri ?? input.callbackUrl ?? known.uri;
  known.format = input.format ?? known.format;
  known.filter = input.filter === undefined ? known.filter : input.filter || null;
  known.includeFields = input.includeFields ?? known.includeFields;
  known.metafieldNamespaces = input.metafieldNamespaces ?? known.metafieldNamespaces;
  known.name = input.name ?? known.name;
  known.updatedAt = context.state.clock.now();
  return { webhookSubscription: known, userErrors: [] };
}

function remove(context: AdminContext, args: { readonly id: string }) {
  const id = idOfType(args.id, 'WebhookSubscription');
  const known = own(context).find((subscription) => subscription.id === id);
  if (known === undefined) {
    const message = 'Webhook subscription does not exist';
    return { deletedWebhookSubscriptionId: null, userErrors: [{ field: ['id'], message }] };
  }
  context.shop.webhookSubscriptions.delete(id);
  return { deletedWebhookSubscriptionId: gid('WebhookSubscription', id), userErrors: [] };
}

function list(context: AdminContext, args: ListArgs): readonly WebhookSubscriptionRecord[] {
  if (args.query != null)
    throw badRequest('The local Shopify filters webhook subscriptions by topics and uri only');
  return own(context).filter(
    (subscription) =>
      (args.topics == null || args.topics.includes(subscription.topic)) &&
      (args.uri == null || args.uri === subscription.uri),
  );
}

export const webhookResolvers: ResolverMap = {
  QueryRoot: {
    webhookSubscription: (_root: unknown, args: { readonly id: string }, context) => {
      const id = idOfType(args.id, 'WebhookSubscription');
      return own(context).find((subscription) => subscription.id === id) ?? null;
    },
    webhookSubscriptions: (_root: unknown, args: ListArgs, context, info) => {
      const sortValue = (subscription: WebhookSubscriptionRecord): number => subscription.createdAt;
      const items = sortBy(list(context, args), sortValue);
      return connection({ items, idOf: (entry) => entry.id, sortValue }, args, context, info);
    },
    webhookSubscriptionsCount: (_root: unknown, args: { readonly limit?: number | null }, context) =>
      countOf(own(context).length, args.limit),
  },
  Mutation: {
    webhookSubscriptionCreate: (
      _root: unknown,
      args: { readonly topic: string; readonly webhookSubscription: SubscriptionInput },
      context,
    ) => create(context, args),
    webhookSubscriptionUpdate: (
      _root: unknown,
      args: { readonly id: string; readonly webhookSubscription: SubscriptionInput },
      context,
    ) => update(context, args),
    webhookSubscriptionDelete: (_root: unknown, args: { readonly id: string }, context) =>
      remove(context, args),
  },
  WebhookSubscription: {
    id: (subscription: WebhookSubscriptionRecord) => gid('WebhookSubscription', subscription.id),
    legacyResourceId: (subscription: WebhookSubscriptionRecord) => subscription.id,
    topic: (subscription: WebhookSubscriptionRecord) => subscription.topic,
    uri: (subscription: WebhookSubscriptionRecord) => subscription.uri,
    callbackUrl: (subscription: WebhookSubscriptionRecord) => subscription.uri,
    format: (subscription: WebhookSubscriptionRecord) => subscription.format,
    filter: (subscription: WebhookSubscriptionRecord) => subscription.filter,
    includeFields: (subscription: WebhookSubscriptionRecord) => subscription.includeFields,
    metafieldNamespaces: (subscription: WebhookSubscriptionRecord) => subscription.metafieldNamespaces,
    name: (subscription: WebhookSubscriptionRecord) => subscription.name,
    apiVersion: () => ({ handle: '2026-10', displayName: '2026-10', supported: true }),
    createdAt: (subscription: WebhookSubscriptionRecord) => isoSeconds(subscription.createdAt),
    updatedAt: (subscription: WebhookSubscriptionRecord) => isoSeconds(subscription.updatedAt),
  },
};
