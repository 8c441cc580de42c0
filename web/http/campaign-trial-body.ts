import type { DryRunResponse, OutlookResponse } from '../contract/campaigns.ts';
import type { OfferValue } from '../domain/offers/terms.ts';
import { minorDigits } from '../domain/shared/money.ts';
import type { DryRun, DryRunLine } from '../use-cases/dry-run.ts';
import type { Outlook } from '../use-cases/get-outlook.ts';

export function toOutlook(view: Outlook, currency: string): OutlookResponse {
  const { plan, next14Days } = view;
  return {
    eligiblePerMonth: view.eligiblePerMonth,
    backlog: view.backlog,
    holdoutShareBps: view.shareBps,
    windowDays: view.windowDays,
    measurable: plan?.measuredAlone ?? false,
    baseShare: view.baseShare,
    detectable: (plan?.horizons ?? []).map(({ enrolmentMonths, smallestLift }) => ({
      months: enrolmentMonths,
      points: smallestLift === null ? null : smallestLift * 100,
    })),
    weeksToSee: plan?.weeksToPlausibleLift ?? null,
    next14Days: {
      people: next14Days.people,
      comparison: next14Days.comparison,
      discountCost: { amountMinor: next14Days.discountCostMinor, currency },
    },
    margin: { costShare: view.costShare, deepestDiscountBps: view.deepestDiscountBps },
    start: view.start,
  };
}

export function toDryRun({ rows, totals }: DryRun, currency: string): Omit<DryRunResponse, 'nextCursor'> {
  return {
    rows: rows.map((line) => toLine(line, currency)),
    totals: {
      gets: totals.gets,
      comparison: totals.comparison,
      skipped: [...totals.skipped]
        .map(([reason, count]) => ({ reason, count }))
        .sort((a, b) => b.count - a.count),
      discountCost: { amountMinor: totals.discountCostMinor, currency },
    },
  };
}

function toLine(
  { customerId, name, outcome, sends, reason }: DryRunLine,
  currency: string,
): DryRunResponse['rows'][number] {
  return {
    customerId,
    name,
    outcome,
    sends: sends.map(({ step, at, offer }) => ({
      step,
      at: at.toISOString(),
      offer: offer && inShort(offer.value, currency),
      value: offer?.value ?? null,
    })),
    reason,
  };
}

/** The offer where no words of the reader's language are at hand. */
function inShort(value: OfferValue, currency: string): string {
  switch (value.kind) {
    case 'percentage':
      return `${value.percentageBps / 100} %`;
    case 'amount': {
      const digits = minorDigits(currency);
      return `${(value.amountMinor / 10 ** digits).toFixed(digits)} ${currency}`;
    }
    case 'free_shipping':
      return 'free shipping';
  }
}
