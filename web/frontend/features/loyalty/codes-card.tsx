import { Badge, type BadgeProps, BlockStack, Button, Card, InlineStack, Modal, Text } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberResponse, RedemptionRow } from '../../../contract/members.ts';
import { useFormat } from '../../shared/format.ts';
import { Problem } from '../../shared/problem.tsx';
import { useReturn } from './member-requests.ts';
import { usePoints, useRewardWords } from './use-points-words.ts';

const TONE: Readonly<Partial<Record<RedemptionRow['state'], NonNullable<BadgeProps['tone']>>>> = {
  issued: 'success',
  returning: 'info',
  reserved: 'info',
  unknown: 'attention',
};

/** A return that was cut off is finished at once when it is asked for again. */
const stands = ({ state }: RedemptionRow) => state === 'issued' || state === 'returning';

/** Rewards redeemed: codes that can still be used first, each can be given back. */
export function CodesCard({ data }: { data: MemberResponse }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<RedemptionRow | null>(null);
  const sorted = data.redemptions.toSorted(
    (a, b) => Number(stands(b)) - Number(stands(a)) || (a.createdAt < b.createdAt ? 1 : -1),
  );
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t('loyalty.codes.title')}
        </Text>
        {sorted.length === 0 ? (
          <Text as="p" tone="subdued">
            {t('loyalty.codes.none')}
          </Text>
        ) : (
          <ul className="loyalty-rows">
            {sorted.map((each) => (
              <li key={each.redemptionId}>
                <Code redemption={each} currency={data.currency} onReturn={() => setAsking(each)} />
              </li>
            ))}
          </ul>
        )}
      </BlockStack>
      {asking === null ? null : (
        <ReturnQuestion
          redemption={asking}
          customerId={data.member.customerId}
          onClose={() => setAsking(null)}
        />
      )}
    </Card>
  );
}

type CodeProps = { redemption: RedemptionRow; currency: string; onReturn: () => void };

function Code({ redemption, currency, onReturn }: CodeProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const points = usePoints(undefined);
  const { value } = useRewardWords(currency);
  const { state, code } = redemption;
  const tone = TONE[state];
  const credit = redemption.value.kind === 'store_credit';
  return (
    <BlockStack gap="200">
      <InlineStack gap="200" blockAlign="center">
        <Text as="h3" variant="headingSm" breakWord>
          {redemption.rewardName.trim() || value(redemption.value)}
        </Text>
        <Badge {...(tone ? { tone } : {})}>{t(`loyalty.codes.state.${state}`)}</Badge>
      </InlineStack>
      <Text as="p" tone="subdued" breakWord>
        {t(credit ? 'loyalty.codes.credit' : 'loyalty.codes.line', {
          code,
          points: points(redemption.points),
          made: format.instant(redemption.createdAt),
          ends: format.instant(redemption.endsAt),
        })}
      </Text>
      {stands(redemption) && !credit ? (
        <InlineStack>
          <Button accessibilityLabel={t('loyalty.codes.giveBackOne', { code })} onClick={onReturn}>
            {t('loyalty.codes.giveBack')}
          </Button>
        </InlineStack>
      ) : null}
    </BlockStack>
  );
}

type QuestionProps = { redemption: RedemptionRow; customerId: string; onClose: () => void };

function ReturnQuestion({ redemption, customerId, onClose }: QuestionProps) {
  const { t } = useTranslation();
  const points = usePoints(undefined);
  const giveBack = useReturn(customerId);
  const confirm = () =>
    giveBack.mutate(redemption.redemptionId, {
      onSuccess: () => {
        onClose();
        shopify.toast.show(t('loyalty.codes.done', { points: points(redemption.points) }));
      },
    });
  return (
    <Modal
      open
      onClose={onClose}
      title={t('loyalty.codes.ask', { code: redemption.code })}
      primaryAction={{
        content: t('loyalty.codes.giveBack'),
        destructive: true,
        loading: giveBack.isPending,
        onAction: confirm,
      }}
      secondaryActions={[{ content: t('settings.cancel'), onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="300">
          {giveBack.error ? <Problem error={giveBack.error} onRetry={confirm} /> : null}
          <Text as="p">{t('loyalty.codes.askBody', { points: points(redemption.points) })}</Text>
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
