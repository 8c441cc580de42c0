import { BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { MemberResponse } from '../../../contract/members.ts';
import { useFormat } from '../../shared/format.ts';
import { useLocalDay } from './local-day.ts';
import { usePoints } from './use-points-words.ts';

type Props = { data: MemberResponse; onAdjust: () => void };

/** The balance in large, and what is on its way, set aside, owed or about to end. */
export function BalanceCard({ data, onAdjust }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const localDay = useLocalDay();
  const points = usePoints(undefined);
  const { member, reservedPoints } = data;
  const lines = [
    ...(member.pendingPoints === 0
      ? []
      : [t('loyalty.member.pending', { points: points(member.pendingPoints) })]),
    ...(reservedPoints === 0 ? [] : [t('loyalty.member.reserved', { points: points(reservedPoints) })]),
    ...(member.debtPoints === 0
      ? []
      : [t('loyalty.member.debt', { count: member.debtPoints, number: format.number(member.debtPoints) })]),
    member.expiring === null
      ? t('loyalty.member.nothingEnds')
      : t('loyalty.member.expiring', {
          points: points(member.expiring.points),
          day: localDay(member.expiring.at),
        }),
  ];
  return (
    <Card>
      <div className="reward-head">
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            {t('loyalty.member.balance')}
          </Text>
          <Text as="p" variant="heading2xl">
            {points(member.points)}
          </Text>
          {lines.map((line) => (
            <Text as="p" key={line}>
              {line}
            </Text>
          ))}
        </BlockStack>
        <InlineStack>
          <Button variant="primary" onClick={onAdjust}>
            {t('loyalty.adjust.action')}
          </Button>
        </InlineStack>
      </div>
    </Card>
  );
}
