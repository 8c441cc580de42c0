import type { HealthFacts, LoyaltyCtx, SyncRun } from './ports.ts';
import { termsNow } from './steps/loyalty-scene.ts';
import { unlessAway } from './steps/unless-away.ts';

type BlockCheck = 'product_block' | 'cart_block' | 'page_block';
export type HealthState = 'ok' | 'off' | 'attention' | 'unknown';
export type HealthCheck = {
  check:
    | 'app_embed'
    | 'customer_accounts'
    | 'store_credit'
    | 'scopes'
    | 'webhooks'
    | 'metafields'
    | 'extensions_network'
    | BlockCheck;
  state: HealthState;
  /** False: an option that nothing of this shop's program uses. */
  needed: boolean;
  /** Numbers or names beside the sentence of the check. */
  detail: string | null;
  /** The place in the Shopify admin that turns it on. */
  fixUrl: string | null;
};

/** Our app embed's handle (extensions/encore-theme/blocks). */
const EMBED_BLOCK = 'launcher';
/** Blocks a merchant may put in: the file's name, where in the theme editor, and whether into the section that stands there. */
const BLOCKS = [
  { check: 'product_block', handle: 'product-points', template: 'product', target: 'mainSection' },
  { check: 'cart_block', handle: 'cart-points', template: 'cart', target: 'newAppsSection' },
  { check: 'page_block', handle: 'loyalty-page', template: 'page', target: 'newAppsSection' },
] as const satisfies readonly { check: BlockCheck; handle: string; template: string; target: string }[];
/** Numbers are sent within a minute or so; what waits longer than this is stuck. */
const PATIENCE_MS = 15 * 60_000;

/**
 * Whether what points need is on in this shop, asked of Shopify now; what it does not answer is `unknown`. `clientId`: the app's at
 * Shopify, for the link that switches the app embed on in the theme editor.
 */
export async function getHealth(
  ctx: LoyaltyCtx,
  { clientId }: { clientId: string },
): Promise<{ checks: readonly HealthCheck[]; checkedAt: Date }> {
  const { store, shop, clock } = ctx;
  const checkedAt = clock.now();
  const [facts, waitsSince, reconciled, terms] = await Promise.all([
    unlessAway(ctx.log, () => ctx.rewards.health()),
    store.loyalty.toPublishSince(shop.shopId),
    store.syncRuns.latestDone(shop.shopId, 'reconcile'),
    store.loyalty.program(shop.shopId).then((history) => termsNow(history, shop)),
  ]);
  const admin = `https://${shop.domain}/admin`;
  const editor = `${admin}/themes/current/editor`;
  const embed = `${editor}?context=apps&activateAppId=${clientId}/${EMBED_BLOCK}`;
  const accounts = `${admin}/settings/customer_accounts`;
  const checks = [
    { check: 'app_embed', ...onOff(facts?.appEmbedOn ?? null, embed) },
    { check: 'customer_accounts', ...accountsState(facts, accounts) },
    { check: 'store_credit', ...onOff(facts?.storeCreditOn ?? null, accounts) },
    { check: 'scopes', ...scopesState(facts) },
    { check: 'webhooks', ...webhooksState(reconciled) },
    { check: 'metafields', state: metafieldsState(waitsSince, checkedAt), detail: null, fixUrl: null },
    // Shopify does not tell an app whether its extensions may use the network.
    { check: 'extensions_network', state: 'unknown', detail: null, fixUrl: null },
    ...BLOCKS.map(({ check, handle, template, target }) => ({
      check,
      ...onOff(
        facts?.blocksInUse?.includes(handle) ?? null,
        `${editor}?template=${template}&addAppBlockId=${clientId}/${handle}&target=${target}`,
      ),
    })),
  ] satisfies Omit<HealthCheck, 'needed'>[];
  const creditNeeded = terms?.rewards.some(({ active, value }) => active && value.kind === 'store_credit');
  const isOption = (check: HealthCheck['check']) =>
    check === 'store_credit' ? creditNeeded !== true : BLOCKS.some((block) => block.check === check);
  return { checks: checks.map((one) => ({ ...one, needed: !isOption(one.check) })), checkedAt };
}

type Said = Omit<HealthCheck, 'check' | 'needed'>;

function onOff(on: boolean | null, fixUrl: string): Said {
  if (on === null) return { state: 'unknown', detail: null, fixUrl };
  return on ? { state: 'ok', detail: null, fixUrl: null } : { state: 'off', detail: null, fixUrl };
}

function accountsState(facts: HealthFacts | null, fixUrl: string): Said {
  switch (facts?.customerAccounts) {
    case 'new':
      return { state: 'ok', detail: null, fixUrl: null };
    case 'classic':
      return { state: 'attention', detail: 'classic', fixUrl };
    case 'off':
      return { state: 'off', detail: null, fixUrl };
    default:
      return { state: 'unknown', detail: null, fixUrl };
  }
}

function scopesState(facts: HealthFacts | null): Said {
  if (!facts) return { state: 'unknown', detail: null, fixUrl: null };
  const { scopesMissing } = facts;
  if (scopesMissing.length === 0) return { state: 'ok', detail: null, fixUrl: null };
  return { state: 'attention', detail: scopesMissing.join(', '), fixUrl: null };
}

function metafieldsState(waitsSince: Date | null, now: Date): HealthState {
  return waitsSince !== null && now.getTime() - waitsSince.getTime() > PATIENCE_MS ? 'attention' : 'ok';
}

/** Orders that only the night found were not delivered. */
function webhooksState(reconciled: SyncRun | null): Said {
  if (!reconciled) return { state: 'unknown', detail: null, fixUrl: null };
  const missed = (reconciled.drift.ordersMissing ?? 0) + (reconciled.drift.ordersStale ?? 0);
  if (missed === 0) return { state: 'ok', detail: null, fixUrl: null };
  return { state: 'attention', detail: String(missed), fixUrl: null };
}
