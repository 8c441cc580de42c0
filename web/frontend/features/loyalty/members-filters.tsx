import { ChoiceList, IndexFilters, IndexFiltersMode, useSetIndexFiltersMode } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProgramTerms } from '../../../contract/loyalty.ts';
import { memberSortSchema } from '../../../contract/members.ts';
import { useFormat } from '../../shared/format.ts';
import type { MembersFilters as Filters, MembersPatch } from './members-in-url.ts';

type Props = {
  filters: Filters;
  patch: (change: MembersPatch) => void;
  tiers: ProgramTerms['tiers'];
  loading: boolean;
};

const SEARCH_AFTER_MS = 350;
const WITHIN_DAYS = [7, 30, 90] as const;

/** Search in Shopify, filters by level, end and debt, and the order. */
export function MembersFilters({ filters, patch, tiers, loading }: Props) {
  const { t } = useTranslation();
  const { mode, setMode } = useSetIndexFiltersMode(
    filters.search === undefined ? IndexFiltersMode.Default : IndexFiltersMode.Filtering,
  );
  const search = useSearchField(filters.search, (text) => patch({ search: text }));
  const controls = useControls({ filters, patch, tiers });
  return (
    <IndexFilters
      tabs={[{ id: 'all', content: t('loyalty.members.all') }]}
      selected={0}
      canCreateNewView={false}
      mode={mode}
      setMode={setMode}
      loading={loading}
      queryValue={search.text}
      queryPlaceholder={t('customers.searchPlaceholder')}
      onQueryChange={search.change}
      onQueryClear={() => search.change('')}
      cancelAction={{ onAction: () => search.change('') }}
      filters={controls.filters}
      appliedFilters={controls.applied}
      onClearAll={() => {
        search.change('');
        patch({ tier: undefined, expiringWithinDays: undefined, withDebt: undefined });
      }}
      sortOptions={memberSortSchema.options.flatMap((sort) =>
        (['desc', 'asc'] as const).map((direction) => ({
          label: t(`loyalty.members.sort.${sort}.label`),
          value: `${sort} ${direction}` as const,
          directionLabel: t(`loyalty.members.sort.${sort}.${direction}`),
        })),
      )}
      sortSelected={[`${filters.sort} ${filters.direction}`]}
      onSort={([chosen = '']) => {
        const [sort, direction] = chosen.split(' ');
        patch({ sort: memberSortSchema.parse(sort), direction: direction === 'asc' ? 'asc' : 'desc' });
      }}
    />
  );
}

function useControls({ filters, patch, tiers }: Omit<Props, 'loading'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const days = (count: number) => t('loyalty.members.withinDays', { count, number: format.number(count) });
  const all = [
    ...(tiers === null
      ? []
      : [
          {
            key: 'tier' as const,
            label: t('loyalty.members.filter.tier'),
            choices: tiers.levels.map(({ key, name }) => ({ value: key, label: name })),
            set: (value: string | undefined) => patch({ tier: value }),
          },
        ]),
    {
      key: 'expiringWithinDays' as const,
      label: t('loyalty.members.filter.expiring'),
      choices: WITHIN_DAYS.map((each) => ({ value: String(each), label: days(each) })),
      set: (value: string | undefined) =>
        patch({ expiringWithinDays: value === undefined ? undefined : Number(value) }),
    },
    {
      key: 'withDebt' as const,
      label: t('loyalty.members.filter.debt'),
      choices: [{ value: 'true', label: t('loyalty.members.filter.debtYes') }],
      set: (value: string | undefined) => patch({ withDebt: value === undefined ? undefined : 'true' }),
    },
  ];
  return {
    filters: all.map(({ key, label, choices, set }) => ({
      key,
      label,
      filter: (
        <ChoiceList
          title={label}
          titleHidden
          choices={choices}
          selected={filters[key] === undefined ? [] : [String(filters[key])]}
          onChange={([value]) => set(value)}
        />
      ),
    })),
    applied: all
      .filter(({ key }) => filters[key] !== undefined)
      .map(({ key, label, choices, set }) => ({
        key,
        label: t('loyalty.members.applied', {
          filter: label,
          value: choices.find(({ value }) => value === String(filters[key]))?.label ?? String(filters[key]),
        }),
        onRemove: () => set(undefined),
      })),
  };
}

/** The field follows the keyboard at once, the search follows when the typing pauses. */
function useSearchField(search: string | undefined, apply: (text: string | undefined) => void) {
  const [text, setText] = useState(search ?? '');
  useEffect(() => {
    const wanted = text.trim() === '' ? undefined : text.trim();
    if (wanted === search) return;
    const timer = setTimeout(() => apply(wanted), SEARCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text, search, apply]);
  return { text, change: setText };
}
