import { metafieldsFor } from '../../state/metafields.ts';
import type { MetafieldRecord } from '../../state/records.ts';
import type { PageArgs } from '../connection.ts';
import { connection } from '../connection.ts';
import type { AdminContext, Resolve, ResolverMap } from '../context.ts';
import { gid } from '../gid.ts';
import { isoSeconds } from '../instant.ts';
import { compareDigest, resolveNamespace } from '../metafield-rules.ts';

interface OneArgs {
  readonly namespace?: string | null;
  readonly key: string;
}

interface ManyArgs extends PageArgs {
  readonly namespace?: string | null;
  readonly keys?: readonly string[] | null;
}

/** Metafields an app may read: its own reserved namespace and the merchant's, never another app's. */
function readable(context: AdminContext, ownerId: string): readonly MetafieldRecord[] {
  return metafieldsFor(context.shop, context.caller.app.id, ownerId);
}

/** `metafield` and `metafields` of an owner whose source has an `id`. */
export function metafieldFields(typeName: string): Readonly<Record<string, Resolve>> {
  const ownerOf = (source: { readonly id: string }): string =>
    source.id.startsWith('gid://') ? source.id : gid(typeName, source.id);
  return {
    metafield: (source: { readonly id: string }, args: OneArgs, context) => {
      const namespace = resolveNamespace(context, args.namespace ?? null);
      const found = readable(context, ownerOf(source));
      return found.find((entry) => entry.namespace === namespace && entry.key === args.key) ?? null;
    },
    metafields: (source: { readonly id: string }, args: ManyArgs, context, info) => {
      const namespace = args.namespace == null ? null : resolveNamespace(context, args.namespace);
      const items = readable(context, ownerOf(source)).filter(
        (entry) =>
          (namespace === null || entry.namespace === namespace) &&
          (args.keys == null ||
            args.keys.includes(`${entry.namespace}.${entry.key}`) ||
            args.keys.includes(entry.key)),
      );
      return connection({ items, idOf: (entry) => entry.id, listOrder: true }, args, context, info);
    },
  };
}

function jsonValue(entry: MetafieldRecord): unknown {
  if (entry.type === 'number_integer' || entry.type === 'number_decimal') return Number(entry.value);
  if (entry.type === 'boolean') return entry.value === 'true';
  const structured = entry.type === 'json' || entry.type.startsWith('list.') || entry.type === 'money';
  return structured ? JSON.parse(entry.value) : entry.value;
}

export const metafieldResolvers: ResolverMap = {
  Metafield: {
    id: (entry: MetafieldRecord) => gid('Metafield', entry.id),
    legacyResourceId: (entry: MetafieldRecord) => entry.id,
    namespace: (entry: MetafieldRecord) => entry.namespace,
    key: (entry: MetafieldRecord) => entry.key,
    type: (entry: MetafieldRecord) => entry.type,
    value: (entry: MetafieldRecord) => entry.value,
    jsonValue: (entry: MetafieldRecord) => jsonValue(entry),
    compareDigest: (entry: MetafieldRecord) => compareDigest(entry),
    ownerType: (entry: MetafieldRecord) => (entry.ownerId.split('/')[3] ?? '').toUpperCase(),
    createdAt: (entry: MetafieldRecord) => isoSeconds(entry.createdAt),
    updatedAt: (entry: MetafieldRecord) => isoSeconds(entry.updatedAt),
  },
};
