import { Banner, BlockStack, List, Modal, Text } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BatchResponse } from '../../../contract/batches.ts';
import { useFormat } from '../../shared/format.ts';
import { Problem } from '../../shared/problem.tsx';
import { AdjustFields, type AdjustReason } from './adjust-fields.tsx';
import { MOST_POINTS } from './adjust-range.ts';
import { useRunBatch } from './batch-requests.ts';

type Person = { customerId: string; name: string };
type Props = {
  people: readonly Person[];
  onClose: () => void;
  /** Told once the points stand. */
  onDone: () => void;
};

const RANGE = { min: -MOST_POINTS, max: MOST_POINTS };
const COLUMNS = { customer: 0, customerBy: 'id', points: 1, expires: null } as const;

/** The same change for many by hand: sent as a file of one row each, so that it is one whole and can be undone as one. */
export function AdjustMany({ people, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [points, setPoints] = useState<number | null>(null);
  const [reason, setReason] = useState<AdjustReason>('goodwill');
  const [requestKey, setRequestKey] = useState(() => crypto.randomUUID());
  const run = useRunBatch();
  const fits = points !== null && Number.isInteger(points) && points !== 0 && Math.abs(points) <= MOST_POINTS;
  const allowed = t('loyalty.adjust.range', { min: format.number(RANGE.min), max: format.number(RANGE.max) });
  const number = format.number(people.length);
  const send = () => {
    if (!fits) return;
    const csv = people.map(({ customerId }) => `${customerId},${points}`).join('\r\n');
    const file = { kind: 'adjust', csv, mapping: COLUMNS, header: false, dryRun: false } as const;
    run.mutate(
      { ...file, reason, requestKey },
      {
        onSuccess: ({ batchId, customers }) => {
          if (batchId === null) return;
          onDone();
          const done = { count: customers, number: format.number(customers) };
          shopify.toast.show(t('loyalty.files.applied', done));
        },
      },
    );
  };
  /** What is sent now is another request than the one before. */
  const change = (set: () => void) => {
    run.reset();
    setRequestKey(crypto.randomUUID());
    set();
  };
  const refused = run.data !== undefined && run.data.batchId === null ? run.data : null;
  return (
    <Modal
      open
      onClose={onClose}
      title={t('loyalty.many.ask', { count: people.length, number })}
      primaryAction={{
        content: t('loyalty.adjust.save'),
        disabled: !fits,
        loading: run.isPending,
        onAction: send,
      }}
      secondaryActions={[{ content: t('settings.cancel'), onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          {run.error ? <Problem error={run.error} onRetry={send} /> : null}
          <div aria-live="polite">{refused ? <Refused answer={refused} people={people} /> : null}</div>
          <AdjustFields
            points={points}
            onPoints={(next) => change(() => setPoints(next))}
            reason={reason}
            onReason={(next) => change(() => setReason(next))}
            range={RANGE}
            allowed={allowed}
            error={points !== null && !fits ? allowed : undefined}
          />
          <div aria-live="polite">
            {fits ? (
              <Text as="p">
                {t('loyalty.many.after', {
                  count: people.length,
                  number,
                  each: format.change(points),
                  total: format.change(points * people.length),
                })}
              </Text>
            ) : null}
          </div>
          <Text as="p" tone="subdued">
            {t('loyalty.many.undo')}
          </Text>
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}

/** Who cannot be adjusted, and why: one refused row leaves everybody as they are. */
function Refused({ answer, people }: { answer: BatchResponse; people: readonly Person[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const count = answer.issues.length + answer.moreIssues;
  return (
    <Banner tone="critical" title={t('loyalty.many.refused', { count, number: format.number(count) })}>
      <List>
        {answer.issues.map(({ line, message }) => (
          <List.Item key={line}>
            {people[line - 1]?.name ?? ''}: {t(`loyalty.row.${message}`)}
          </List.Item>
        ))}
      </List>
    </Banner>
  );
}
