import {
  IndexFilters,
  IndexFiltersMode,
  type IndexFiltersProps,
  useSetIndexFiltersMode,
} from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type CustomerFilters,
  type CustomersResponse,
  customerSortSchema,
} from '../../../contract/customers.ts';
import { stageSchema } from '../../../contract/vocabulary.ts';
import { useFormat } from '../../shared/format.ts';
import type { FilterPatch } from './filters-in-url.ts';
import { useFilterControls } from './use-filter-controls.tsx';

type Props = {
  filters: CustomerFilters;
  patch: (change: FilterPatch) => void;
  counts: CustomersResponse['counts'];
  loading: boolean;
};

const TABS = [undefined, ...stageSchema.options] as const;
const SEARCH_AFTER_MS = 350;

const NO_FILTER: FilterPatch = {
  marks: undefined,
  r: undefined,
  f: undefined,
  m: undefined,
  lastFrom: undefined,
  lastTo: undefined,
  occasionsMin: undefined,
  occasionsMax: undefined,
  spentMinMinor: undefined,
  spentMaxMinor: undefined,
  consent: undefined,
  country: undefined,
  campaigns: undefined,
};

/** Whoever follows a link to a filtered list sees by what: only then does Polaris show what is applied. */
function isFiltered(filters: CustomerFilters): boolean {
  const names = Object.keys(NO_FILTER) as (keyof CustomerFilters)[];
  return filters.search !== undefined || names.some((name) => filters[name] !== undefined);
}

/** Stage tabs with counts, search in Shopify, filters and sorting. */
export function CustomersFilters({ filters, patch, counts, loading }: Props) {
  const { t } = useTranslation();
  const { mode, setMode } = useSetIndexFiltersMode(
    isFiltered(filters) ? IndexFiltersMode.Filtering : IndexFiltersMode.Default,
  );
  const controls = useFilterControls(filters, patch);
  const search = useSearchField(filters.search, (text) => patch({ search: text }));
  const tabs = useTabs(counts);
  return (
    <IndexFilters
      tabs={tabs}
      selected={TABS.indexOf(filters.stage)}
      onSelect={(tab) => patch({ stage: TABS[tab] })}
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
      appliedFilters={controls.appliedFilters}
      onClearAll={() => {
        search.change('');
        patch(NO_FILTER);
      }}
      {...useSorting(filters, patch)}
    />
  );
}

function useTabs(counts: CustomersResponse['counts']) {
  const { t } = useTranslation();
  const format = useFormat();
  return TABS.map((stage) => ({
    id: stage ?? 'all',
    content: t(`customers.tab.${stage ?? 'all'}`),
    ...(counts ? { badge: format.number(counts[stage ?? 'all']) } : {}),
  }));
}

function useSorting(
  filters: CustomerFilters,
  patch: Props['patch'],
): Pick<IndexFiltersProps, 'sortOptions' | 'sortSelected' | 'onSort'> {
  const { t } = useTranslation();
  if (filters.search !== undefined) return {};
  return {
    sortOptions: customerSortSchema.options.flatMap((sort) =>
      (['desc', 'asc'] as const).map((direction) => ({
        label: t(`customers.sort.${sort}.label`),
        value: `${sort} ${direction}` as const,
        directionLabel: t(`customers.sort.${sort}.${direction}`),
      })),
    ),
    sortSelected: [`${filters.sort} ${filters.direction}`],
    onSort: ([chosen = '']) => {
      const [sort, direction] = chosen.split(' ');
      patch({
        sort: customerSortSchema.parse(sort),
        direction: direction === 'asc' ? 'asc' : 'desc',
      });
    },
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
