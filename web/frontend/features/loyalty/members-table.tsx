import { BlockStack, EmptySearchResult, IndexTable, Link, Text, useBreakpoints } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { MemberRow, MembersResponse } from '../../../contract/members.ts';
import { useFormat } from '../../shared/format.ts';
import { useLocalDay } from './local-day.ts';
import type { MembersFilters, MembersPatch } from './members-in-url.ts';
import { TierBadge } from './tier-badge.tsx';
import { usePoints } from './use-points-words.ts';

type Props = {
  list: MembersResponse;
  filters: MembersFilters;
  patch: (change: MembersPatch) => void;
  paging: { previous: (() => void) | null; next: (() => void) | null };
};

/** Which column sorts by what. */
const SORTS = [null, 'points', 'pending', null, 'next_expiry', 'joined'] as const;

/** The members in a table; on a phone one short block each. */
export function MembersTable({ list, filters, patch, paging }: Props) {
  const { t } = useTranslation();
  const { smDown } = useBreakpoints();
  const filtered =
    filters.search !== undefined || filters.tier !== undefined || filters.withDebt !== undefined;
  const empty = filtered || filters.expiringWithinDays !== undefined ? 'filtered' : 'none';
  return (
    <IndexTable
      resourceName={{ singular: t('loyalty.members.one'), plural: t('loyalty.members.many') }}
      itemCount={list.members.length}
      selectable={false}
      condensed={smDown}
      headings={[
        { title: t('customers.column.customer') },
        { title: t('loyalty.members.points'), alignment: 'end' },
        { title: t('loyalty.members.pending'), alignment: 'end' },
        { title: t('loyalty.members.tier') },
        { title: t('loyalty.members.expiring') },
        { title: t('loyalty.members.joined') },
      ]}
      sortable={SORTS.map((sort) => sort !== null)}
      sortColumnIndex={SORTS.indexOf(filters.sort)}
      sortDirection={filters.direction === 'asc' ? 'ascending' : 'descending'}
      defaultSortDirection="descending"
      onSort={(column, direction) => {
        const sort = SORTS[column];
        if (sort) patch({ sort, direction: direction === 'ascending' ? 'asc' : 'desc' });
      }}
      emptyState={
        <EmptySearchResult
          title={t(`loyalty.members.empty.${empty}.title`)}
          description={t(`loyalty.members.empty.${empty}.body`)}
          withIllustration={false}
        />
      }
      pagination={{
        hasPrevious: paging.previous !== null,
        hasNext: paging.next !== null,
        onPrevious: () => paging.previous?.(),
        onNext: () => paging.next?.(),
      }}
    >
      {list.members.map((row, position) => (
        <IndexTable.Row id={row.customerId} key={row.customerId} position={position}>
          {smDown ? <ShortRow row={row} /> : <WideRow row={row} />}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

function Name({ row }: { row: MemberRow }) {
  const { t } = useTranslation();
  return (
    <Link url={`/loyalty/members/${row.customerId}`} dataPrimaryLink monochrome removeUnderline>
      <Text as="span" fontWeight="semibold" breakWord>
        {row.name ?? t('customers.unnamed', { id: row.customerId })}
      </Text>
    </Link>
  );
}

/** The balance, or what is owed after a refund. */
function Balance({ row }: { row: MemberRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <BlockStack>
      <Text as="span" alignment="end" numeric>
        {format.number(row.points)}
      </Text>
      {row.debtPoints === 0 ? null : (
        <Text as="span" alignment="end" variant="bodySm" tone="caution">
          {t('loyalty.members.owes', { number: format.number(row.debtPoints) })}
        </Text>
      )}
    </BlockStack>
  );
}

function useExpiring(): (row: MemberRow) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const localDay = useLocalDay();
  return ({ expiring }) =>
    expiring === null
      ? '–'
      : t('loyalty.members.expiringOn', {
          number: format.number(expiring.points),
          day: localDay(expiring.at),
        });
}

function WideRow({ row }: { row: MemberRow }) {
  const format = useFormat();
  const localDay = useLocalDay();
  const expiring = useExpiring();
  return (
    <>
      <IndexTable.Cell>
        <Name row={row} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Balance row={row} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric>
          {row.pendingPoints === 0 ? '–' : format.number(row.pendingPoints)}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>{row.tier === null ? '–' : <TierBadge tier={row.tier} />}</IndexTable.Cell>
      <IndexTable.Cell>{expiring(row)}</IndexTable.Cell>
      <IndexTable.Cell>{localDay(row.joinedAt)}</IndexTable.Cell>
    </>
  );
}

/** On a phone Polaris draws list items, so there are no cells. */
function ShortRow({ row }: { row: MemberRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const localDay = useLocalDay();
  const points = usePoints(undefined);
  const expiring = useExpiring();
  const lines = [
    ...(row.pendingPoints === 0
      ? []
      : [t('loyalty.members.pendingShort', { points: points(row.pendingPoints) })]),
    ...(row.debtPoints === 0 ? [] : [t('loyalty.members.owes', { number: format.number(row.debtPoints) })]),
    ...(row.expiring === null ? [] : [t('loyalty.members.expiringShort', { what: expiring(row) })]),
    t('loyalty.members.joinedShort', { day: localDay(row.joinedAt) }),
  ];
  return (
    <div className="short-row">
      <BlockStack gap="100">
        <Name row={row} />
        <Text as="span">{points(row.points)}</Text>
        {row.tier === null ? null : (
          <div>
            <TierBadge tier={row.tier} />
          </div>
        )}
        {lines.map((line) => (
          <Text as="span" key={line} variant="bodySm" tone="subdued">
            {line}
          </Text>
        ))}
      </BlockStack>
    </div>
  );
}
