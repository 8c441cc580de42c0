import { memberPoints } from '../domain/loyalty/member-points.ts';
import type { MemberPoints } from '../domain/loyalty/member-view.ts';
import type { CustomerId } from '../domain/shared/ids.ts';
import type { LoyaltyAccount, LoyaltyCtx } from './ports.ts';
import { newest } from './steps/loyalty-scene.ts';
import { isShopifyAway, noteNeedsReauth } from './steps/needs-reauth.ts';

/** Shopify's most per call. */
const MEMBERS_PER_CALL = 25;

type Waiting = LoyaltyAccount & { customerId: CustomerId; published: unknown; changedAt: Date };

/**
 * Sends what Shopify's metafields shall say and do not yet: only differences, 25 members a call. What was sent and not noted is
 * sent again. Members whom Shopify does not know are left until something about them changes.
 * @throws AppError SHOPIFY_UNAVAILABLE: the queue comes again
 */
export async function publishPoints(ctx: LoyaltyCtx): Promise<void> {
  const { store, shop } = ctx;
  if (shop.state === 'uninstalled') return;
  try {
    for (;;) {
      const found = await store.loyalty.toPublish(shop.shopId, MEMBERS_PER_CALL);
      const waiting = found.filter((one): one is Waiting => one.customerId !== null);
      if (waiting.length === 0) return;
      // Read after the members: whoever a new program made wait is told by that one.
      const terms = newest(await store.loyalty.program(shop.shopId))?.terms ?? null;
      await publish(
        ctx,
        waiting.map((account) => ({ account, points: memberPoints(account, terms) })),
      );
    }
  } catch (error) {
    if (!isShopifyAway(error) || error.code !== 'NEEDS_REAUTH') throw error;
    await noteNeedsReauth(ctx);
  }
}

async function publish(
  { store, shop, rewards }: LoyaltyCtx,
  members: readonly { account: Waiting; points: MemberPoints }[],
): Promise<void> {
  const changed = members.filter(({ account, points }) => !isSame(account.published, points));
  const outcomes =
    changed.length === 0
      ? []
      : await rewards.publishMembers(
          changed.map(({ account, points }) => ({ customerId: account.customerId, points })),
        );
  const failed = new Map(
    outcomes.flatMap((one) =>
      one.outcome === 'done' ? [] : [[one.customerId, one.message ?? one.outcome] as const],
    ),
  );
  const [done, left] = [
    members.filter(({ account }) => !failed.has(account.customerId)),
    members.filter(({ account }) => failed.has(account.customerId)),
  ];
  await store.loyalty.published(
    shop.shopId,
    done.map(({ account: { accountId, changedAt }, points }) => ({
      accountId,
      changedAt,
      published: points,
    })),
    left.map(({ account: { accountId, customerId, changedAt } }) => ({
      accountId,
      changedAt,
      note: (failed.get(customerId) ?? '').slice(0, 200),
    })),
  );
}

/** The database keeps the keys of JSON in an order of its own. */
function isSame(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
