import { Badge, BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { ResultSummary, ResultsResponse } from '../../../contract/results.ts';
import { useFormat } from '../../shared/format.ts';
import { ResultHeadline } from './result-headline.tsx';
import { VerdictBadge } from './verdict-badge.tsx';

/** All campaigns together first, for small shops can often tell no more, then each by itself. */
export function ResultsList({ results: { together, campaigns } }: { results: ResultsResponse }) {
  return (
    <BlockStack gap="400">
      {together !== null && campaigns.length > 1 ? <TogetherCard summary={together} /> : null}
      {campaigns.map((summary) => (
        <CampaignResultCard key={summary.campaignId} summary={summary} />
      ))}
    </BlockStack>
  );
}

function TogetherCard({ summary }: { summary: ResultSummary }) {
  const { t } = useTranslation();
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h2" variant="headingMd">
            {t('results.together.title')}
          </Text>
          <VerdictBadge summary={summary} />
        </InlineStack>
        <Text as="p" tone="subdued">
          {t('results.together.body')}
        </Text>
        <ResultHeadline summary={summary} />
      </BlockStack>
    </Card>
  );
}

/** One campaign in its sentence, range and action, with the way to everything else about it. */
export function CampaignResultCard({ summary }: { summary: ResultSummary }) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = summary.name ?? '';
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h2" variant="headingMd" breakWord>
            {name}
          </Text>
          <VerdictBadge summary={summary} />
          {summary.state === null ? null : <Badge>{t(`campaigns.state.${summary.state}`)}</Badge>}
        </InlineStack>
        {summary.kind === null ? null : (
          <Text as="p" tone="subdued">
            {t('results.kindVersion', {
              kind: t(`campaigns.kind.${summary.kind}`),
              version: format.number(summary.version),
            })}
          </Text>
        )}
        <ResultHeadline summary={summary} />
        <InlineStack>
          <Button url={`/results/${summary.campaignId}`} accessibilityLabel={t('results.openOf', { name })}>
            {t('results.open')}
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
