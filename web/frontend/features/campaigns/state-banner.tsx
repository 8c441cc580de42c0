import { Banner } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { CampaignResponse } from '../../../contract/campaigns.ts';
import { useCampaignReason } from '../../shared/campaign-reason.ts';
import { useFormat } from '../../shared/format.ts';

/** What the campaign's state means for what can be done here. A draft needs no words. */
export function StateBanner({ campaign }: { campaign: CampaignResponse }) {
  const { t } = useTranslation();
  const format = useFormat();
  const reason = useCampaignReason();
  const { campaignId, state, version, edited, launchedAt, endedAt, stopReason } = campaign;
  if (state === 'draft') return null;
  const results = { content: t('campaign.results'), url: `/results/${campaignId}` };
  if (state === 'ended') {
    return (
      <Banner tone="info" title={t('campaign.banner.ended')} action={results}>
        <p>{t('campaign.banner.endedBody', { moment: endedAt === null ? '–' : format.instant(endedAt) })}</p>
      </Banner>
    );
  }
  if (state === 'stopped') {
    return (
      <Banner tone="critical" title={t('campaign.banner.stopped')} action={results}>
        <p>{t('campaign.banner.stoppedBody', { reason: stopReason === null ? '–' : reason(stopReason) })}</p>
      </Banner>
    );
  }
  const numbers = { version: format.number(version), next: format.number(version + 1) };
  const since = launchedAt === null ? '–' : format.instant(launchedAt);
  return (
    <>
      {state === 'paused' ? (
        <Banner tone="warning" title={t('campaign.banner.paused')}>
          <p>{t('campaign.banner.pausedBody')}</p>
        </Banner>
      ) : null}
      {edited ? (
        <Banner tone="warning" title={t('campaign.banner.edited', { next: numbers.next })}>
          <p>{t('campaign.banner.editedBody', { version: numbers.version })}</p>
        </Banner>
      ) : state === 'running' ? (
        <Banner
          tone="info"
          title={t('campaign.banner.running', { version: numbers.version, since })}
          action={results}
        >
          <p>{t('campaign.banner.runningBody')}</p>
        </Banner>
      ) : null}
    </>
  );
}
