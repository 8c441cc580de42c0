import {
  BlockStack,
  Button,
  ButtonGroup,
  Card,
  EmptyState,
  Page,
  SkeletonBodyText,
  Text,
} from '@shopify/polaris';
import { ExportIcon } from '@shopify/polaris-icons';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { Segments, SegmentsResponse } from '../../contract/segments.ts';
import { type Axis, foldGrid } from '../features/segments/fold-grid.ts';
import { useSegments } from '../features/segments/get-segments.ts';
import { MoneyAnswer } from '../features/segments/money-answer.tsx';
import { SegmentGrid } from '../features/segments/segment-grid.tsx';
import { SegmentTable } from '../features/segments/segment-table.tsx';
import '../features/segments/segments.css';
import { toSegmentsCsv } from '../features/segments/segments-csv.ts';
import { useFormat } from '../shared/format.ts';
import { Problem } from '../shared/problem.tsx';
import { saveAsFile } from '../shared/save-as-file.ts';

/** "Where is your money?" by when customers last bought and how often or for how much. */
export function SegmentsPage() {
  const { t } = useTranslation();
  const segments = useSegments();
  const counted = segments.data?.state === 'counted' && segments.data.customers > 0 ? segments.data : null;
  return (
    <>
      <ui-title-bar title={t('segments.title.page')} />
      <Page
        title={t('segments.title.page')}
        backAction={{ content: t('nav.customers'), url: '/customers' }}
        secondaryActions={
          counted
            ? [
                {
                  content: t('customers.export'),
                  icon: ExportIcon,
                  onAction: () => void saveAsFile(new Response(toSegmentsCsv(counted)), 'segments.csv'),
                },
              ]
            : []
        }
      >
        <BlockStack gap="400">
          {segments.error ? <Problem error={segments.error} onRetry={() => segments.refetch()} /> : null}
          {segments.isPending ? (
            <Card>
              <SkeletonBodyText lines={10} />
            </Card>
          ) : null}
          {counted ? (
            <Counted segments={counted} />
          ) : segments.data ? (
            <NothingYet data={segments.data} />
          ) : null}
        </BlockStack>
      </Page>
    </>
  );
}

const AXES = ['f', 'm'] as const satisfies readonly Axis[];

function Counted({ segments }: { segments: Segments }) {
  const { t } = useTranslation();
  const format = useFormat();
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
          <BlockStack gap="100">
            {[
              t('segments.asOf', { day: format.day(segments.asOfOn) }),
              t(segments.fixed ? 'customer.rfm.cutsFixed' : 'customer.rfm.cutsQuintiles'),
              ...(segments.provisional ? [t('segments.provisional')] : []),
            ].map((note) => (
              <Text key={note} as="p" variant="bodySm" tone="subdued">
                {note}
              </Text>
            ))}
          </BlockStack>
        </BlockStack>
      </Card>
    </>
  );
}

/** Nobody to show: why, and what brings them. */
function NothingYet({ data }: { data: SegmentsResponse }) {
  const { t } = useTranslation();
  const why = data.state === 'counted' ? 'no_customers' : data.until;
  return (
    <Card>
      <EmptyState
        heading={t(`segments.none.${why}.title`)}
        image=""
        action={
          why === 'first_scoring'
            ? { content: t('nav.home'), url: '/' }
            : { content: t('nav.customers'), url: '/customers' }
        }
      >
        <p>{t(`segments.none.${why}.body`)}</p>
      </EmptyState>
    </Card>
  );
}
