import type { OfferTerms } from '../../offers/terms.ts';
import type { CampaignTerms, Step, TemplateName } from '../campaign.ts';
import type { DayRange } from './kind.ts';

/** A percentage on everything, single purchases only, beside a shipping discount. */
export function percentageOffer(percentageBps: number, validDays: number): OfferTerms {
  return {
    value: { kind: 'percentage', percentageBps },
    validDays,
    minimumSpendMinor: null,
    scope: { kind: 'all' },
    combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: true },
    appliesTo: { oneTimePurchase: true, subscription: false },
  };
}

/** A step in the words of its template. */
export function step(template: TemplateName, afterDays: number, mayWaitDays: number): Step {
  return { afterDays, mayWaitDays, template, texts: {} };
}

export const EVERYONE: CampaignTerms['audience'] = {
  countries: [],
  minSpentMinor: null,
  startDay: null,
  endDay: null,
};

/** The points stand in the widgets anyway. */
export const MAIL_ONLY: CampaignTerms['channels'] = {
  email: true,
  on_site: false,
  flow: false,
  webhook: false,
};

export const MAIL_AND_SITE: CampaignTerms['channels'] = {
  email: true,
  on_site: true,
  flow: false,
  webhook: false,
};

/** No bound at all. */
export const ANY_DAY: DayRange = { fromOn: -2_147_483_648, toOn: 2_147_483_647 };
