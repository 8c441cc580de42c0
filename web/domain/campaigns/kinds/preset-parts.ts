import type { OfferTerms } from '../../offers/terms.ts';
import type { CampaignTerms, Step, TemplateName } from '../campaign.ts';

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

export const MAIL_AND_SITE: CampaignTerms['channels'] = {
  email: true,
  on_site: true,
  flow: false,
  webhook: false,
};
