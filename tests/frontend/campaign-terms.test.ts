import { describe, expect, test } from 'vitest';
import type { CampaignTerms } from '../../web/contract/campaign-terms.ts';
import type { CampaignTerms as DomainTerms } from '../../web/domain/campaigns/campaign.ts';
import { MERGE_FIELDS } from '../../web/domain/campaigns/merge-fields.ts';
import { TERMS_RANGES, termsIssues } from '../../web/domain/campaigns/terms-issues.ts';
import { OFFER_RANGES } from '../../web/domain/offers/terms-issues.ts';
import { checkTerms } from '../../web/frontend/features/campaigns/check-terms.ts';
import {
  addArm,
  addStep,
  removeStep,
  withOffer,
  withStep,
} from '../../web/frontend/features/campaigns/edit-terms.ts';
import * as ours from '../../web/frontend/features/campaigns/terms-ranges.ts';
import { PRESET_TERMS, percentage } from './fixture/campaign-terms.ts';

const { win_back, second_purchase } = PRESET_TERMS;
const words = { subject: 'Hello', heading: 'Hello', body: 'Hello {{first_name|you}}', button: 'Go' };

/** The fields the domain finds wrong, as the server would name them. */
function refusedFields({ endsOn: _, ...terms }: CampaignTerms): string[] {
  const context = { todayOn: 20_000, unknownProducts: new Set<never>(), deepestBps: null };
  const typical = { orderMinor: null, shippingMinor: null };
  const issues = termsIssues(
    terms as DomainTerms,
    { ...context, typical } as Parameters<typeof termsIssues>[1],
  );
  return [...new Set(issues.map(({ field }) => field))].toSorted();
}

const offer = percentage(1_000, 14);
const WRONG: Record<string, CampaignTerms> = {
  'no name': { ...win_back, name: ' ' },
  'a name of HTML': { ...win_back, name: '<b>x</b>' },
  'a long name': { ...win_back, name: 'x'.repeat(81) },
  'a priority of 0': { ...win_back, priority: 0 },
  'a backlog of nobody a day': { ...win_back, backlogPerDay: 0 },
  'nothing to spend': { ...win_back, audience: { ...win_back.audience, minSpentMinor: 0 } },
  'a window that ends before it starts': {
    ...second_purchase,
    audience: { ...second_purchase.audience, startDay: 90, endDay: 30 },
  },
  'a window of 0 days': { ...second_purchase, audience: { ...second_purchase.audience, startDay: 0 } },
  'a first message later': withStep(win_back, 0, { afterDays: 3 }),
  'a second message during the first': withStep(win_back, 1, { afterDays: 7 }),
  'a wait that cannot be read': withStep(win_back, 0, { mayWaitDays: -1 }),
  'no channel': { ...win_back, channels: { email: false, on_site: false, flow: false, webhook: false } },
  'two arms of one name': addArm(win_back, win_back.arms[0]?.name ?? ''),
  'an offer taken from words that speak of one': withOffer(win_back, { arm: 0, step: 1 }, null),
  'half a percent': withOffer(win_back, { arm: 0, step: 1 }, percentage(50, 14)),
  'valid for 91 days': withOffer(win_back, { arm: 0, step: 1 }, percentage(1_000, 91)),
  'an amount of nothing': withOffer(
    win_back,
    { arm: 0, step: 1 },
    { ...offer, value: { kind: 'amount', amountMinor: 0 } },
  ),
  'a minimum below the amount off': withOffer(
    win_back,
    { arm: 0, step: 1 },
    { ...offer, value: { kind: 'amount', amountMinor: 500 }, minimumSpendMinor: 500 },
  ),
  'no products': withOffer(
    win_back,
    { arm: 0, step: 1 },
    { ...offer, scope: { kind: 'products', productIds: [] } },
  ),
  'a collection twice': withOffer(
    win_back,
    { arm: 0, step: 1 },
    { ...offer, scope: { kind: 'collections', collectionIds: ['1', '1'] } },
  ),
  'free shipping on what was bought': withOffer(
    win_back,
    { arm: 0, step: 1 },
    { ...offer, value: { kind: 'free_shipping' }, scope: { kind: 'bought_before' } },
  ),
  'no kind of purchase': withOffer(
    win_back,
    { arm: 0, step: 1 },
    { ...offer, appliesTo: { oneTimePurchase: false, subscription: false } },
  ),
  'an empty heading': withStep(win_back, 0, { texts: { en: { ...words, heading: '' } } }),
  'a subject of two lines': withStep(win_back, 0, { texts: { vi: { ...words, subject: 'a\nb' } } }),
  'an unknown field': withStep(win_back, 0, { texts: { th: { ...words, body: '{{name}}' } } }),
  'half a field': withStep(win_back, 0, { texts: { th: { ...words, button: '{{code' } } }),
  'a code where there is no offer': withStep(win_back, 0, { texts: { en: { ...words, body: '{{code}}' } } }),
};

describe('what the editor finds wrong by itself', () => {
  test.each(Object.values(PRESET_TERMS))('the preset $kind → nothing', (terms) => {
    expect([...checkTerms(terms)]).toEqual([]);
  });

  test.each(Object.entries(WRONG))('%s → the same field as the server names', (_what, terms) => {
    expect([...checkTerms(terms).keys()].toSorted()).toEqual(refusedFields(terms));
  });

  test('the printed ranges → the server’s, but for the fewer messages the contract takes', () => {
    expect(ours.TERMS_RANGES).toEqual({ ...TERMS_RANGES, steps: { min: 1, max: 5 } });
    expect(ours.OFFER_RANGES).toEqual(OFFER_RANGES);
    expect(ours.MERGE_FIELDS).toEqual(MERGE_FIELDS);
  });
});

describe('messages added and removed', () => {
  test.each(Object.values(PRESET_TERMS))('a message after the last of $kind → still launchable', (terms) => {
    const more = addStep(terms);
    expect(more.steps).toHaveLength(terms.steps.length + 1);
    expect(refusedFields(more)).toEqual([]);
  });

  test('the first message removed → the second goes out at once, each arm keeps its offers in step', () => {
    const fewer = removeStep(addArm(win_back, 'B'), 0);
    expect(fewer.steps.map(({ afterDays }) => afterDays)).toEqual([0, 40]);
    expect(fewer.arms.map(({ offers }) => offers.map((each) => each?.validDays))).toEqual([
      [14, 7],
      [14, 7],
    ]);
  });
});
