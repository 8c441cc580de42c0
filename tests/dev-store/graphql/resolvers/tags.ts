import type { GraphQLResolveInfo } from 'graphql';
import { addTags, normalizeTags, removeTags } from '../../state/customers.ts';
import { emitOrder } from '../../state/orders.ts';
import type { CustomerRecord, OrderRecord } from '../../state/records.ts';
import { checkWriteAccess } from '../access.ts';
import type { AdminContext, ResolverMap } from '../context.ts';
import { parseGid } from '../gid.ts';
import { badRequest, invalidId } from '../refusal.ts';
import { asType } from '../type-of.ts';
import { visibleOrder } from './order.ts';

export const MAX_TAGS = 250;
export const MAX_TAG_LENGTH = 40;

interface TagsArgs {
  readonly id: string;
  readonly tags: readonly string[];
}

interface TagsPayload {
  readonly node: object | null;
  readonly userErrors: readonly { readonly field: readonly string[]; readonly message: string }[];
}

/** Types that carry tags at Shopify; only customers and orders carry them here. */
const TAGGABLE = ['Customer', 'Order', 'Product', 'DraftOrder', 'Article', 'DiscountNode'];

const refuse = (field: string, message: string): TagsPayload => ({
  node: null,
  userErrors: [{ field: [field], message }],
});

/** One string may hold several, joined by commas; a comma inside one of several is refused rather than guessed at. */
function readTags(tags: readonly string[]): readonly string[] | undefined {
  const only = tags[0];
  if (tags.length === 1 && only !== undefined) return normalizeTags(only.split(','));
  return tags.some((tag) => tag.includes(',')) ? undefined : normalizeTags(tags);
}

function changeTags(
  context: AdminContext,
  args: TagsArgs,
  info: GraphQLResolveInfo,
  change: 'add' | 'remove',
): TagsPayload {
  const parsed = parseGid(args.id);
  if (parsed === undefined || !/^\d+$/.test(parsed.id) || !TAGGABLE.includes(parsed.type))
    throw invalidId(args.id);
  checkWriteAccess(context, parsed.type, info.fieldName);
  const { shop } = context;
  const holder = parsed.type === 'Order' ? visibleOrder(context, parsed.id) : shop.customers.get(parsed.id);
  if (parsed.type !== 'Customer' && parsed.type !== 'Order') {
    if (parsed.type !== 'Product' || shop.products.has(parsed.id)) {
      throw badRequest(`The local Shopify does not tag ${parsed.type}`);
    }
    return refuse('id', 'Product does not exist');
  }
  if (holder == null) return refuse('id', `${parsed.type} does not exist`);
  const tags = readTags(args.tags);
  if (tags === undefined) return refuse('tags', 'Tags cannot contain commas');
  if (tags.some((tag) => [...tag].length > MAX_TAG_LENGTH)) {
    return refuse('tags', `Tags is too long (maximum is ${MAX_TAG_LENGTH} characters)`);
  }
  if (change === 'add' && normalizeTags([...holder.tags, ...tags]).length > MAX_TAGS) {
    return refuse('tags', `Tags cannot be more than ${MAX_TAGS}`);
  }
  apply(context, holder, tags, change);
  return { node: asType(parsed.type, holder), userErrors: [] };
}

function apply(
  context: AdminContext,
  holder: CustomerRecord | OrderRecord,
  tags: readonly string[],
  change: 'add' | 'remove',
): void {
  const { state, shop } = context;
  if (!('lines' in holder)) {
    if (change === 'add') addTags(state, shop, holder, tags);
    else removeTags(state, shop, holder, tags);
    return;
  }
  const unwanted = new Set(tags.map((tag) => tag.toLowerCase()));
  const after =
    change === 'add'
      ? normalizeTags([...holder.tags, ...tags])
      : holder.tags.filter((tag) => !unwanted.has(tag.toLowerCase()));
  if (after.length === holder.tags.length) return;
  holder.tags = after;
  emitOrder(state, shop, holder);
}

export const tagResolvers: ResolverMap = {
  Mutation: {
    tagsAdd: (_root: unknown, args: TagsArgs, context, info) => changeTags(context, args, info, 'add'),
    tagsRemove: (_root: unknown, args: TagsArgs, context, info) => changeTags(context, args, info, 'remove'),
  },
};
