import { Badge, BlockStack, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { ChannelsResponse, EmailCheck } from '../../../contract/channels.ts';
import { useFormat } from '../../shared/format.ts';

const TONES = { found: 'success', missing: 'warning', unknown: 'attention' } as const;

/** Whether the server answered, what the sender's domain says, and how many customers' mail came back. */
export function EmailCheckResult({ channels: { email, bounced } }: { channels: ChannelsResponse }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (email === null) return null;
  return (
    <div aria-live="polite">
      <BlockStack gap="300">
        {email.check === null ? (
          <Text as="p" tone="subdued">
            {t('channels.email.notChecked')}
          </Text>
        ) : (
          <Outcome check={email.check} />
        )}
        <Text as="p">{t('channels.email.bounced', { count: bounced, number: format.number(bounced) })}</Text>
        {email.settings.returnMailbox === null ? (
          <Text as="p" tone="subdued">
            {t('channels.email.laterUnknown')}
          </Text>
        ) : null}
      </BlockStack>
    </div>
  );
}

function Outcome({ check }: { check: EmailCheck }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const key = `channels.email.connection.${check.connection}`;
  const works = check.connection === 'ok';
  return (
    <BlockStack gap="200">
      <InlineStack gap="200" blockAlign="center">
        <Badge tone={works ? 'success' : 'critical'}>
          {t(works ? 'channels.email.works' : 'channels.email.fails')}
        </Badge>
        <Text as="span">{i18n.exists(key) ? t(key) : check.connection}</Text>
      </InlineStack>
      {(['spf', 'dkim', 'dmarc'] as const).map((record) => (
        <InlineStack key={record} gap="200" blockAlign="center">
          <Badge tone={TONES[check[record]]}>
            {t('channels.email.record', {
              record: record.toUpperCase(),
              found: t(`channels.email.found.${check[record]}`),
            })}
          </Badge>
          <Text as="span" tone="subdued">
            {t(`channels.email.domain.${record}`)}
          </Text>
        </InlineStack>
      ))}
      <Text as="p" variant="bodySm" tone="subdued">
        {t('channels.email.checkedAt', { moment: format.instant(check.checkedAt) })}
      </Text>
    </BlockStack>
  );
}
