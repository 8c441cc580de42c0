import { useTranslation } from 'react-i18next';
import { type CampaignTerms, channelSchema } from '../../../contract/campaign-terms.ts';
import type { OutlookResponse } from '../../../contract/campaigns.ts';
import { useFormat } from '../../shared/format.ts';
import { useOfferWords } from './offer-words.ts';
import { isService } from './terms-ranges.ts';

/** What the sentences are made of; `outlook` undefined = not known yet. */
type Told = { terms: CampaignTerms; currency: string; outlook: OutlookResponse | undefined };

/** The whole campaign in sentences: who, when, what, where, the comparison group. */
export function useSentence({ terms, currency, outlook }: Told): readonly string[] {
  const { t } = useTranslation();
  const format = useFormat();
  const who = useWho();
  const steps = useSteps(currency);
  const { countries, minSpentMinor } = terms.audience;
  const channels = channelSchema.options.filter(
    (channel) => terms.channels[channel] && (channel !== 'on_site' || !isService(terms.kind)),
  );
  const backlog = terms.backlogPerDay;
  return [
    who(terms, outlook),
    ...(countries.length === 0
      ? []
      : [t('campaign.sentence.countries', { countries: format.list(countries.map(format.country)) })]),
    ...(minSpentMinor === null
      ? []
      : [t('campaign.sentence.spent', { amount: format.money({ amountMinor: minSpentMinor, currency }) })]),
    ...steps(terms),
    channels.length === 0
      ? t('campaign.sentence.noChannel')
      : t('campaign.sentence.channels', {
          channels: format.list(channels.map((channel) => t(`campaign.where.words.${channel}`))),
        }),
    backlog === null
      ? t('campaign.sentence.noBacklog')
      : t('campaign.sentence.backlog', { count: backlog, number: format.number(backlog) }),
    ...(isService(terms.kind)
      ? [t('campaign.sentence.serviceComparison'), t('campaign.sentence.serviceStops')]
      : [...(outlook === undefined ? [] : [comparison(outlook)]), t('campaign.sentence.stops')]),
  ];

  function comparison({ holdoutShareBps }: OutlookResponse): string {
    if (holdoutShareBps === 0) return t('campaign.sentence.noComparison');
    return t('campaign.sentence.comparison', {
      held: format.number(Math.round(holdoutShareBps / 100)),
      all: format.number(100),
    });
  }
}

function useWho() {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ kind, audience }: CampaignTerms, outlook: OutlookResponse | undefined): string => {
    if (kind !== 'second_purchase') return t(`campaign.sentence.who.${kind}`);
    const start = audience.startDay ?? outlook?.start?.startDay;
    const end = audience.endDay ?? outlook?.start?.endDay;
    return start === undefined || end === undefined
      ? t('campaign.sentence.who.second_purchase_measured')
      : t('campaign.sentence.who.second_purchase', {
          start: format.number(start),
          end: format.number(end),
        });
  };
}

/** One sentence a message: its day, and what each arm gets. */
function useSteps(currency: string) {
  const { t } = useTranslation();
  const format = useFormat();
  const offers = useOfferWords(currency);
  return ({ steps, arms }: CampaignTerms): string[] =>
    steps.map(({ afterDays }, at) => {
      const each = arms.map(({ offers: given }) => {
        const offer = given[at] ?? null;
        return offer === null ? t('campaign.sentence.plain') : offers.whole(offer);
      });
      const same = new Set(each).size === 1;
      const what = same
        ? (each[0] ?? '')
        : arms
            .map(({ name }, arm) => t('campaign.sentence.arm', { arm: name, what: each[arm] ?? '' }))
            .join('; ');
      return t('campaign.sentence.step', { day: format.number(Math.max(0, afterDays)), what });
    });
}
