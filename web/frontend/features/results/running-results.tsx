import { BlockStack, Card, InlineStack, Link, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { ResultSummary } from '../../../contract/results.ts';
import { useResultWords } from './result-words.ts';
import { VerdictBadge } from './verdict-badge.tsx';

/** Home's campaigns that run, each with its sentence and range. None: nothing is shown. */
export function RunningResults({ campaigns }: { campaigns: readonly ResultSummary[] }) {
  const { t } = useTranslation();
  const words = useResultWords();
  const running = campaigns.filter(({ state }) => state === 'running');
  if (running.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t('results.running')}
        </Text>
        <ul className="order-list">
          {running.map((summary) => (
            <li key={summary.campaignId} className="order-line">
              <BlockStack gap="100">
                <InlineStack gap="200" blockAlign="center">
                  <Link url={`/results/${summary.campaignId}`} monochrome>
                    <Text as="span" fontWeight="semibold" breakWord>
                      {summary.name}
                    </Text>
                  </Link>
                  <VerdictBadge summary={summary} />
                </InlineStack>
                <Text as="p">{words.sentence(summary)}</Text>
                <Text as="p" tone="subdued">
                  {t('results.rangeOf', { range: words.range(summary) })}
                </Text>
              </BlockStack>
            </li>
          ))}
        </ul>
      </BlockStack>
    </Card>
  );
}
