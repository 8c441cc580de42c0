import { BlockStack, Text } from '@shopify/polaris';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResultSummary } from '../../../contract/results.ts';
import { useResultWords } from './result-words.ts';

/** One sentence, one range, one action. `large` = it is what the page is about. */
export function ResultHeadline({ summary, large = false }: { summary: ResultSummary; large?: boolean }) {
  const { t } = useTranslation();
  const words = useResultWords();
  const perHundred = words.perHundred(summary);
  return (
    <BlockStack gap="300">
      <BlockStack gap="100">
        <Text as="p" variant={large ? 'headingLg' : 'headingMd'}>
          {words.sentence(summary)}
        </Text>
        {perHundred === null ? null : (
          <Text as="p" tone="subdued">
            {perHundred}
          </Text>
        )}
      </BlockStack>
      <dl className="result-lines">
        <Line label={t(summary.campaignId === null ? 'results.range.labelAll' : 'results.range.label')}>
          {words.range(summary)}
        </Line>
        <Line label={t('results.do')}>
          <strong>{t(`results.action.${summary.action}`)}</strong> {words.why(summary)}
        </Line>
        <Line label={t('results.sure')}>{words.means(summary)}</Line>
      </dl>
    </BlockStack>
  );
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
