import { Badge, BlockStack, Card, InlineStack, Tag, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { CustomerResponse } from '../../../contract/customer.ts';
import { useFormat } from '../../shared/format.ts';

const TONE = { off: undefined, in_sync: 'success', waiting: 'info', refused: 'warning' } as const;

/** Our tags: which stand in Shopify, which wait to be added or removed. */
export function TagsCard({ customer }: { customer: CustomerResponse }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { state, standing, toAdd, toRemove, lastSentAt } = customer.tags;
  const tone = TONE[state];
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" gap="200">
          <Text as="h2" variant="headingMd">
            {t('customer.tags.title')}
          </Text>
          <Badge {...(tone ? { tone } : {})}>{t(`customer.tags.state.${state}`)}</Badge>
        </InlineStack>
        <TagLine title={t('customer.tags.standing')} tags={standing} empty={t('customer.tags.none')} />
        {toAdd.length > 0 ? <TagLine title={t('customer.tags.toAdd')} tags={toAdd} /> : null}
        {toRemove.length > 0 ? <TagLine title={t('customer.tags.toRemove')} tags={toRemove} /> : null}
        {lastSentAt === null ? null : (
          <Text as="p" variant="bodySm" tone="subdued">
            {t('customer.tags.sent', { moment: format.instant(lastSentAt) })}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}

function TagLine({ title, tags, empty }: { title: string; tags: readonly string[]; empty?: string }) {
  return (
    <BlockStack gap="100">
      <Text as="h3" variant="headingSm">
        {title}
      </Text>
      {tags.length === 0 ? (
        <Text as="p" tone="subdued">
          {empty}
        </Text>
      ) : (
        <InlineStack gap="100">
          {tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </InlineStack>
      )}
    </BlockStack>
  );
}
