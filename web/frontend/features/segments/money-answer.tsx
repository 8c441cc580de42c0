import { BlockStack, Link, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { Segments } from '../../../contract/segments.ts';
import { useFormat } from '../../shared/format.ts';
import { type Axis, type GridCell, listUrl, whereIsTheMoney } from './fold-grid.ts';
import { useRangeWords } from './range-words.ts';

type Props = { segments: Segments; grid: readonly GridCell[]; axis: Axis };

/** "Where is your money?" in a sentence, and how much of it has gone quiet. */
export function MoneyAnswer({ segments, grid, axis }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useRangeWords(segments);
  const answer = whereIsTheMoney(grid, segments);
  return (
    <BlockStack gap="200">
      <Text as="h2" variant="headingLg">
        {t('segments.question')}
      </Text>
      {answer === null ? (
        <Text as="p">{t('segments.noMoney')}</Text>
      ) : (
        <Text as="p" variant="bodyLg">
          {t('segments.answer', {
            count: answer.top.customers,
            share: format.share(answer.top.share ?? 0),
            spent: format.money(segments.spent),
            number: format.number(answer.top.customers),
            part: format.share(answer.top.customers / segments.customers),
            who: words.both(axis, answer.top),
          })}{' '}
          <Link url={listUrl(axis, answer.top)}>{t('segments.seeTop')}</Link>
        </Text>
      )}
      {answer?.quiet ? (
        <Text as="p">
          {t(`segments.quiet.${axis}`, {
            count: answer.quiet.customers,
            number: format.number(answer.quiet.customers),
            share: format.share(answer.quiet.share),
            days: format.number(answer.quiet.silentDays),
          })}{' '}
          <Link url={`/customers?r=1,2&${axis}=4,5`}>{t('segments.seeQuiet')}</Link>
        </Text>
      ) : null}
    </BlockStack>
  );
}
