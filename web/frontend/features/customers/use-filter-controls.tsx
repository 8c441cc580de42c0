import type { AppliedFilterInterface, FilterInterface } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { CustomerFilters } from '../../../contract/customers.ts';
import { minorDigits } from '../../../contract/values.ts';
import { consentSchema, markSchema } from '../../../contract/vocabulary.ts';
import { useFormat } from '../../shared/format.ts';
import { useCurrency } from '../../shared/shop.ts';
import { CampaignChoices } from './campaign-choices.tsx';
import { Choices, RangeFields, ScoreChoices } from './filter-choices.tsx';
import type { FilterPatch } from './filters-in-url.ts';
import { useCountries } from './list-customers.ts';
import { useAppliedFilters } from './use-applied-filters.ts';

type Controls = { filters: FilterInterface[]; appliedFilters: AppliedFilterInterface[] };

const CONSENTS = consentSchema.options.filter((state) => state !== 'REDACTED' && state !== 'INVALID');

/** The filter controls of the list and the pills of those that are set. */
export function useFilterControls(filters: CustomerFilters, patch: (change: FilterPatch) => void): Controls {
  const { t } = useTranslation();
  const appliedFilters = useAppliedFilters(filters, patch);
  const choices = useChoiceFilters(filters, patch);
  const ranges = useRangeFilters(filters, patch);
  const scores = (['r', 'f', 'm'] as const).map((score) => ({
    key: score,
    label: t(`score.${score}.name`),
    filter: (
      <ScoreChoices
        score={score}
        selected={filters[score]}
        onChange={(selected) => patch({ [score]: selected })}
      />
    ),
  }));
  const inCampaign = {
    key: 'campaigns',
    label: t('customers.filter.campaigns'),
    filter: <CampaignChoices filters={filters} patch={patch} />,
  };
  return { filters: [...choices, ...scores, ...ranges, inCampaign], appliedFilters };
}

function useChoiceFilters(filters: CustomerFilters, patch: (change: FilterPatch) => void): FilterInterface[] {
  const { t } = useTranslation();
  const format = useFormat();
  const countries = useCountries().data?.countries ?? [];
  return [
    {
      key: 'marks',
      label: t('customers.filter.marks'),
      pinned: true,
      filter: (
        <Choices
          title={t('customers.filter.marks')}
          choices={markSchema.options.map((mark) => ({ value: mark, label: t(`mark.${mark}`) }))}
          selected={filters.marks}
          onChange={(values) => patch({ marks: values?.map((value) => markSchema.parse(value)) })}
        />
      ),
    },
    {
      key: 'consent',
      label: t('customers.filter.consent'),
      filter: (
        <Choices
          title={t('customers.filter.consent')}
          choices={CONSENTS.map((state) => ({ value: state, label: t(`consent.${state}`) }))}
          selected={filters.consent}
          onChange={(values) => patch({ consent: values?.map((value) => consentSchema.parse(value)) })}
        />
      ),
    },
    {
      key: 'country',
      label: t('customers.filter.country'),
      filter: (
        <Choices
          title={t('customers.filter.country')}
          choices={countries.map(({ code, customers }) => ({
            value: code,
            label: `${format.country(code)} (${format.number(customers)})`,
          }))}
          selected={filters.country}
          onChange={(country) => patch({ country })}
        />
      ),
    },
  ];
}

const toNumber = (text: string | undefined) =>
  text === undefined || !Number.isFinite(Number(text)) ? undefined : Math.max(0, Number(text));

function useRangeFilters(filters: CustomerFilters, patch: (change: FilterPatch) => void): FilterInterface[] {
  const { t } = useTranslation();
  const currency = useCurrency();
  const unit = 10 ** minorDigits(currency ?? 'USD');
  const text = (value: number | undefined) => (value === undefined ? undefined : String(value));
  const major = (minor: number | undefined) => text(minor === undefined ? undefined : minor / unit);
  const minor = (value: string | undefined) => {
    const amount = toNumber(value);
    return amount === undefined ? undefined : Math.round(amount * unit);
  };
  const whole = (value: string | undefined) => {
    const number = toNumber(value);
    return number === undefined ? undefined : Math.floor(number);
  };
  return [
    {
      key: 'last',
      label: t('customers.column.lastOrder'),
      pinned: true,
      filter: (
        <RangeFields
          type="date"
          min={filters.lastFrom}
          max={filters.lastTo}
          onChange={({ min, max }) => patch({ lastFrom: min, lastTo: max })}
        />
      ),
    },
    {
      key: 'occasions',
      label: t('customers.column.occasions'),
      filter: (
        <RangeFields
          type="number"
          min={text(filters.occasionsMin)}
          max={text(filters.occasionsMax)}
          onChange={({ min, max }) => patch({ occasionsMin: whole(min), occasionsMax: whole(max) })}
        />
      ),
    },
    {
      key: 'spent',
      label: t('customers.column.spent'),
      filter: (
        <RangeFields
          type="number"
          suffix={currency ?? undefined}
          min={major(filters.spentMinMinor)}
          max={major(filters.spentMaxMinor)}
          onChange={({ min, max }) => patch({ spentMinMinor: minor(min), spentMaxMinor: minor(max) })}
        />
      ),
    },
  ];
}
