import { BlockStack, Card, InlineStack, ProgressBar, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { ProgramTerms } from '../../../contract/loyalty.ts';
import type { MemberRow } from '../../../contract/members.ts';
import { useFormat } from '../../shared/format.ts';
import { useLocalDay } from './local-day.ts';
import { TierBadge } from './tier-badge.tsx';

type Tier = NonNullable<MemberRow['tier']>;
type Props = { tier: Tier; tiers: NonNullable<ProgramTerms['tiers']>; currency: string };

/** The level, how far it is to the next, until when it is kept. */
export function TierCard({ tier, tiers, currency }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const localDay = useLocalDay();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t('loyalty.tier.title')}
        </Text>
        <InlineStack>
          <TierBadge tier={tier} />
        </InlineStack>
        <Text as="p" tone="subdued">
          {t('loyalty.tier.since', { day: localDay(tier.sinceAt) })}
          {tier.reviewOn === null ? null : ` ${t('loyalty.tier.review', { day: format.day(tier.reviewOn) })}`}
        </Text>
        <TierProgress tier={tier} tiers={tiers} currency={currency} />
        {tier.graceUntilOn === null ? null : (
          <Text as="p">{t('loyalty.tier.grace', { day: format.day(tier.graceUntilOn) })}</Text>
        )}
      </BlockStack>
    </Card>
  );
}

/** A bar to the next level with what is missing in words. */
export function TierProgress({ tier, tiers, currency }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const at = tiers.levels.findIndex(({ key }) => key === tier.key);
  const next = tiers.levels[at + 1];
  const amount = (value: number) =>
    tiers.by === 'spend'
      ? format.money({ amountMinor: value, currency })
      : t('loyalty.points', { count: value, number: format.number(value) });
  if (tier.missing === null || next === undefined) return <Text as="p">{t('loyalty.tier.highest')}</Text>;
  const words = t('loyalty.tier.missing', {
    missing: amount(tier.missing),
    next: next.name,
    progress: amount(tier.progress),
  });
  const share = next.threshold > 0 ? Math.min(100, (tier.progress / next.threshold) * 100) : 0;
  return (
    <BlockStack gap="200">
      <ProgressBar progress={Math.round(share)} size="small" tone="primary" ariaLabelledBy="tier-progress" />
      <Text as="p" id="tier-progress">
        {words}
      </Text>
    </BlockStack>
  );
}
