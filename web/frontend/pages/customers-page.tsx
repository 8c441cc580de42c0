import { Banner, BlockStack, Card, Page, SkeletonBodyText, Text, useBreakpoints } from '@shopify/polaris';
import { ExportIcon } from '@shopify/polaris-icons';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerFilters, CustomersResponse } from '../../contract/customers.ts';
import { ChosenBar } from '../features/customers/chosen-bar.tsx';
import { CustomersFilters } from '../features/customers/customers-filters.tsx';
import { CustomersTable } from '../features/customers/customers-table.tsx';
import { type FilterPatch, useFiltersInUrl } from '../features/customers/filters-in-url.ts';
import {
  downloadCustomersCsv,
  downloadSelectedCsv,
  useCustomers,
} from '../features/customers/list-customers.ts';
import { useSelection } from '../features/customers/use-selection.ts';
import { AdjustMany } from '../features/loyalty/adjust-many.tsx';
import { useFormat } from '../shared/format.ts';
import { Problem } from '../shared/problem.tsx';

/** "Who are my customers?" by stage, filtered, sorted, exported. */
export function CustomersPage() {
  const { t } = useTranslation();
  const { filters, patch } = useFiltersInUrl();
  const pages = usePages(filters);
  const list = useCustomers(filters, pages.after);
  const download = useMutation({
    mutationFn: () => downloadCustomersCsv(filters),
    onError: () => shopify.toast.show(t('customers.exportFailed'), { isError: true }),
  });
  const counts = useFirstPageCounts(list.data);
  return (
    <>
      <ui-title-bar title={t('nav.customers')} />
      <Page
        title={t('nav.customers')}
        fullWidth
        secondaryActions={[
          { content: t('segments.title.page'), url: '/customers/segments' },
          {
            content: t('customers.export'),
            icon: ExportIcon,
            loading: download.isPending,
            onAction: () => download.mutate(),
          },
        ]}
      >
        <BlockStack gap="400">
          {list.error ? <Problem error={list.error} onRetry={() => list.refetch()} /> : null}
          {list.data ? <ShopifySilent list={list.data} retry={() => list.refetch()} /> : null}
          <Card padding="0">
            <CustomersFilters filters={filters} patch={patch} counts={counts} loading={list.isFetching} />
            <CustomersBody
              list={list.data}
              filters={filters}
              patch={patch}
              pages={pages}
              reload={() => void list.refetch()}
            />
          </Card>
        </BlockStack>
      </Page>
    </>
  );
}

type Pages = ReturnType<typeof usePages>;
type BodyProps = {
  list: CustomersResponse | undefined;
  filters: CustomerFilters;
  patch: (change: FilterPatch) => void;
  pages: Pages;
  reload: () => void;
};

function CustomersBody({ list, filters, patch, pages, reload }: BodyProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { smDown } = useBreakpoints();
  const selection = useSelection(list?.items.map(({ customerId }) => customerId) ?? []);
  const [adjusting, setAdjusting] = useState(false);
  const download = useMutation({
    mutationFn: () => downloadSelectedCsv(filters, selection.ids),
    onError: () => shopify.toast.show(t('customers.exportFailed'), { isError: true }),
  });
  if (!list) {
    return (
      <div className="padded">
        <SkeletonBodyText lines={10} />
      </div>
    );
  }
  const next = list.next;
  const paging = {
    previous: pages.trail.length > 0 ? pages.previous : null,
    next: next === null ? null : () => pages.next(next),
  };
  const adjust = { content: t('customers.bulk.adjust'), onAction: () => setAdjusting(true) };
  const exported = {
    content: t('customers.bulk.export'),
    disabled: download.isPending,
    onAction: () => download.mutate(),
  };
  const actions = list.hasPoints ? [adjust, exported] : [exported];
  const people = list.items.flatMap(({ customerId }) => {
    const name = list.names[customerId]?.displayName ?? t('customers.unnamed', { id: customerId });
    return selection.ids.has(customerId) ? [{ customerId, name }] : [];
  });
  return (
    <>
      {list.search === 'answered' ? (
        <div className="padded">
          <Text as="p" tone="subdued">
            {t('customers.found', { count: list.items.length, number: format.number(list.items.length) })}
          </Text>
        </div>
      ) : null}
      {smDown ? <ChosenBar selection={selection} actions={actions} /> : null}
      <CustomersTable
        list={list}
        filters={filters}
        patch={patch}
        paging={paging}
        selection={selection}
        actions={actions}
      />
      {adjusting ? (
        <AdjustMany
          people={people}
          onClose={() => setAdjusting(false)}
          onDone={() => {
            setAdjusting(false);
            selection.clear();
            reload();
          }}
        />
      ) : null}
    </>
  );
}

/** Names and search come live from Shopify; when it is silent the list says so and goes on with what is ours. */
function ShopifySilent({ list, retry }: { list: CustomersResponse; retry: () => void }) {
  const { t } = useTranslation();
  const searchFailed = list.search === 'unavailable';
  const namesFailed = list.items.some((row) => (list.names[row.customerId] ?? null) === null);
  if (!searchFailed && !namesFailed) return null;
  const what = searchFailed ? 'search' : 'names';
  return (
    <Banner
      tone="warning"
      title={t(`customers.silent.${what}.title`)}
      action={{ content: t('problem.retry'), onAction: retry }}
    >
      <p>{t(`customers.silent.${what}.body`)}</p>
    </Banner>
  );
}

/** The cursors walked through so far; any change of filter, search or sort starts at the first page again. */
function usePages(filters: CustomerFilters) {
  const key = JSON.stringify(filters);
  const [walk, setWalk] = useState<{ key: string; trail: string[] }>({ key, trail: [] });
  const trail = walk.key === key ? walk.trail : [];
  return {
    trail,
    after: trail.at(-1) ?? null,
    next: (cursor: string) => setWalk({ key, trail: [...trail, cursor] }),
    previous: () => setWalk({ key, trail: trail.slice(0, -1) }),
  };
}

/** Later pages carry no counts; the tabs keep those of the first. */
function useFirstPageCounts(list: CustomersResponse | undefined) {
  const [counts, setCounts] = useState<CustomersResponse['counts']>(null);
  if (list?.counts && list.counts !== counts) setCounts(list.counts);
  return list?.counts ?? counts;
}
