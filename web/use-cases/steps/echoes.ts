import { ownedTags } from '../../domain/tags/desired-tags.ts';
import type { Ctx, CustomerMirror, CustomerNews, CustomerProfile } from '../ports.ts';
import type { CustomerWork } from './sort-deliveries.ts';

/**
 * Splits customers into those Shopify must be asked about and those whose deliveries say nothing new: the tags we set
 * ourselves, other apps' tags, and the update that comes with every tag and every order. Without it a first tagging of a
 * shop would be answered by one refetch a customer.
 */
export async function withoutEchoes(
  ctx: Ctx,
  works: readonly CustomerWork[],
): Promise<{ ask: CustomerWork[]; echoes: CustomerWork[] }> {
  if (works.length === 0) return { ask: [], echoes: [] };
  const { shopId } = ctx.shop;
  const mirrors = await ctx.store.customers.mirrors(
    shopId,
    works.map(({ customerId }) => customerId),
  );
  const names = await tagNames(ctx);
  const split = { ask: [] as CustomerWork[], echoes: [] as CustomerWork[] };
  for (const work of works) {
    const mirror = mirrors.get(work.customerId);
    const known = mirror !== undefined && work.news.every((news) => isEcho(news, mirror, names));
    split[known ? 'echoes' : 'ask'].push(work);
  }
  return split;
}

/** The tags that mean something to us, folded: every one that is or was ours, and those that exclude. */
export async function tagNames({ store, shop }: Ctx): Promise<TagNames> {
  const { rules } = await store.rules.current(shop.shopId);
  const ours = folded(ownedTags(rules, await store.rules.history(shop.shopId)));
  return { ours, excluding: folded(rules.excludedTags) };
}

/** Whether Shopify's copy of a customer says something we do not hold. */
export function differs(
  profile: CustomerProfile,
  mirror: CustomerMirror,
  { ours, excluding }: TagNames,
): boolean {
  const tags = [...folded(profile.tags)];
  const standing = folded(mirror.standingTags);
  const oursNow = tags.filter((tag) => ours.has(tag));
  return (
    profile.locale !== mirror.locale ||
    profile.country !== mirror.country ||
    profile.emailConsent !== mirror.emailConsent ||
    profile.smsConsent !== mirror.smsConsent ||
    tags.some((tag) => excluding.has(tag)) !== mirror.excluded ||
    oursNow.length !== standing.size ||
    oursNow.some((tag) => !standing.has(tag))
  );
}

export type TagNames = { ours: ReadonlySet<string>; excluding: ReadonlySet<string> };

/** Whether a delivery repeats what we hold. Tags are compared without regard to case, as Shopify does. */
export function isEcho(news: CustomerNews, mirror: CustomerMirror, { ours, excluding }: TagNames): boolean {
  if (news.kind === 'unknown') return false;
  if (news.kind === 'profile') return news.country === mirror.country;
  const desired = folded(mirror.desiredTags);
  const foreign = (tag: string) => !ours.has(tag) && !excluding.has(tag);
  const added = [...folded(news.added)].every((tag) => foreign(tag) || desired.has(tag));
  return (
    added && [...folded(news.removed)].every((tag) => foreign(tag) || (ours.has(tag) && !desired.has(tag)))
  );
}

function folded(tags: Iterable<string>): ReadonlySet<string> {
  return new Set([...tags].map((tag) => tag.toLowerCase()));
}
