import type { AppliedFilterInterface } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { CustomerFilters } from '../../../contract/customers.ts';
import { useFormat } from '../../shared/format.ts';
import { useCurrency } from '../../shared/shop.ts';
import { useCampaignName } from './campaign-choices.tsx';
import type { FilterPatch } from './filters-in-url.ts';

/** One pill per filter that is set, in words, with what takes it away. */
export function useAppliedFilters(
  filters: CustomerFilters,
  patch: (change: FilterPatch) => void,
): AppliedFilterInterface[] {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  const campaignName = useCampaignName();
  const pill = (key: string, name: string, value: string | null, cleared: FilterPatch) =>
    value === null ? [] : [{ key, label: `${name}: ${value}`, onRemove: () => patch(cleared) }];
  const words = <T>(values: readonly T[] | undefined, word: (value: T) => string) =>
    values && values.length > 0 ? format.list(values.map(word)) : null;
  const range = <T>(min: T | undefined, max: T | undefined, word: (value: T) => string) => {
    if (min === undefined && max === undefined) return null;
    if (max === undefined && min !== undefined) return t('customers.filter.atLeast', { value: word(min) });
    if (min === undefined && max !== undefined) return t('customers.filter.atMost', { value: word(max) });
    return min === undefined || max === undefined ? null : `${word(min)} – ${word(max)}`;
  };
  const money = (amountMinor: number) =>
    currency === null ? format.number(amountMinor) : format.money({ amountMinor, currency });
  return [
    ...pill(
      'marks',
      t('customers.filter.marks'),
      words(filters.marks, (mark) => t(`mark.${mark}`)),
      {
        marks: undefined,
      },
    ),
    ...pill(
      'consent',
      t('customers.filter.consent'),
      words(filters.consent, (state) => t(`consent.${state}`)),
      {
        consent: undefined,
      },
    ),
    ...pill('country', t('customers.filter.country'), words(filters.country, format.country), {
      country: undefined,
    }),
    ...(['r', 'f', 'm'] as const).flatMap((score) =>
      pill(score, t(`score.${score}.name`), words(filters[score], format.number), { [score]: undefined }),
    ),
    ...pill('last', t('customers.column.lastOrder'), range(filters.lastFrom, filters.lastTo, format.day), {
      lastFrom: undefined,
      lastTo: undefined,
    }),
    ...pill(
      'occasions',
      t('customers.column.occasions'),
      range(filters.occasionsMin, filters.occasionsMax, format.number),
      { occasionsMin: undefined, occasionsMax: undefined },
    ),
    ...pill(
      'spent',
      t('customers.column.spent'),
      range(filters.spentMinMinor, filters.spentMaxMinor, money),
      {
        spentMinMinor: undefined,
        spentMaxMinor: undefined,
      },
    ),
    ...pill('campaigns', t('customers.filter.campaigns'), words(filters.campaigns, campaignName), {
      campaigns: undefined,
    }),
  ];
}
