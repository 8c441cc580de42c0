import { BlockStack, Button, ButtonGroup, Card, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { Segments } from '../../../contract/segments.ts';
import { useFormat } from '../../shared/format.ts';
import { type Axis, foldGrid } from './fold-grid.ts';
import { MoneyAnswer } from './money-answer.tsx';
import { SegmentGrid } from './segment-grid.tsx';
import { SegmentTable } from './segment-table.tsx';
import './segments.css';

const AXES = ['f', 'm'] as const satisfies readonly Axis[];

/** The answer, the grid by purchases or by money (kept in the address), the same as a table, and what the numbers are. */
export function CountedSegments({ segments }: { segments: Segments }) {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const axis: Axis = params.get('by') === 'm' ? 'm' : 'f';
  const grid = foldGrid(segments, axis);
  const choose = (chosen: Axis) =>
    setParams(
      (before) => {
        if (chosen === 'm') before.set('by', 'm');
        else before.delete('by');
        return before;
      },
      { replace: true },
    );
  return (
    <>
      <Card>
        <MoneyAnswer segments={segments} grid={grid} axis={axis} />
      </Card>
      <Card>
        <BlockStack gap="300">
          <ButtonGroup variant="segmented">
            {AXES.map((each) => (
              <Button key={each} pressed={axis === each} onClick={() => choose(each)}>
                {t(`segments.by.${each}`)}
              </Button>
            ))}
          </ButtonGroup>
          <Text as="p" tone="subdued">
            {t('segments.legend')}
          </Text>
          <SegmentGrid segments={segments} grid={grid} axis={axis} />
          <SegmentTable segments={segments} grid={grid} axis={axis} />
          <Notes segments={segments} />
        </BlockStack>
      </Card>
    </>
  );
}

function Notes({ segments }: { segments: Segments }) {
  const { t } = useTranslation();
  const format = useFormat();
  const notes = [
    t('segments.asOf', { day: format.day(segments.asOfOn) }),
    t(segments.fixed ? 'customer.rfm.cutsFixed' : 'customer.rfm.cutsQuintiles'),
    ...(segments.provisional ? [t('segments.provisional')] : []),
  ];
  return (
    <BlockStack gap="100">
      {notes.map((note) => (
        <Text key={note} as="p" variant="bodySm" tone="subdued">
          {note}
        </Text>
      ))}
    </BlockStack>
  );
}
