import type { CampaignTerms } from '../domain/campaigns/campaign.ts';
import type { ForecastStep, PersonForecast } from '../domain/campaigns/dry-run.ts';
import type { CustomerId } from '../domain/shared/ids.ts';
import type { CampaignCtx } from './ports.ts';
import { checkTerms, requireKind } from './steps/check-terms.ts';
import { type ForecastRow, forecastPeople, planOf } from './steps/forecast-people.ts';
import { unlessAway } from './steps/unless-away.ts';

export type DryRunLine = {
  customerId: CustomerId;
  /** Live from Shopify; null when it could not be asked. */
  name: string | null;
  outcome: 'gets' | 'comparison' | 'skipped';
  sends: readonly Pick<ForecastStep, 'step' | 'at' | 'offer'>[];
  reason: string | null;
};
export type DryRun = {
  rows: readonly DryRunLine[];
  /** How many rows lie before the next page; null = this is the last. */
  nextOffset: number | null;
  totals: {
    gets: number;
    comparison: number;
    skipped: ReadonlyMap<string, number>;
    discountCostMinor: number;
  };
};

type Asked = { terms: CampaignTerms; campaignId: number | null; offset: number; limit: number };

/**
 * Who would get what and when in the next 14 days, and who not and why, were the terms launched now. Streams everybody for
 * the totals and keeps one page of rows; names are asked for that page only. Changes nothing.
 * @throws AppError INVALID_INPUT with one issue per bad field; CONFLICT before the first scoring
 */
export async function dryRun(ctx: CampaignCtx, asked: Asked): Promise<DryRun> {
  const { terms, campaignId, offset, limit } = asked;
  const model = await requireKind(ctx, terms);
  await checkTerms(ctx, terms, { forLaunch: false });
  const plan = await planOf(ctx, terms, model);
  const skipped = new Map<string, number>();
  const totals = { gets: 0, comparison: 0, skipped, discountCostMinor: 0 };
  const page: DryRunLine[] = [];
  let seen = 0;
  for await (const people of forecastPeople(ctx, plan, campaignId))
    for (const person of people) {
      const line = toLine(person);
      if (line.outcome === 'skipped')
        skipped.set(line.reason ?? '', (skipped.get(line.reason ?? '') ?? 0) + 1);
      else totals[line.outcome] += 1;
      totals.discountCostMinor += costOf(person.forecast);
      if (seen >= offset && page.length < limit) page.push(line);
      seen += 1;
    }
  const names = await namesOf(ctx, page);
  return {
    rows: page.map((line) => ({ ...line, name: names.get(line.customerId) ?? null })),
    nextOffset: seen > offset + page.length ? offset + page.length : null,
    totals,
  };
}

/** What the offers that would be sent are expected to cost; one whose cost cannot be told counts nothing. */
function costOf(forecast: PersonForecast): number {
  if (!forecast.enrolled) return 0;
  return forecast.steps.reduce((sum, { expectedCostMinor }) => sum + (expectedCostMinor ?? 0), 0);
}

function toLine({ customerId, forecast }: ForecastRow): DryRunLine {
  const line = { customerId, name: null, sends: [] };
  if (!forecast.enrolled) return { ...line, outcome: 'skipped', reason: forecast.reason };
  if (forecast.heldOut) return { ...line, outcome: 'comparison', reason: null };
  const sends = forecast.steps.filter(({ outcome }) => outcome === 'send');
  if (sends.length > 0) return { ...line, outcome: 'gets', sends, reason: null };
  return { ...line, outcome: 'skipped', reason: forecast.steps.at(-1)?.reason ?? forecast.waitsFor };
}

async function namesOf(ctx: CampaignCtx, page: readonly DryRunLine[]): Promise<Map<CustomerId, string>> {
  if (page.length === 0) return new Map();
  const ids = page.map(({ customerId }) => customerId);
  const live = await unlessAway(ctx.log, () => ctx.shopify.liveCustomers(ids));
  return new Map([...(live ?? [])].flatMap(([id, one]) => (one ? [[id, one.displayName] as const] : [])));
}
