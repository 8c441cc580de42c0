import {
  BlockStack,
  Card,
  EmptySearchResult,
  IndexTable,
  Link,
  Text,
  useBreakpoints,
} from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { CampaignRow } from '../../../contract/campaigns.ts';
import { useFormat } from '../../shared/format.ts';
import { useCampaignReason } from './campaign-reason.ts';
import { CampaignStateBadge } from './state-badge.tsx';

/** The shop's campaigns in a table; on a phone one short block each. */
export function CampaignsTable({ campaigns }: { campaigns: readonly CampaignRow[] }) {
  const { t } = useTranslation();
  const { smDown } = useBreakpoints();
  return (
    <Card padding="0">
      <IndexTable
        resourceName={{ singular: t('campaigns.list.one'), plural: t('campaigns.list.many') }}
        itemCount={campaigns.length}
        selectable={false}
        condensed={smDown}
        headings={[
          { title: t('campaigns.list.name') },
          { title: t('campaigns.list.state') },
          { title: t('campaigns.list.people'), alignment: 'end' },
          { title: t('campaigns.list.next') },
          { title: t('campaigns.list.extra') },
          { title: t('campaigns.list.used'), alignment: 'end' },
        ]}
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
    </Card>
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
          {format.number(row.people)}
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
          {t('campaigns.list.short', { count: row.people, number: format.number(row.people) })}
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
