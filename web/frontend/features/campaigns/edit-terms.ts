import type { CampaignTerms, OfferTerms, Step } from '../../../contract/campaign-terms.ts';
import { TEMPLATES, TERMS_RANGES } from './terms-ranges.ts';

/** The offer a message starts with: 10 % on everything for two weeks. */
export const FIRST_OFFER: OfferTerms = {
  value: { kind: 'percentage', percentageBps: 1_000 },
  validDays: 14,
  minimumSpendMinor: null,
  scope: { kind: 'all' },
  combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: true },
  appliesTo: { oneTimePurchase: true, subscription: false },
};

function replaced<T>(list: readonly T[], at: number, change: (item: T) => T): T[] {
  return list.map((item, index) => (index === at ? change(item) : item));
}

/** One message changed. */
export function withStep(terms: CampaignTerms, at: number, change: Partial<Step>): CampaignTerms {
  return { ...terms, steps: replaced(terms.steps, at, (step) => ({ ...step, ...change })) };
}

/** A message after the last one, on the first day on which it may go out, in each arm with an offer if its words speak of one. */
export function addStep(terms: CampaignTerms): CampaignTerms {
  const last = terms.steps.at(-1);
  const template = TEMPLATES[terms.kind].at(-1) ?? 'win_back_reminder';
  const afterDays = last ? last.afterDays + last.mayWaitDays + 1 : 0;
  const step: Step = {
    afterDays: Math.min(TERMS_RANGES.afterDays.max, afterDays),
    mayWaitDays: 7,
    template,
    texts: {},
  };
  const offer = template.endsWith('_offer') ? FIRST_OFFER : null;
  return {
    ...terms,
    steps: [...terms.steps, step],
    arms: terms.arms.map((arm) => ({ ...arm, offers: [...arm.offers, offer] })),
  };
}

/** Without one message; the first that remains goes out at once. */
export function removeStep(terms: CampaignTerms, at: number): CampaignTerms {
  const steps = terms.steps.filter((_, index) => index !== at);
  return {
    ...terms,
    steps: replaced(steps, 0, (step) => ({ ...step, afterDays: 0 })),
    arms: terms.arms.map((arm) => ({ ...arm, offers: arm.offers.filter((_, index) => index !== at) })),
  };
}

/** One arm's offer of one message changed; null = a message without one. */
export function withOffer(
  terms: CampaignTerms,
  place: { arm: number; step: number },
  offer: OfferTerms | null,
): CampaignTerms {
  const arms = replaced(terms.arms, place.arm, (arm) => ({
    ...arm,
    offers: replaced(arm.offers, place.step, () => offer),
  }));
  return { ...terms, arms };
}

/** An arm with the offers of the last one, to be changed from there. */
export function addArm(terms: CampaignTerms, name: string): CampaignTerms {
  const offers = terms.arms.at(-1)?.offers ?? terms.steps.map(() => null);
  return { ...terms, arms: [...terms.arms, { name, offers: [...offers] }] };
}

/** Without one arm. */
export function removeArm(terms: CampaignTerms, at: number): CampaignTerms {
  return { ...terms, arms: terms.arms.filter((_, index) => index !== at) };
}

/** One arm renamed. */
export function renameArm(terms: CampaignTerms, at: number, name: string): CampaignTerms {
  return { ...terms, arms: replaced(terms.arms, at, (arm) => ({ ...arm, name })) };
}

/** Whether a message's words may speak of an offer: they go to all arms. */
export function everyArmOffers({ arms }: CampaignTerms, step: number): boolean {
  return arms.every((arm) => (arm.offers[step] ?? null) !== null);
}
