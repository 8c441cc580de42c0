import {
  BlockStack,
  EmptySearchResult,
  IndexTable,
  InlineStack,
  Link,
  Text,
  useBreakpoints,
} from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type {
  CustomerFilters,
  CustomerRow,
  CustomerSort,
  CustomersResponse,
  LiveName,
} from '../../../contract/customers.ts';
import { useFormat } from '../../shared/format.ts';
import { ScoreTriple } from '../../shared/scores.tsx';
import { MarkBadge, StageBadge } from '../../shared/stage-badge.tsx';
import type { FilterPatch } from './filters-in-url.ts';

type Props = {
  list: CustomersResponse;
  filters: CustomerFilters;
  patch: (change: FilterPatch) => void;
  paging: { previous: (() => void) | null; next: (() => void) | null };
};

/** Which column sorts by what; a search keeps Shopify's order. */
const SORTS: readonly (CustomerSort | null)[] = [null, null, 'last_order', 'occasions', 'spent', null];

/** The customers in a table; on a phone one short block each. */
export function CustomersTable({ list, filters, patch, paging }: Props) {
  const { t } = useTranslation();
  const { smDown } = useBreakpoints();
  const searching = filters.search !== undefined;
  const sortedAt = SORTS.indexOf(filters.sort);
  return (
    <IndexTable
      resourceName={{ singular: t('customers.one'), plural: t('customers.many') }}
      itemCount={list.items.length}
      selectable={false}
      condensed={smDown}
      headings={[
        { title: t('customers.column.customer') },
        { title: t('customers.column.stage') },
        { title: t('customers.column.lastOrder') },
        { title: t('customers.column.occasions'), alignment: 'end' },
        { title: t('customers.column.spent'), alignment: 'end' },
        { title: t('customers.column.scores'), alignment: 'end' },
      ]}
      sortable={SORTS.map((sort) => sort !== null && !searching)}
      {...(sortedAt < 0 || searching ? {} : { sortColumnIndex: sortedAt })}
      sortDirection={filters.direction === 'asc' ? 'ascending' : 'descending'}
      defaultSortDirection="descending"
      onSort={(column, direction) => {
        const sort = SORTS[column];
        if (sort) patch({ sort, direction: direction === 'ascending' ? 'asc' : 'desc' });
      }}
      emptyState={
        list.search === 'unavailable' ? (
          <span />
        ) : (
          <EmptySearchResult
            title={t('customers.none.title')}
            description={t('customers.none.body')}
            withIllustration={false}
          />
        )
      }
      pagination={{
        hasPrevious: paging.previous !== null,
        hasNext: paging.next !== null,
        onPrevious: () => paging.previous?.(),
        onNext: () => paging.next?.(),
      }}
    >
      {list.items.map((row, position) => (
        <IndexTable.Row id={row.customerId} key={row.customerId} position={position}>
          {smDown ? (
            <ShortRow row={row} name={list.names[row.customerId] ?? null} />
          ) : (
            <WideRow row={row} name={list.names[row.customerId] ?? null} />
          )}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

type RowProps = { row: CustomerRow; name: LiveName | null };

function NameLink({ row, name }: RowProps) {
  const { t } = useTranslation();
  return (
    <BlockStack>
      <Link url={`/customers/${row.customerId}`} dataPrimaryLink monochrome removeUnderline>
        <Text as="span" fontWeight="semibold">
          {name?.displayName ?? t('customers.unnamed', { id: row.customerId })}
        </Text>
      </Link>
      {name?.email ? (
        <Text as="span" variant="bodySm" tone="subdued" breakWord>
          {name.email}
        </Text>
      ) : null}
    </BlockStack>
  );
}

function Stages({ row }: { row: CustomerRow }) {
  return (
    <InlineStack gap="100">
      <StageBadge stage={row.stage} />
      {row.marks.map((mark) => (
        <MarkBadge key={mark} mark={mark} />
      ))}
    </InlineStack>
  );
}

function WideRow({ row, name }: RowProps) {
  const format = useFormat();
  return (
    <>
      <IndexTable.Cell>
        <NameLink row={row} name={name} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Stages row={row} />
      </IndexTable.Cell>
      <IndexTable.Cell>{row.lastOrderOn === null ? '–' : format.day(row.lastOrderOn)}</IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric>
          {format.number(row.occasions)}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric>
          {format.money(row.spent)}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <InlineStack align="end" wrap={false}>
          <ScoreTriple scores={row.scores} />
        </InlineStack>
      </IndexTable.Cell>
    </>
  );
}

/** On a phone Polaris draws list items, so there are no cells. */
function ShortRow({ row, name }: RowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="short-row">
      <BlockStack gap="150">
        <NameLink row={row} name={name} />
        <Stages row={row} />
        <Text as="span" variant="bodySm" tone="subdued">
          {t('customers.short', {
            count: row.occasions,
            occasions: format.number(row.occasions),
            spent: format.money(row.spent),
            day: row.lastOrderOn === null ? '–' : format.day(row.lastOrderOn),
          })}
        </Text>
        <ScoreTriple scores={row.scores} />
      </BlockStack>
    </div>
  );
}
