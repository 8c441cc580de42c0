import { CAMPAIGN_KINDS, type CampaignTerms } from '../../domain/campaigns/campaign.ts';
import { lockOf } from '../../domain/campaigns/kinds.ts';
import { type TermsIssue, termsIssues } from '../../domain/campaigns/terms-issues.ts';
import { deepestDiscountOverBps } from '../../domain/offers/margin.ts';
import { AppError, type FieldIssue } from '../../domain/shared/errors.ts';
import type { ProductId } from '../../domain/shared/ids.ts';
import { localDayOf } from '../../domain/shared/time.ts';
import type { CampaignCtx } from '../ports.ts';
import { programOn } from './program-on.ts';

type CheckCtx = Pick<CampaignCtx, 'shop' | 'store' | 'offers' | 'clock'>;

/**
 * Refuses terms that cannot stand, one issue per field with what is allowed. A draft may go below the margin floor, for
 * the floor and the costs may change before it is launched; `forLaunch` holds it to the floor.
 * @throws AppError INVALID_INPUT
 */
export async function checkTerms(
  ctx: CheckCtx,
  terms: CampaignTerms,
  { forLaunch }: { forLaunch: boolean },
): Promise<void> {
  const { store, shop, clock } = ctx;
  const issues = termsIssues(terms, {
    todayOn: localDayOf(clock.now(), shop.timeZone),
    unknownProducts: await unknownProducts(ctx, terms),
    deepestBps: forLaunch ? await deepestDiscount(ctx) : null,
    typical: await store.campaigns.typicalOrder(shop.shopId),
  });
  refuse(issues);
}

/** @throws AppError INVALID_INPUT where there is an issue */
export function refuse(issues: readonly FieldIssue[]): void {
  if (issues.length > 0) throw new AppError('INVALID_INPUT', 'some fields are not valid', { issues });
}

/** Kinds that need more history than is there, or a program of points, are refused; CONFLICT before the first scoring. */
export async function requireKind({ store, shop }: CheckCtx, { kind }: CampaignTerms) {
  const current = await store.models.current(shop.shopId);
  if (!current) throw new AppError('CONFLICT', 'the first sync has not finished yet');
  const has = { provisional: current.model.provisional, programOn: await programOn(store, shop) };
  const lock = lockOf(kind, has);
  const open = CAMPAIGN_KINDS.filter((one) => lockOf(one, has) === null);
  if (lock !== null) refuse([lock === 'program' ? noProgram(open) : shortHistory(open)]);
  return current.model;
}

function shortHistory(open: readonly string[]): TermsIssue {
  const message = 'needs the whole order history, and Shopify shows 60 days only';
  return { field: 'kind', code: 'history', params: {}, message, allowed: open.join(', ') };
}

function noProgram(open: readonly string[]): TermsIssue {
  const message = 'needs the loyalty program, and it is off';
  return { field: 'kind', code: 'program', params: {}, message, allowed: open.join(', ') };
}

/** The deepest discount that the margin floor leaves on what was sold lately, basis points; null = costs are not known. */
export async function deepestDiscount({
  store,
  shop,
}: Pick<CheckCtx, 'store' | 'shop'>): Promise<number | null> {
  const { settings } = await store.campaigns.settings(shop.shopId);
  const audience = await store.campaignAudience.read(shop.shopId);
  return deepestDiscountOverBps(audience?.sold ?? [], settings.margin);
}

async function unknownProducts({ offers }: CheckCtx, terms: CampaignTerms): Promise<Set<ProductId>> {
  const named = terms.arms.flatMap((arm) =>
    arm.offers.flatMap((offer) => (offer?.scope.kind === 'products' ? offer.scope.productIds : [])),
  );
  if (named.length === 0) return new Set();
  const titles = await offers.productTitles([...new Set(named)].slice(0, MOST_PRODUCTS));
  return new Set(named.filter((id) => !titles.has(id)));
}

/** Beyond what any terms may name (`OFFER_RANGES`), Shopify is not asked. */
const MOST_PRODUCTS = 2_000;
