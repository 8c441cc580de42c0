import {
  BlockStack,
  Card,
  EmptySearchResult,
  IndexTable,
  Link,
  Select,
  Text,
  useBreakpoints,
} from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import type { CampaignRow } from '../../../contract/campaigns.ts';
import { useCampaignReason } from '../../shared/campaign-reason.ts';
import { useFormat } from '../../shared/format.ts';
import { COLUMNS, FIRST_DIRECTION, type Sorting } from './sort-campaigns.ts';
import { CampaignStateBadge } from './state-badge.tsx';
import { useAriaSort } from './use-aria-sort.ts';

type SortProps = { sorting: Sorting; sortBy: (sorting: Sorting) => void };
/** `campaigns` in the order in which they are shown. */
type Props = SortProps & { campaigns: readonly CampaignRow[] };

/** The shop's campaigns in a table that sorts by its headings; on a phone one short block each. */
export function CampaignsTable({ campaigns, sorting, sortBy }: Props) {
  const { smDown } = useBreakpoints();
  const around = useAriaSort(sorting);
  return (
    <Card padding="0">
      {smDown && campaigns.length > 1 ? <SortSelect sorting={sorting} sortBy={sortBy} /> : null}
      <div ref={around}>
        <Table campaigns={campaigns} sorting={sorting} sortBy={sortBy} />
      </div>
    </Card>
  );
}

/** Where there are no headings to sort by. */
function SortSelect({ sorting, sortBy }: SortProps) {
  const { t } = useTranslation();
  return (
    <div className="padded">
      <Select
        label={t('campaigns.list.sortBy')}
        value={sorting?.by ?? ''}
        onChange={(chosen) => {
          const by = COLUMNS.find((column) => column === chosen);
          sortBy(by === undefined ? null : { by, direction: FIRST_DIRECTION[by] });
        }}
        options={[
          { value: '', label: t('campaigns.list.unsorted') },
          ...COLUMNS.map((value) => ({ value, label: t(`campaigns.list.${value}`) })),
        ]}
      />
    </div>
  );
}

function Table({ campaigns, sorting, sortBy }: Props) {
  const { t } = useTranslation();
  const { smDown } = useBreakpoints();
  const heading = (by: (typeof COLUMNS)[number]) => ({
    title: t(`campaigns.list.${by}`),
    defaultSortDirection: FIRST_DIRECTION[by],
  });
  return (
    <IndexTable
      resourceName={{ singular: t('campaigns.list.one'), plural: t('campaigns.list.many') }}
      itemCount={campaigns.length}
      selectable={false}
      condensed={smDown}
      headings={[
        heading('name'),
        heading('state'),
        { ...heading('people'), alignment: 'end' },
        heading('next'),
        heading('extra'),
        { ...heading('used'), alignment: 'end' },
      ]}
      sortable={COLUMNS.map(() => campaigns.length > 1)}
      {...(sorting === null
        ? {}
        : { sortColumnIndex: COLUMNS.indexOf(sorting.by), sortDirection: sorting.direction })}
      onSort={(column, direction) => {
        const by = COLUMNS[column];
        if (by !== undefined) sortBy({ by, direction });
      }}
      emptyState={
        <EmptySearchResult
          title={t('campaigns.none.title')}
          description={t('campaigns.none.body')}
          withIllustration={false}
        />
      }
    >
      {campaigns.map((row, position) => (
        <IndexTable.Row id={String(row.campaignId)} key={row.campaignId} position={position}>
          {smDown ? <ShortRow row={row} /> : <WideRow row={row} />}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

/** Extra orders as a range with what is most likely, or that they are not measured. */
function useExtraOrders(): (extra: CampaignRow['extraOrders']) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const whole = (orders: number) => format.number(Math.round(orders));
  return (extra) =>
    extra === null
      ? t('campaigns.list.notMeasured')
      : t('campaigns.list.range', {
          low: whole(extra.low),
          high: whole(extra.high),
          estimate: whole(extra.estimate),
        });
}

function Name({ row }: { row: CampaignRow }) {
  const { t } = useTranslation();
  const reason = useCampaignReason();
  return (
    <div className="campaign-name">
      <BlockStack>
        <Link url={`/campaigns/${row.campaignId}`} dataPrimaryLink monochrome removeUnderline>
          <Text as="span" fontWeight="semibold" breakWord>
            {row.name}
          </Text>
        </Link>
        <Text as="span" variant="bodySm" tone="subdued">
          {t(`campaigns.kind.${row.kind}`)}
        </Text>
        {row.stopReason === null ? null : (
          <Text as="span" variant="bodySm">
            {t('campaigns.list.stopped', { reason: reason(row.stopReason) })}
          </Text>
        )}
      </BlockStack>
    </div>
  );
}

/** How many are in it, leading to them; a click that reached the row would open the campaign. */
function People({ row, children }: { row: CampaignRow; children: string }) {
  const { t } = useTranslation();
  if (row.people === 0) return children;
  return (
    <RouterLink
      to={`/customers?campaigns=${row.campaignId}`}
      className="Polaris-Link"
      aria-label={t('campaigns.list.peopleOf', { number: children, name: row.name })}
      onClick={(event) => event.stopPropagation()}
    >
      {children}
    </RouterLink>
  );
}

function WideRow({ row }: { row: CampaignRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const extraOrders = useExtraOrders();
  return (
    <>
      <IndexTable.Cell>
        <Name row={row} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <CampaignStateBadge state={row.state} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric>
          <People row={row}>{format.number(row.people)}</People>
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        {row.nextSendAt === null ? t('campaigns.list.nothingPlanned') : format.instant(row.nextSendAt)}
      </IndexTable.Cell>
      <IndexTable.Cell>
        <div className="campaign-range">
          <Text as="span" {...(row.extraOrders === null ? { tone: 'subdued' as const } : {})}>
            {extraOrders(row.extraOrders)}
          </Text>
        </div>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric tone="subdued">
          {format.number(row.ordersThatUsedTheOffer)}
        </Text>
      </IndexTable.Cell>
    </>
  );
}

/** On a phone Polaris draws list items, so there are no cells. */
function ShortRow({ row }: { row: CampaignRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const extraOrders = useExtraOrders();
  const labelled = (label: string, value: string) => t('campaigns.list.labelled', { label, value });
  return (
    <div className="short-row">
      <BlockStack gap="150">
        <Name row={row} />
        <div>
          <CampaignStateBadge state={row.state} />
        </div>
        <Text as="span" variant="bodySm">
          <People row={row}>
            {t('campaigns.list.short', { count: row.people, number: format.number(row.people) })}
          </People>
        </Text>
        <Text as="span" variant="bodySm">
          {labelled(
            t('campaigns.list.next'),
            row.nextSendAt === null ? t('campaigns.list.nothingPlanned') : format.instant(row.nextSendAt),
          )}
        </Text>
        <Text as="span" variant="bodySm">
          {labelled(t('campaigns.list.extra'), extraOrders(row.extraOrders))}
        </Text>
        <Text as="span" variant="bodySm" tone="subdued">
          {labelled(t('campaigns.list.used'), format.number(row.ordersThatUsedTheOffer))}
        </Text>
      </BlockStack>
    </div>
  );
}
