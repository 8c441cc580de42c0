import { Banner, BlockStack, Page, SkeletonBodyText, SkeletonPage } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { CampaignEditor } from '../features/campaigns/campaign-editor.tsx';
import { useCampaign } from '../features/campaigns/campaign-requests.ts';
import '../features/campaigns/campaigns.css';
import { Problem } from '../shared/problem.tsx';
import { RequestError } from '../shared/request.ts';

/** "What does this campaign do, to whom, and what would it bring?" */
export function CampaignPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const campaign = useCampaign(Number(id));
  if (campaign.isPending) return <SkeletonPage backAction>{<SkeletonBodyText lines={10} />}</SkeletonPage>;
  if (campaign.data) {
    return (
      <CampaignEditor key={campaign.data.campaignId} campaign={campaign.data} reload={campaign.refetch} />
    );
  }
  const missing = campaign.error instanceof RequestError && campaign.error.code === 'NOT_FOUND';
  return (
    <Page title={t('campaign.title')} backAction={{ content: t('nav.campaigns'), url: '/campaigns' }}>
      <BlockStack gap="400">
        {missing ? (
          <Banner tone="warning" title={t('campaign.missing.title')}>
            <p>{t('campaign.missing.body')}</p>
          </Banner>
        ) : (
          <Problem error={campaign.error ?? new Error('no data')} onRetry={() => campaign.refetch()} />
        )}
      </BlockStack>
    </Page>
  );
}
