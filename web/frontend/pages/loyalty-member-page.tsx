import { Banner, BlockStack, Page, SkeletonBodyText, SkeletonPage } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { MemberResponse } from '../../contract/members.ts';
import { AdjustQuestion } from '../features/loyalty/adjust-question.tsx';
import { BalanceCard } from '../features/loyalty/balance-card.tsx';
import { CodesCard } from '../features/loyalty/codes-card.tsx';
import { LedgerCard } from '../features/loyalty/ledger-card.tsx';
import { LotsCard } from '../features/loyalty/lots-card.tsx';
import { useMember } from '../features/loyalty/member-requests.ts';
import { useProgram } from '../features/loyalty/program-requests.ts';
import { ReferralCard } from '../features/loyalty/referral-card.tsx';
import { TierCard } from '../features/loyalty/tier-card.tsx';
import '../features/loyalty/loyalty.css';
import { Problem } from '../shared/problem.tsx';
import { RequestError } from '../shared/request.ts';

/** "How did this balance come about?" */
export function LoyaltyMemberPage() {
  const { t } = useTranslation();
  const { customerId = '' } = useParams();
  const member = useMember(customerId);
  if (member.isPending) return <SkeletonPage backAction>{<SkeletonBodyText lines={8} />}</SkeletonPage>;
  if (member.data) return <Loaded key={customerId} data={member.data} />;
  // Whom Encore has not heard of yet may still be given points.
  const isUnknown = member.error instanceof RequestError && member.error.code === 'NOT_FOUND';
  return (
    <Page
      title={t('loyalty.member.title')}
      backAction={{ content: t('loyalty.nav.members'), url: '/loyalty/members' }}
    >
      {member.error === null || isUnknown ? (
        <NoMember customerId={customerId} />
      ) : (
        <Problem error={member.error} onRetry={() => member.refetch()} />
      )}
    </Page>
  );
}

/** Who has no points yet can be given some. */
function NoMember({ customerId }: { customerId: string }) {
  const { t } = useTranslation();
  const [adjusting, setAdjusting] = useState(false);
  return (
    <>
      <Banner
        tone="info"
        title={t('loyalty.member.missing.title')}
        action={{ content: t('loyalty.adjust.action'), onAction: () => setAdjusting(true) }}
        secondaryAction={{ content: t('loyalty.member.customer'), url: `/customers/${customerId}` }}
      >
        <p>{t('loyalty.member.missing.body')}</p>
      </Banner>
      {adjusting ? (
        <AdjustQuestion customerId={customerId} balance={0} onClose={() => setAdjusting(false)} />
      ) : null}
    </>
  );
}

function Loaded({ data }: { data: MemberResponse }) {
  const { t } = useTranslation();
  const [adjusting, setAdjusting] = useState(false);
  const tiers = useProgram().data?.terms.tiers ?? null;
  const { member } = data;
  const name = member.name ?? t('customers.unnamed', { id: member.customerId });
  return (
    <>
      <ui-title-bar title={name} />
      <Page
        title={name}
        subtitle={t('loyalty.member.title')}
        backAction={{ content: t('loyalty.nav.members'), url: '/loyalty/members' }}
        secondaryActions={[{ content: t('loyalty.member.customer'), url: `/customers/${member.customerId}` }]}
      >
        <div className="customer-columns">
          <div className="customer-main">
            <BlockStack gap="400">
              <BalanceCard data={data} onAdjust={() => setAdjusting(true)} />
              <LedgerCard customerId={member.customerId} />
            </BlockStack>
          </div>
          <div>
            <BlockStack gap="400">
              {member.tier === null || tiers === null ? null : (
                <TierCard tier={member.tier} tiers={tiers} currency={data.currency} />
              )}
              <CodesCard data={data} />
              <LotsCard lots={data.lots} />
              <ReferralCard referral={data.referral} />
            </BlockStack>
          </div>
        </div>
      </Page>
      {adjusting ? (
        <AdjustQuestion
          customerId={member.customerId}
          balance={member.points}
          onClose={() => setAdjusting(false)}
        />
      ) : null}
    </>
  );
}
