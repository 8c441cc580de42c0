import type { CampaignTerms as TermsBody } from '../contract/campaign-terms.ts';
import { type CampaignTerms, LANGUAGES, type Step } from '../domain/campaigns/campaign.ts';
import type { OfferScope, OfferTerms } from '../domain/offers/terms.ts';
import type { CollectionId, ProductId } from '../domain/shared/ids.ts';
import { dayToIso, isoToDay } from '../domain/shared/time.ts';

type OfferBody = NonNullable<TermsBody['arms'][number]['offers'][number]>;

/** Terms as a request carries them, in the domain's words. */
export function toTerms(body: TermsBody): CampaignTerms {
  const { endsOn, ...same } = body;
  return {
    ...same,
    arms: body.arms.map((arm) => ({
      name: arm.name,
      offers: arm.offers.map((offer) => offer && { ...offer, scope: toScope(offer.scope) }),
    })),
    ...(endsOn === undefined ? {} : { endsOn: endsOn === null ? null : isoToDay(endsOn) }),
  };
}

function toScope(scope: OfferBody['scope']): OfferScope {
  switch (scope.kind) {
    case 'products':
      return { kind: 'products', productIds: scope.productIds as ProductId[] };
    case 'collections':
      return { kind: 'collections', collectionIds: scope.collectionIds as CollectionId[] };
    default:
      return scope;
  }
}

/** Terms as an answer carries them. */
export function toTermsBody(terms: CampaignTerms): TermsBody {
  const { endsOn, ...same } = terms;
  return {
    ...same,
    audience: { ...same.audience, countries: [...same.audience.countries] },
    steps: same.steps.map(toStepBody),
    arms: same.arms.map(({ name, offers }) => ({ name, offers: offers.map((o) => o && toOfferBody(o)) })),
    channels: { ...same.channels },
    ...(endsOn === undefined ? {} : { endsOn: endsOn === null ? null : dayToIso(endsOn) }),
  };
}

function toStepBody(step: Step): TermsBody['steps'][number] {
  const texts: TermsBody['steps'][number]['texts'] = {};
  for (const language of LANGUAGES) {
    const own = step.texts[language];
    if (own) texts[language] = own;
  }
  return { ...step, texts };
}

function toOfferBody(offer: OfferTerms): OfferBody {
  const { scope } = offer;
  switch (scope.kind) {
    case 'products':
      return { ...offer, scope: { kind: 'products', productIds: [...scope.productIds] } };
    case 'collections':
      return { ...offer, scope: { kind: 'collections', collectionIds: [...scope.collectionIds] } };
    default:
      return { ...offer, scope };
  }
}
