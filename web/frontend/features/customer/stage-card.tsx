import { BlockStack, Card, InlineStack, List, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { CustomerResponse, NextChange } from '../../../contract/customer.ts';
import { useFormat } from '../../shared/format.ts';
import { useReasonText } from '../../shared/reason-text.ts';
import { MarkBadge, StageBadge } from '../../shared/stage-badge.tsx';

/** The stage, why it holds and what would change it. */
export function StageCard({ customer }: { customer: CustomerResponse }) {
  const { t } = useTranslation();
  const format = useFormat();
  const reasonText = useReasonText();
  const { stage, marks, reason, stageSince, changes } = customer;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t('customer.stage.title')}
        </Text>
        <InlineStack gap="100">
          <StageBadge stage={stage} />
          {marks.map((mark) => (
            <MarkBadge key={mark} mark={mark} />
          ))}
        </InlineStack>
        {stageSince === null ? null : (
          <Text as="p" tone="subdued">
            {t('customer.stage.since', { moment: format.instant(stageSince) })}
          </Text>
        )}
        <Part title={t('customer.stage.why')}>
          <Text as="p">{reason === null ? t('customer.stage.noReason') : reasonText(reason)}</Text>
          {marks.length === 0 ? null : (
            <List gap="extraTight">
              {marks.map((mark) => (
                <List.Item key={mark}>
                  {t('customer.stage.mark', { mark: t(`mark.${mark}`), why: t(`markWhy.${mark}`) })}
                </List.Item>
              ))}
            </List>
          )}
        </Part>
        {changes.length === 0 ? null : (
          <Part title={t('customer.stage.changes')}>
            <List gap="extraTight">
              {changes.map((change) => (
                <List.Item key={change.kind}>
                  <ChangeText change={change} />
                </List.Item>
              ))}
            </List>
          </Part>
        )}
        {customer.excluded ? <Text as="p">{t('customer.stage.excluded')}</Text> : null}
      </BlockStack>
    </Card>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <BlockStack gap="100">
      <Text as="h3" variant="headingSm">
        {title}
      </Text>
      {children}
    </BlockStack>
  );
}

function ChangeText({ change }: { change: NextChange }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (change.kind === 'lapses') return t('customer.change.lapses', { day: format.day(change.on) });
  if (change.kind === 'next_purchase') return t(`customer.change.next.${change.to}`);
  if (change.kind === 'subscription') {
    return t('customer.change.subscription', { day: format.day(change.untilOn) });
  }
  const thresholds = {
    count: change.occasions,
    occasions: format.number(change.occasions),
    spent: format.money(change.spent),
  };
  if (change.kind === 'vip_ends') {
    return t('customer.change.vipEnds', { ...thresholds, day: format.day(change.on) });
  }
  const missing = [
    ...(change.missingOccasions > 0
      ? [
          t('customer.change.missingPurchases', {
            count: change.missingOccasions,
            number: format.number(change.missingOccasions),
          }),
        ]
      : []),
    ...(change.missingSpent.amountMinor > 0 ? [format.money(change.missingSpent)] : []),
  ];
  const from = t('customer.change.vipFrom', thresholds);
  if (missing.length === 0) return from;
  return `${from} ${t('customer.change.missing', { what: format.list(missing) })}`;
}
