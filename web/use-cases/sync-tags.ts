import { AppError } from '../domain/shared/errors.ts';
import { ownedTags, tagDifference } from '../domain/tags/desired-tags.ts';
import type { Ctx, TagChange, TagOutcome, TagWork } from './ports.ts';
import { fetchReadable, noteFaulty } from './steps/fetch-readable.ts';
import { isShopifyAway, noteNeedsReauth } from './steps/needs-reauth.ts';
import { recordProfiles } from './steps/record-profiles.ts';
import { readScene } from './steps/scene.ts';
import { settleGoneCustomer } from './steps/settle-gone-customer.ts';

/** Up to so many customers are tagged by paced calls, more by a bulk mutation (about 10 calls a second against hours). */
const PACED_CUSTOMERS = 500;
const PACED_AT_ONCE = 25;
const BULK_AT_ONCE = 20_000;
const MAX_NOTE_LENGTH = 200;

/**
 * Sends the tag differences that wait. Adding and removing tags may be repeated, so what was sent and not noted (a crash, a
 * lost answer) is simply sent again. Other apps' tags are never part of a difference.
 * @throws AppError SHOPIFY_UNAVAILABLE when answers were lost: the queue comes again
 */
export async function syncTags(ctx: Ctx): Promise<void> {
  try {
    let sent: Sent = 'paced';
    while (sent === 'paced') sent = await sendSome(ctx);
    // One bulk file a job: what waits beside it is the next one's, so that no job runs for hours.
    if (sent === 'bulk') await ctx.queue.enqueue('sync-tags', { shopId: ctx.shop.shopId });
  } catch (error) {
    if (!isShopifyAway(error) || error.code !== 'NEEDS_REAUTH') throw error;
    await noteNeedsReauth(ctx);
  }
}

type Sent = 'nothing' | 'paced' | 'bulk';

/** One round; `nothing` = nothing waits any more. */
async function sendSome(ctx: Ctx): Promise<Sent> {
  const { store, shop, shopify } = ctx;
  const { waiting } = await store.tags.counts(shop.shopId);
  const inBulk = waiting > PACED_CUSTOMERS;
  const work = await store.tags.dirty(shop.shopId, inBulk ? BULK_AT_ONCE : PACED_AT_ONCE);
  if (work.length === 0) return 'nothing';
  const { rules } = await store.rules.current(shop.shopId);
  const owned = ownedTags(rules, await store.rules.history(shop.shopId));
  const changes = work.map(({ customerId, standing, desired }) => ({
    customerId,
    ...tagDifference({ standing, desired, owned }),
  }));
  const real = changes.filter(({ add, remove }) => add.length > 0 || remove.length > 0);
  const outcomes =
    real.length === 0 ? [] : await (inBulk ? shopify.changeTagsInBulk(real) : shopify.changeTags(real));
  await noteDone(ctx, work, changes, outcomes);
  await lookAtHalfDone(ctx, real, outcomes);
  for (const one of outcomes)
    if (one.outcome === 'refused' || one.outcome === 'gone') await noteRefusal(ctx, one);
  const lost = real.length - outcomes.filter(({ outcome }) => outcome !== 'unknown').length;
  if (lost > 0)
    throw new AppError('SHOPIFY_UNAVAILABLE', `The answers for ${lost} customers' tags were lost.`);
  return inBulk ? 'bulk' : 'paced';
}

/** What stands now: on those who were done what was sent, on those for whom there was nothing to send what is desired. */
async function noteDone(
  ctx: Ctx,
  work: readonly TagWork[],
  changes: readonly TagChange[],
  outcomes: readonly TagOutcome[],
): Promise<void> {
  const changeOf = new Map(changes.map((change) => [change.customerId, change]));
  const done = new Set(outcomes.flatMap((one) => (one.outcome === 'done' ? [one.customerId] : [])));
  const standing = work.flatMap((one) => {
    const { customerId } = one;
    const { add = [], remove = [] } = changeOf.get(customerId) ?? {};
    // Tags that differ only in case are alike to Shopify: they count as what was wanted.
    if (add.length === 0 && remove.length === 0) return [{ customerId, standing: one.desired }];
    const left = one.standing.filter((tag) => !remove.includes(tag));
    return done.has(customerId) ? [{ customerId, standing: [...left, ...add] }] : [];
  });
  await ctx.store.tags.sent(ctx.shop.shopId, standing, ctx.clock.now());
}

/** Where old tags went before a new one was refused, Shopify is asked what stands: a tag taken off must not count as standing. */
async function lookAtHalfDone(
  ctx: Ctx,
  changes: readonly TagChange[],
  outcomes: readonly TagOutcome[],
): Promise<void> {
  const refused = new Set(outcomes.flatMap((one) => (one.outcome === 'refused' ? [one.customerId] : [])));
  const ids = changes.flatMap(({ customerId, remove }) =>
    remove.length > 0 && refused.has(customerId) ? [customerId] : [],
  );
  const { found, faulty } = await fetchReadable(ids, (some) => ctx.shopify.fetchCustomers(some));
  noteFaulty(ctx, 'customer', faulty);
  const profiles = [...found.values()].filter((profile) => profile !== null);
  if (profiles.length === 0) return;
  await ctx.store.transaction(async (tx) => {
    await recordProfiles(tx, await readScene(ctx, tx), profiles, 'profile');
  });
}

/** A refusal is kept with Shopify's words for the merchant. A customer Shopify does not know was merged or deleted. */
async function noteRefusal(
  ctx: Ctx,
  one: Extract<TagOutcome, { outcome: 'refused' | 'gone' }>,
): Promise<void> {
  const { store, shop, shopify } = ctx;
  const { customerId } = one;
  if (one.outcome === 'refused') {
    const note = one.message.slice(0, MAX_NOTE_LENGTH);
    return store.tags.failed(shop.shopId, customerId, note, ctx.clock.now());
  }
  // Noted first: whatever is kept of the customer must not be sent again in this job.
  await store.tags.failed(shop.shopId, customerId, 'Shopify did not find the customer', ctx.clock.now());
  const { found, faulty } = await fetchReadable([customerId], (some) => shopify.fetchCustomers(some));
  noteFaulty(ctx, 'customer', faulty);
  if (faulty.size > 0) return undefined;
  const profile = found.get(customerId);
  if (!profile) {
    await settleGoneCustomer(ctx, { goneId: customerId, keptId: null }, async () => undefined);
    return undefined;
  }
  return store.transaction(async (tx) => {
    await recordProfiles(tx, await readScene(ctx, tx), [profile], 'profile');
  });
}
