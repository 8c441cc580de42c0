import { BlockStack, InlineStack, Link, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { TimelineEntry } from '../../../contract/customer.ts';
import { orderAdminUrl } from '../../shared/admin-url.ts';
import { useFormat } from '../../shared/format.ts';
import { useReasonText } from '../../shared/reason-text.ts';
import { StageBadge } from '../../shared/stage-badge.tsx';
import { CampaignEntry } from './campaign-entry.tsx';

type Of<K extends TimelineEntry['kind']> = Extract<TimelineEntry, { kind: K }>;

/** One entry of the timeline in words. */
export function TimelineText({ entry }: { entry: TimelineEntry }) {
  if (entry.kind === 'stage') return <StageEntry entry={entry} />;
  if (entry.kind === 'order') return <OrderEntry entry={entry} />;
  if (entry.kind === 'refund') return <RefundEntry entry={entry} />;
  if (entry.kind === 'points') return <PointsEntry entry={entry} />;
  return <CampaignEntry event={entry} />;
}

function StageEntry({ entry }: { entry: Of<'stage'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const reasonText = useReasonText();
  const { from, to, marksGained, marksLost, reason } = entry;
  const marks = (list: typeof marksGained) => format.list(list.map((mark) => t(`mark.${mark}`)));
  return (
    <BlockStack gap="050">
      {from === to ? null : (
        <InlineStack gap="100" blockAlign="center">
          {from === null ? null : (
            <>
              <StageBadge stage={from} />
              <span aria-hidden="true">→</span>
              <span className="visually-hidden">{t('customer.timeline.became')}</span>
            </>
          )}
          <StageBadge stage={to} />
        </InlineStack>
      )}
      {reason === null || from === to ? null : <Text as="p">{reasonText(reason)}</Text>}
      {marksGained.length > 0 ? (
        <Text as="p">{t('customer.timeline.marksGained', { marks: marks(marksGained) })}</Text>
      ) : null}
      {marksLost.length > 0 ? (
        <Text as="p">{t('customer.timeline.marksLost', { marks: marks(marksLost) })}</Text>
      ) : null}
    </BlockStack>
  );
}

function OrderEntry({ entry }: { entry: Of<'order'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <BlockStack gap="050">
      <InlineStack gap="200">
        <Text as="p" fontWeight="medium">
          {entry.notQualifying === null
            ? t('customer.timeline.order', { net: format.money(entry.net) })
            : t('customer.timeline.orderNotCounted')}
        </Text>
        <Link url={orderAdminUrl(entry.orderId)}>{t('customer.orders.open')}</Link>
      </InlineStack>
      {entry.notQualifying === null ? null : (
        <Text as="p" tone="subdued">
          {t(`notQualifying.${entry.notQualifying}`)}
        </Text>
      )}
      {entry.subscriptionRenewal ? (
        <Text as="p" tone="subdued">
          {t('customer.orders.renewal')}
        </Text>
      ) : null}
    </BlockStack>
  );
}

/** How many came or went, and for what. */
function PointsEntry({ entry }: { entry: Of<'points'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { points, cause, grantReason, orderId } = entry;
  const count = Math.abs(points);
  const amount = t('loyalty.points', { count, number: format.number(count) });
  return (
    <InlineStack gap="200">
      <Text as="p" fontWeight="medium">
        {`${points > 0 ? '+' : '−'}${amount}`}
      </Text>
      <Text as="p">
        {cause === 'grant' && grantReason !== null
          ? t(`loyalty.ledger.reason.${grantReason}`)
          : t(`loyalty.ledger.cause.${cause}`)}
      </Text>
      {orderId === null ? null : <Link url={orderAdminUrl(orderId)}>{t('customer.orders.open')}</Link>}
    </InlineStack>
  );
}

function RefundEntry({ entry }: { entry: Of<'refund'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <InlineStack gap="200">
      <Text as="p" fontWeight="medium">
        {t('customer.timeline.refund', { amount: format.money(entry.amount) })}
      </Text>
      <Link url={orderAdminUrl(entry.orderId)}>{t('customer.orders.open')}</Link>
    </InlineStack>
  );
}
