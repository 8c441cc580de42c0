import { BlockStack, Modal, Text } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../shared/format.ts';
import { Problem } from '../../shared/problem.tsx';
import { RequestError } from '../../shared/request.ts';
import { AdjustFields, type AdjustReason } from './adjust-fields.tsx';
import { adjustRange, rangeIn } from './adjust-range.ts';
import { useAdjust } from './member-requests.ts';
import { usePoints } from './use-points-words.ts';

type Props = { customerId: string; balance: number; onClose: () => void };

/** Gives points by hand, or takes some, with a reason; the balance cannot go below 0. */
export function AdjustQuestion({ customerId, balance, onClose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = usePoints(undefined);
  const [points, setPoints] = useState<number | null>(null);
  const [reason, setReason] = useState<AdjustReason>('goodwill');
  const [requestKey, setRequestKey] = useState(() => crypto.randomUUID());
  const adjust = useAdjust(customerId);
  const issue = adjust.error instanceof RequestError ? adjust.error.issues[0] : undefined;
  const range = rangeIn(issue?.allowed) ?? adjustRange(balance);
  const whole = points === null || Number.isInteger(points);
  const fits = points !== null && whole && points !== 0 && points >= range.min && points <= range.max;
  const allowed = t('loyalty.adjust.range', { min: format.number(range.min), max: format.number(range.max) });
  const wrong = issue !== undefined || (points !== null && !fits) ? allowed : undefined;
  const fault = whole ? wrong : t('loyalty.adjust.whole');
  const send = () => {
    if (!fits) return;
    adjust.mutate(
      { points, reason, requestKey },
      {
        onSuccess: ({ member }) => {
          onClose();
          shopify.toast.show(t('loyalty.adjust.done', { points: words(member.points) }));
        },
      },
    );
  };
  const change = (next: number | null) => {
    adjust.reset();
    // What is sent now is another request than the one before.
    setRequestKey(crypto.randomUUID());
    setPoints(next);
  };
  return (
    <Modal
      open
      onClose={onClose}
      title={t('loyalty.adjust.ask')}
      primaryAction={{
        content: t('loyalty.adjust.save'),
        disabled: !fits,
        loading: adjust.isPending,
        onAction: send,
      }}
      secondaryActions={[{ content: t('settings.cancel'), onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          {adjust.error && !issue ? <Problem error={adjust.error} onRetry={send} /> : null}
          <AdjustFields
            points={points}
            onPoints={change}
            reason={reason}
            onReason={setReason}
            range={range}
            allowed={allowed}
            error={fault}
          />
          <div aria-live="polite">
            {fits ? (
              <Text as="p">
                {t('loyalty.adjust.after', {
                  before: format.number(balance),
                  after: words(balance + points),
                })}
              </Text>
            ) : null}
          </div>
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
