import { Banner, BlockStack, Page, SkeletonBodyText, SkeletonPage } from '@shopify/polaris';
import { ExternalIcon } from '@shopify/polaris-icons';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { CampaignsCard } from '../features/customer/campaigns-card.tsx';
import { useCustomer } from '../features/customer/get-customer.ts';
import { OrdersCard } from '../features/customer/orders-card.tsx';
import { ProfileCard } from '../features/customer/profile-card.tsx';
import { RfmCard } from '../features/customer/rfm-card.tsx';
import { StageCard } from '../features/customer/stage-card.tsx';
import { TagsCard } from '../features/customer/tags-card.tsx';
import { Timeline } from '../features/customer/timeline.tsx';
import { PointsCard } from '../features/loyalty/points-card.tsx';
import { useProgram } from '../features/loyalty/program-requests.ts';
import { customerAdminUrl } from '../shared/admin-url.ts';
import { Problem } from '../shared/problem.tsx';
import { StageBadge } from '../shared/stage-badge.tsx';

/** "Where does this customer stand, why, and what would change it?" */
export function CustomerPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const customer = useCustomer(id);
  const program = useProgram();
  const back = { content: t('nav.customers'), url: '/customers' };
  if (customer.isPending) return <SkeletonPage backAction>{<SkeletonBodyText lines={8} />}</SkeletonPage>;
  if (!customer.data) {
    return (
      <Page title={t('customer.title')} backAction={back}>
        <Problem error={customer.error} onRetry={() => customer.refetch()} />
      </Page>
    );
  }
  const { data } = customer;
  const name = data.live?.displayName ?? t('customers.unnamed', { id });
  return (
    <>
      <ui-title-bar title={name} />
      <Page
        title={name}
        titleMetadata={<StageBadge stage={data.stage} />}
        backAction={back}
        secondaryActions={[
          {
            content: t('customer.profile.open'),
            icon: ExternalIcon,
            onAction: () => open(customerAdminUrl(id), '_top'),
          },
        ]}
      >
        <BlockStack gap="400">
          {data.live === null ? (
            <Banner
              tone="warning"
              title={t('customers.silent.names.title')}
              action={{ content: t('problem.retry'), onAction: () => customer.refetch() }}
            >
              <p>{t('customers.silent.names.body')}</p>
            </Banner>
          ) : null}
          <div className="customer-columns">
            <div className="customer-main">
              <BlockStack gap="400">
                <Timeline customerId={id} withPoints={typeof program.data?.launchedAt === 'string'} />
                <OrdersCard customerId={id} />
              </BlockStack>
            </div>
            <div className="customer-side">
              <BlockStack gap="400">
                <StageCard customer={data} />
                <RfmCard customer={data} />
                <CampaignsCard campaigns={data.campaigns} />
                <PointsCard customerId={id} />
                <TagsCard customer={data} />
                <ProfileCard customer={data} />
              </BlockStack>
            </div>
          </div>
        </BlockStack>
      </Page>
    </>
  );
}
