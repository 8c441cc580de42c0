import {
  Badge,
  BlockStack,
  Button,
  Card,
  InlineStack,
  Modal,
  SkeletonBodyText,
  Text,
} from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BatchesResponse } from '../../../contract/batches.ts';
import { useFormat } from '../../shared/format.ts';
import { Problem } from '../../shared/problem.tsx';
import { useBatches, useUndoBatch } from './batch-requests.ts';

type Batch = BatchesResponse['batches'][number];
const TONE = { running: 'info', done: 'success', undone: undefined } as const;

/** Files given so far; each can be undone once. */
export function EarlierFiles() {
  const { t } = useTranslation();
  const batches = useBatches();
  const [asking, setAsking] = useState<Batch | null>(null);
  return (
    <section aria-label={t('loyalty.files.earlier.title')}>
      <Card>
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            {t('loyalty.files.earlier.title')}
          </Text>
          {batches.error ? <Problem error={batches.error} onRetry={() => batches.refetch()} /> : null}
          {batches.isPending ? <SkeletonBodyText lines={3} /> : null}
          {batches.data?.batches.length === 0 ? (
            <Text as="p" tone="subdued">
              {t('loyalty.files.earlier.none')}
            </Text>
          ) : null}
          <ul className="loyalty-rows">
            {batches.data?.batches.map((batch) => (
              <li key={batch.batchId}>
                <Line batch={batch} onUndo={() => setAsking(batch)} />
              </li>
            ))}
          </ul>
        </BlockStack>
      </Card>
      {asking === null ? null : <UndoQuestion batch={asking} onClose={() => setAsking(null)} />}
    </section>
  );
}

function useName(): (batch: Batch) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ kind, createdAt, fileName }) =>
    t('loyalty.files.earlier.name', {
      kind: fileName ?? t(`loyalty.files.kinds.${kind}`),
      moment: format.instant(createdAt),
    });
}

function Line({ batch, onUndo }: { batch: Batch; onUndo: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = useName();
  const tone = TONE[batch.state];
  return (
    <div className="reward-head">
      <BlockStack gap="100">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h3" variant="headingSm" breakWord>
            {name(batch)}
          </Text>
          <Badge {...(tone ? { tone } : {})}>{t(`loyalty.files.earlier.state.${batch.state}`)}</Badge>
        </InlineStack>
        <Text as="p" tone="subdued">
          {batch.fileName === null ? null : `${t(`loyalty.files.kinds.${batch.kind}`)}: `}
          {t('loyalty.files.earlier.line', {
            count: batch.rows,
            rows: format.number(batch.rows),
            points: format.change(batch.points),
          })}
          {batch.undoneAt === null
            ? null
            : ` ${t('loyalty.files.earlier.undoneAt', { moment: format.instant(batch.undoneAt) })}`}
        </Text>
      </BlockStack>
      {batch.state === 'done' ? (
        <Button
          accessibilityLabel={t('loyalty.files.earlier.undoOne', { name: name(batch) })}
          onClick={onUndo}
        >
          {t('loyalty.files.earlier.undo')}
        </Button>
      ) : null}
    </div>
  );
}

function UndoQuestion({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = useName();
  const undo = useUndoBatch();
  const confirm = () =>
    undo.mutate(batch.batchId, {
      onSuccess: () => {
        onClose();
        shopify.toast.show(t('loyalty.files.earlier.undone'));
      },
    });
  return (
    <Modal
      open
      onClose={onClose}
      title={t('loyalty.files.earlier.ask')}
      primaryAction={{
        content: t('loyalty.files.earlier.undo'),
        destructive: true,
        loading: undo.isPending,
        onAction: confirm,
      }}
      secondaryActions={[{ content: t('settings.cancel'), onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="300">
          {undo.error ? <Problem error={undo.error} onRetry={confirm} /> : null}
          <Text as="p" breakWord>
            {name(batch)}
          </Text>
          <Text as="p">
            {t('loyalty.files.earlier.askBody', {
              count: batch.rows,
              rows: format.number(batch.rows),
              points: format.change(batch.points),
            })}
          </Text>
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
