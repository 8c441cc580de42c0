import { InlineStack, Text, Tooltip } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { Scores } from '../../contract/values.ts';
import { useFormat } from './format.ts';

/** The three scores in words, e.g. "Bought very recently (5) · …". */
export function useScoresInWords(): (scores: Scores) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (scores) =>
    (['r', 'f', 'm'] as const)
      .map((name) => `${t(`score.${name}.${asScore(scores[name])}`)} (${format.number(scores[name])})`)
      .join(' · ');
}

/** A score as one of the five message keys. */
export function asScore(value: number): 1 | 2 | 3 | 4 | 5 {
  return value <= 1 ? 1 : value === 2 ? 2 : value === 3 ? 3 : value === 4 ? 4 : 5;
}

/** R, F and M as three small numbers; the tooltip and the screen reader say them in words. */
export function ScoreTriple({ scores }: { scores: Scores | null }) {
  const inWords = useScoresInWords();
  const format = useFormat();
  if (scores === null) return <Text as="span">–</Text>;
  const words = inWords(scores);
  return (
    <Tooltip content={words}>
      <InlineStack gap="100" wrap={false}>
        {(['r', 'f', 'm'] as const).map((name) => (
          <span key={name} className={`score score-${scores[name]}`} aria-hidden="true">
            {format.number(scores[name])}
          </span>
        ))}
        <span className="visually-hidden">{words}</span>
      </InlineStack>
    </Tooltip>
  );
}
