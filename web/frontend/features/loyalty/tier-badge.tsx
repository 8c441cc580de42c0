import { Badge, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { MemberRow } from '../../../contract/members.ts';
import { useFormat } from '../../shared/format.ts';

/** A level; with its last day where the days of grace run. */
export function TierBadge({ tier }: { tier: NonNullable<MemberRow['tier']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <InlineStack gap="100" blockAlign="center">
      <Badge>{tier.name}</Badge>
      {tier.graceUntilOn === null ? null : (
        <Text as="span" variant="bodySm">
          {t('loyalty.tier.graceShort', { day: format.day(tier.graceUntilOn) })}
        </Text>
      )}
    </InlineStack>
  );
}
