import { mayUseNamespace } from '../../state/metafields.ts';
import type { MetafieldDefinitionRecord, MetafieldRecord } from '../../state/records.ts';
import { checkWriteAccess } from '../access.ts';
import type { AdminContext, ResolverMap } from '../context.ts';
import { gid, parseGid } from '../gid.ts';
import { compareDigest, METAFIELD_TYPES, resolveNamespace, valueProblem } from '../metafield-rules.ts';
import { badRequest } from '../refusal.ts';
import { findNode } from './node.ts';

interface SetInput {
  readonly ownerId: string;
  readonly namespace?: string | null;
  readonly key: string;
  readonly type?: string | null;
  readonly value: string;
  readonly compareDigest?: string | null;
}

interface IdentifierInput {
  readonly ownerId: string;
  readonly namespace: string;
  readonly key: string;
}

interface SetError {
  readonly field: readonly string[];
  readonly message: string;
  readonly code: string;
  readonly elementIndex: number | null;
}

const MAX_PER_CALL = 25;
const MAX_VALUE_BYTES = 65_536;

const stored = (
  context: AdminContext,
  ownerId: string,
  namespace: string,
  key: string,
): MetafieldRecord | undefined =>
  context.shop.metafields.get(ownerId)?.find((entry) => entry.namespace === namespace && entry.key === key);

function ownerTypeOf(ownerId: string): string {
  const type = parseGid(ownerId)?.type ?? '';
  return type === 'ProductVariant' ? 'PRODUCTVARIANT' : type.toUpperCase();
}

function definitionOf(context: AdminContext, ownerId: string, namespace: string, key: string) {
  return context.shop.metafieldDefinitions.get(`${ownerTypeOf(ownerId)} ${namespace} ${key}`);
}

/** Finds the owner; the app's own installation is one too. */
function ownerExists(context: AdminContext, ownerId: string, fieldName: string): boolean {
  if (parseGid(ownerId)?.type === 'AppInstallation') return true;
  return findNode(context, ownerId, fieldName) !== null;
}

function mayUse(context: AdminContext, namespace: string): boolean {
  return mayUseNamespace(context.caller.app.id, namespace);
}

function faultOf(context: AdminContext, input: SetInput, index: number): SetError | undefined {
  const refuse = (part: string, message: string, code: string): SetError => ({
    field: ['metafields', String(index), part],
    message,
    code,
    elementIndex: null,
  });
  const namespace = resolveNamespace(context, input.namespace ?? null);
  if (!ownerExists(context, input.ownerId, 'metafieldsSet'))
    return refuse('ownerId', 'Owner does not exist.', 'INVALID');
  if (!mayUse(context, namespace)) {
    return refuse(
      'namespace',
      'Access to this namespace and key on Metafields for this resource type is not allowed.',
      'APP_NOT_AUTHORIZED',
    );
  }
  if (input.key === '') return refuse('key', "Key can't be blank", 'BLANK');
  if (input.key.length < 2) return refuse('key', 'Key is too short (minimum is 2 characters)', 'TOO_SHORT');
  if (input.key.length > 64) return refuse('key', 'Key is too long (maximum is 64 characters)', 'TOO_LONG');
  if (namespace.length < 3)
    return refuse('namespace', 'Namespace is too short (minimum is 3 characters)', 'TOO_SHORT');
  const definition = definitionOf(context, input.ownerId, namespace, input.key);
  const type = input.type ?? definition?.type ?? stored(context, input.ownerId, namespace, input.key)?.type;
  if (type === undefined) return refuse('type', "Type can't be blank", 'BLANK');
  if (definition !== undefined && definition.type !== type) {
    return refuse(
      'type',
      `Type must be consistent with the definition's type: ${definition.type}.`,
      'INVALID_TYPE',
    );
  }
  if (!METAFIELD_TYPES.includes(type)) {
    return refuse('type', `Type must be one of the following: ${METAFIELD_TYPES.join(', ')}.`, 'INCLUSION');
  }
  if (input.value === '') return refuse('value', "Value can't be blank.", 'BLANK');
  if (Buffer.byteLength(input.value) > MAX_VALUE_BYTES)
    return refuse('value', 'Value is too long.', 'TOO_LONG');
  const problem = valueProblem(type, input.value);
  return problem === undefined
    ? digestFault(context, input, namespace, refuse)
    : refuse('value', problem, 'INVALID_VALUE');
}

/** Compare-and-set: null means "must not exist yet". */
function digestFault(
  context: AdminContext,
  input: SetInput,
  namespace: string,
  refuse: (part: string, message: string, code: string) => SetError,
): SetError | undefined {
  if (input.compareDigest === undefined) return undefined;
  const current = stored(context, input.ownerId, namespace, input.key);
  const expected = current === undefined ? null : compareDigest(current);
  if (expected === input.compareDigest) return undefined;
  const message =
    'The resource has been updated since it was loaded. Try again with an updated `compareDigest` value.';
  return refuse('compareDigest', message, current === undefined ? 'INVALID_COMPARE_DIGEST' : 'STALE_OBJECT');
}

function store(context: AdminContext, input: SetInput): MetafieldRecord {
  const { state, shop } = context;
  const namespace = resolveNamespace(context, input.namespace ?? null);
  const now = state.clock.now();
  const known = stored(context, input.ownerId, namespace, input.key);
  const type =
    input.type ?? known?.type ?? definitionOf(context, input.ownerId, namespace, input.key)?.type ?? '';
  if (known !== undefined) {
    Object.assign(known, { type, value: input.value, updatedAt: now });
    return known;
  }
  const { ownerId, key, value } = input;
  const entry: MetafieldRecord = {
    id: shop.newId(),
    ownerId,
    namespace,
    key,
    type,
    value,
    createdAt: now,
    updatedAt: now,
  };
  shop.metafields.set(ownerId, [...(shop.metafields.get(ownerId) ?? []), entry]);
  return entry;
}

function set(context: AdminContext, args: { readonly metafields: readonly SetInput[] }) {
  for (const input of args.metafields)
    checkWriteAccess(context, parseGid(input.ownerId)?.type ?? '', 'metafieldsSet');
  if (args.metafields.length > MAX_PER_CALL) {
    const message = `Exceeded the maximum metafields input limit of ${MAX_PER_CALL}.`;
    return {
      metafields: null,
      userErrors: [{ field: ['metafields'], message, code: 'LESS_THAN_OR_EQUAL_TO', elementIndex: null }],
    };
  }
  const userErrors = args.metafields.flatMap((input, index) => faultOf(context, input, index) ?? []);
  if (userErrors.length > 0) return { metafields: null, userErrors };
  return { metafields: args.metafields.map((input) => store(context, input)), userErrors: [] };
}

function remove(context: AdminContext, args: { readonly metafields: readonly IdentifierInput[] }) {
  for (const input of args.metafields)
    checkWriteAccess(context, parseGid(input.ownerId)?.type ?? '', 'metafieldsDelete');
  const userErrors = args.metafields.flatMap((input, index) =>
    ownerExists(context, input.ownerId, 'metafieldsDelete')
      ? []
      : [{ field: ['metafields', String(index), 'ownerId'], message: 'Owner does not exist.' }],
  );
  if (userErrors.length > 0) return { deletedMetafields: null, userErrors };
  const deletedMetafields = args.metafields.map((input) => {
    const namespace = resolveNamespace(context, input.namespace);
    if (!mayUse(context, namespace)) throw badRequest(`Access to the namespace ${namespace} is not allowed.`);
    const known = stored(context, input.ownerId, namespace, input.key);
    if (known === undefined) return null;
    const rest = (context.shop.metafields.get(input.ownerId) ?? []).filter((entry) => entry !== known);
    context.shop.metafields.set(input.ownerId, rest);
    return { ownerId: input.ownerId, namespace, key: input.key };
  });
  return { deletedMetafields, userErrors: [] };
}

interface DefinitionInput {
  readonly namespace?: string | null;
  readonly key: string;
  readonly name: string;
  readonly description?: string | null;
  readonly type: string;
  readonly ownerType: string;
  readonly access?: {
    readonly admin?: string;
    readonly storefront?: string;
    readonly customerAccount?: string;
  } | null;
}

const OWNER_TYPES: Readonly<Record<string, string | undefined>> = {
  CUSTOMER: 'Customer',
  ORDER: 'Order',
  PRODUCT: 'Product',
  PRODUCTVARIANT: 'ProductVariant',
  COLLECTION: 'Collection',
};

function define(context: AdminContext, { definition: input }: { readonly definition: DefinitionInput }) {
  const refuse = (part: string, message: string, code: string) => ({
    createdDefinition: null,
    userErrors: [
      { __typename: 'MetafieldDefinitionCreateUserError', field: ['definition', part], message, code },
    ],
  });
  checkWriteAccess(context, OWNER_TYPES[input.ownerType] ?? '', 'metafieldDefinitionCreate');
  const namespace = resolveNamespace(context, input.namespace ?? null);
  const id = `${input.ownerType} ${namespace} ${input.key}`;
  if (!mayUse(context, namespace))
    return refuse('namespace', 'Namespace is reserved.', 'RESERVED_NAMESPACE_KEY');
  if (input.access?.admin != null && !namespace.startsWith('app--')) {
    const message = 'Setting this access control is not permitted. It must be one of ["public_read_write"].';
    return refuse('access', message, 'ADMIN_ACCESS_INPUT_NOT_ALLOWED');
  }
  if (!METAFIELD_TYPES.includes(input.type)) {
    return refuse('type', `Type must be one of the following: ${METAFIELD_TYPES.join(', ')}.`, 'INCLUSION');
  }
  if (input.key.length < 2) return refuse('key', 'Key is too short (minimum is 2 characters)', 'TOO_SHORT');
  if (context.shop.metafieldDefinitions.has(id)) {
    return refuse(
      'key',
      `Key is in use for ${input.ownerType} metafields on the '${namespace}' namespace.`,
      'TAKEN',
    );
  }
  const created: MetafieldDefinitionRecord = {
    id: context.shop.newId(),
    namespace,
    key: input.key,
    name: input.name,
    description: input.description ?? null,
    type: input.type,
    ownerType: input.ownerType,
    access: {
      admin: input.access?.admin ?? 'MERCHANT_READ_WRITE',
      storefront: input.access?.storefront ?? 'NONE',
      customerAccount: input.access?.customerAccount ?? 'NONE',
    },
  };
  context.shop.metafieldDefinitions.set(id, created);
  return { createdDefinition: created, userErrors: [] };
}

export const metafieldChangeResolvers: ResolverMap = {
  Mutation: {
    metafieldsSet: (_root: unknown, args: { readonly metafields: readonly SetInput[] }, context) =>
      set(context, args),
    metafieldsDelete: (_root: unknown, args: { readonly metafields: readonly IdentifierInput[] }, context) =>
      remove(context, args),
    metafieldDefinitionCreate: (_root: unknown, args: { readonly definition: DefinitionInput }, context) =>
      define(context, args),
  },
  MetafieldDefinition: {
    id: (definition: MetafieldDefinitionRecord) => gid('MetafieldDefinition', definition.id),
    namespace: (definition: MetafieldDefinitionRecord) => definition.namespace,
    key: (definition: MetafieldDefinitionRecord) => definition.key,
    name: (definition: MetafieldDefinitionRecord) => definition.name,
    description: (definition: MetafieldDefinitionRecord) => definition.description,
    ownerType: (definition: MetafieldDefinitionRecord) => definition.ownerType,
    type: (definition: MetafieldDefinitionRecord) => ({ name: definition.type }),
    access: (definition: MetafieldDefinitionRecord) => definition.access,
  },
};
