import { BlockStack, Card, Link, SkeletonBodyText, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../shared/problem.tsx';
import { useMember } from './member-requests.ts';
import { useProgram } from './program-requests.ts';
import { TierBadge } from './tier-badge.tsx';
import { TierProgress } from './tier-card.tsx';
import { usePoints } from './use-points-words.ts';

/** For the customer's page: points and level, with the way to the ledger. Nothing before the first launch. */
export function PointsCard({ customerId }: { customerId: string }) {
  const program = useProgram();
  if (program.data === undefined || program.data.launchedAt === null) return null;
  return <Launched customerId={customerId} />;
}

function Launched({ customerId }: { customerId: string }) {
  const { t } = useTranslation();
  const member = useMember(customerId);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t('loyalty.card.title')}
        </Text>
        {member.isPending ? <SkeletonBodyText lines={3} /> : null}
        {member.data === null ? <Text as="p">{t('loyalty.member.missing.body')}</Text> : null}
        {member.error ? <Problem error={member.error} onRetry={() => member.refetch()} /> : null}
        {member.data ? <Numbers customerId={customerId} /> : null}
      </BlockStack>
    </Card>
  );
}

function Numbers({ customerId }: { customerId: string }) {
  const { t } = useTranslation();
  const points = usePoints(undefined);
  const { data } = useMember(customerId);
  const tiers = useProgram().data?.terms.tiers ?? null;
  if (!data) return null;
  const { member } = data;
  return (
    <>
      <Text as="p" variant="headingLg">
        {points(member.points)}
      </Text>
      {member.pendingPoints === 0 ? null : (
        <Text as="p" tone="subdued">
          {t('loyalty.member.pending', { points: points(member.pendingPoints) })}
        </Text>
      )}
      {member.tier === null ? null : (
        <>
          <div>
            <TierBadge tier={member.tier} />
          </div>
          {tiers === null ? null : <TierProgress tier={member.tier} tiers={tiers} currency={data.currency} />}
        </>
      )}
      <Link url={`/loyalty/members/${customerId}`}>{t('loyalty.card.ledger')}</Link>
    </>
  );
}
