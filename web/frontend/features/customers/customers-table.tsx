import {
  BlockStack,
  EmptySearchResult,
  IndexTable,
  IndexTableSelectionType,
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
import { type BulkAction, ChooseBox } from './chosen-bar.tsx';
import type { FilterPatch } from './filters-in-url.ts';
import type { Selection } from './use-selection.ts';

type Props = {
  list: CustomersResponse;
  filters: CustomerFilters;
  patch: (change: FilterPatch) => void;
  paging: { previous: (() => void) | null; next: (() => void) | null };
  selection: Selection;
  actions: BulkAction[];
};

/** Which column sorts by what; a search keeps Shopify's order. Points stand in another table: no index serves them in this one's order. */
const SORTS: readonly (CustomerSort | null)[] = [null, null, 'last_order', 'occasions', 'spent', null, null];

/** The customers in a table; on a phone one short block each. */
export function CustomersTable({ list, filters, patch, paging, selection, actions }: Props) {
  const { t } = useTranslation();
  const { smDown } = useBreakpoints();
  const searching = filters.search !== undefined;
  const sortedAt = SORTS.indexOf(filters.sort);
  return (
    <IndexTable
      resourceName={{ singular: t('customers.one'), plural: t('customers.many') }}
      itemCount={list.items.length}
      selectable
      selectedItemsCount={selection.ids.size}
      onSelectionChange={selection.change}
      promotedBulkActions={actions}
      condensed={smDown}
      headings={[
        { title: t('customers.column.customer') },
        { title: t('customers.column.stage') },
        { title: t('customers.column.lastOrder') },
        { title: t('customers.column.occasions'), alignment: 'end' },
        { title: t('customers.column.spent'), alignment: 'end' },
        { title: t('customers.column.scores'), alignment: 'end' },
        ...(list.hasPoints ? [{ title: t('customers.column.points'), alignment: 'end' as const }] : []),
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
        <IndexTable.Row
          id={row.customerId}
          key={row.customerId}
          position={position}
          selected={selection.ids.has(row.customerId)}
        >
          {smDown ? (
            <ShortRow row={row} name={list.names[row.customerId] ?? null} selection={selection} />
          ) : (
            <WideRow row={row} name={list.names[row.customerId] ?? null} hasPoints={list.hasPoints} />
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

function WideRow({ row, name, hasPoints }: RowProps & { hasPoints: boolean }) {
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
      {hasPoints ? (
        <IndexTable.Cell>
          <Text as="span" alignment="end" numeric>
            {row.points === null ? '–' : format.number(row.points)}
          </Text>
        </IndexTable.Cell>
      ) : null}
    </>
  );
}

/** On a phone Polaris draws list items, so there are no cells. */
function ShortRow({ row, name, selection }: RowProps & { selection: Selection }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="short-row with-box">
      <ChooseBox
        name={name?.displayName ?? t('customers.unnamed', { id: row.customerId })}
        checked={selection.ids.has(row.customerId)}
        onChange={(isOn) => selection.change(IndexTableSelectionType.Single, isOn, row.customerId)}
      />
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
        {row.points === null ? null : (
          <Text as="span" variant="bodySm" tone="subdued">
            {t('loyalty.points', { count: row.points, number: format.number(row.points) })}
          </Text>
        )}
        <ScoreTriple scores={row.scores} />
      </BlockStack>
    </div>
  );
}
