import { BlockStack, Card, InlineStack, Spinner, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { PreviewResponse } from '../../../contract/settings.ts';
import { useFormat } from '../../shared/format.ts';
import { Problem } from '../../shared/problem.tsx';
import { StageBadge } from '../../shared/stage-badge.tsx';
import type { usePreview } from './settings-requests.ts';

type Props = { preview: ReturnType<typeof usePreview>; valid: boolean };

/** What saving would do, before it is done: how many customers move, and between which stages. */
export function PreviewCard({ preview, valid }: Props) {
  const { t } = useTranslation();
  return (
    <div className="preview" aria-live="polite">
      <Card>
        {!valid ? (
          <Text as="p">{t('settings.preview.fix')}</Text>
        ) : preview.error ? (
          <Problem error={preview.error} onRetry={() => preview.refetch()} />
        ) : preview.data && !preview.isPlaceholderData ? (
          <Outcome preview={preview.data} />
        ) : (
          <InlineStack gap="200" blockAlign="center">
            <Spinner size="small" accessibilityLabel={t('settings.preview.counting')} />
            <Text as="p">{t('settings.preview.counting')}</Text>
          </InlineStack>
        )}
      </Card>
    </div>
  );
}

function Outcome({ preview }: { preview: PreviewResponse }) {
  const { t } = useTranslation();
  const format = useFormat();
  const number = format.number(preview.moving);
  return (
    <BlockStack gap="200">
      <Text as="h2" variant="headingSm">
        {preview.moving === 0
          ? t('settings.preview.nobody')
          : t('settings.preview.moving', { count: preview.moving, number })}
      </Text>
      {preview.moves.length === 0 ? null : (
        <ul className="moves">
          {preview.moves.map(({ from, to, count }) => (
            <li key={`${from}-${to}`}>
              <InlineStack gap="100" blockAlign="center">
                <Text as="span" fontWeight="semibold" numeric>
                  {format.number(count)}
                </Text>
                <StageBadge stage={from} />
                <span aria-hidden="true">→</span>
                <span className="visually-hidden">{t('customer.timeline.became')}</span>
                <StageBadge stage={to} />
              </InlineStack>
            </li>
          ))}
        </ul>
      )}
      {preview.tagChanges > 0 ? (
        <Text as="p" tone="subdued">
          {t('settings.preview.tags', {
            count: preview.tagChanges,
            number: format.number(preview.tagChanges),
          })}
        </Text>
      ) : null}
    </BlockStack>
  );
}
