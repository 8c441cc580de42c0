import type { CampaignTerms, Language } from '../../domain/campaigns/campaign.ts';
import { cheapestReward } from '../../domain/campaigns/cheapest-reward.ts';
import { offerEndsAt } from '../../domain/campaigns/timing.ts';
import { OFFER_RANGES } from '../../domain/offers/terms-issues.ts';
import { localDayOf } from '../../domain/shared/time.ts';
import type { CampaignCtx, MailInput } from '../ports.ts';
import { refuse } from './check-terms.ts';
import { termsNow } from './loyalty-scene.ts';

/** Which message of a campaign is looked at. */
export type MailLook = { terms: CampaignTerms; step: number; arm: number; language: Language };

/** Somebody who is nobody: common given names, and a code that no campaign gives. */
const SAMPLE: Readonly<Record<Language, { firstName: string; country: string | null }>> = {
  en: { firstName: 'Anna', country: null },
  vi: { firstName: 'Lan', country: 'VN' },
  th: { firstName: 'Nok', country: 'TH' },
};
const SAMPLE_CODE = 'BACK-5AMP7E00';
const SAMPLE_POINTS = { all: 120, ending: 40 };
const SAMPLE_DAYS_LEFT = 7;

/**
 * One message as somebody of that language would get it, with a sample name, code and balance. Terms may be half done: words that cannot
 * be filled stay as written. Throws INVALID_INPUT where there is no such step or arm.
 */
export async function sampleMail(
  { store, shop, clock }: Pick<CampaignCtx, 'store' | 'shop' | 'clock'>,
  { terms, step, arm, language }: MailLook,
): Promise<MailInput> {
  const asked = terms.steps[step];
  const chosen = terms.arms[arm];
  if (!asked) refuse([{ field: 'step', message: `is ${step}`, allowed: `0 to ${terms.steps.length - 1}` }]);
  if (!chosen) refuse([{ field: 'arm', message: `is ${arm}`, allowed: `0 to ${terms.arms.length - 1}` }]);
  const offer = chosen?.offers[step] ?? null;
  const email = (await store.channels.settings(shop.shopId, 'email'))?.settings;
  const { settings } = await store.campaigns.settings(shop.shopId);
  const { firstName, country } = SAMPLE[language];
  const program = termsNow(await store.loyalty.program(shop.shopId), shop);
  const reward = cheapestReward(program);
  const home = `https://${shop.domain}/`;
  return {
    template: asked?.template ?? 'win_back_reminder',
    language,
    texts: asked?.texts[language] ?? null,
    shop: {
      name: email?.from.name ?? shop.name,
      country: null,
      currency: shop.currency,
      logoUrl: email?.logoUrl ?? null,
      color: email?.colour ?? null,
      postalAddress: email?.postalAddress ?? '',
    },
    recipient: { firstName, country, timeZone: shop.timeZone },
    offer: offer && {
      value: offer.value,
      minimumSpendMinor: offer.minimumSpendMinor,
      code: SAMPLE_CODE,
      endsAt: endsAt(offer.validDays, clock.now(), shop.timeZone),
    },
    products: [],
    points: Math.max(SAMPLE_POINTS.all, reward?.costPoints ?? 0),
    pointsName: program?.pointsName[language] ?? '',
    ending: {
      points: SAMPLE_POINTS.ending,
      lastOn: localDayOf(clock.now(), shop.timeZone) + SAMPLE_DAYS_LEFT,
    },
    reward,
    link: home,
    unsubscribeUrl: home,
    qcPrefix: settings.qcPrefix,
  };
}

function endsAt(validDays: number, now: Date, timeZone: string): Date {
  const { min, max } = OFFER_RANGES.validDays;
  const days = Math.min(max, Math.max(min, validDays));
  return offerEndsAt(localDayOf(now, timeZone) + days - 1, timeZone);
}
