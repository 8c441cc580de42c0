import { BlockStack, Page, SkeletonBodyText, SkeletonPage, Text } from '@shopify/polaris';
import { ExportIcon } from '@shopify/polaris-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Preset } from '../../contract/campaigns.ts';
import { useCampaigns, useCreateCampaign } from '../features/campaigns/campaign-requests.ts';
import { toCampaignsCsv } from '../features/campaigns/campaigns-csv.ts';
import { CampaignsTable } from '../features/campaigns/campaigns-table.tsx';
import { PauseEverything } from '../features/campaigns/pause-everything.tsx';
import { PresetCards } from '../features/campaigns/preset-cards.tsx';
import { type Sorting, sortCampaigns } from '../features/campaigns/sort-campaigns.ts';
import '../features/campaigns/campaigns.css';
import { useFormat } from '../shared/format.ts';
import { useLocale } from '../shared/locale.ts';
import { Problem } from '../shared/problem.tsx';
import { saveCsv } from '../shared/save-as-file.ts';

/** "Who is asked back, and with what?" Presets to start from, and what runs. */
export function CampaignsPage() {
  const { t } = useTranslation();
  const campaigns = useCampaigns();
  const { making, make } = useMakeDraft();
  const { intl } = useLocale();
  const [sorting, sortBy] = useState<Sorting>(null);
  if (campaigns.isPending) return <SkeletonPage>{<SkeletonBodyText lines={8} />}</SkeletonPage>;
  const list = campaigns.data;
  const sorted = sortCampaigns(list?.campaigns ?? [], sorting, intl);
  const startable = list?.presets.filter(({ locked }) => locked === null) ?? [];
  return (
    <>
      <ui-title-bar title={t('nav.campaigns')} />
      <Page
        title={t('nav.campaigns')}
        subtitle={t('campaigns.intro')}
        secondaryActions={[
          {
            content: t('campaigns.export'),
            icon: ExportIcon,
            disabled: sorted.length === 0,
            onAction: () => void saveCsv(toCampaignsCsv(sorted), 'campaigns.csv'),
          },
        ]}
        actionGroups={[
          {
            title: t('campaigns.new'),
            actions: startable.map((preset) => ({
              content: t(`campaigns.kind.${preset.kind}`),
              onAction: () => make(preset),
            })),
          },
        ]}
      >
        <BlockStack gap="600">
          {campaigns.error ? <Problem error={campaigns.error} onRetry={() => campaigns.refetch()} /> : null}
          {list ? (
            <>
              {list.pausedEverything ? <PauseEverything list={list} /> : null}
              <PresetCards list={list} making={making} make={make} />
              <section aria-label={t('campaigns.list.title')}>
                <BlockStack gap="300">
                  <div className="page-heading">
                    <Text as="h2" variant="headingMd">
                      {t('campaigns.list.title')}
                    </Text>
                  </div>
                  <CampaignsTable campaigns={sorted} sorting={sorting} sortBy={sortBy} />
                  {list.campaigns.length === 0 ? null : (
                    <div className="page-heading">
                      <Text as="p" variant="bodySm" tone="subdued">
                        {t('campaigns.list.usedNote')}
                      </Text>
                    </div>
                  )}
                </BlockStack>
              </section>
              {list.campaigns.length === 0 || list.pausedEverything ? null : <PauseEverything list={list} />}
            </>
          ) : null}
        </BlockStack>
      </Page>
    </>
  );
}

/** A draft in the preset's terms, it and its arms named in the merchant's language, opened once it stands. */
function useMakeDraft() {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const create = useCreateCampaign();
  const make = (preset: Preset) =>
    create.mutate(
      {
        ...preset.terms,
        name: t(`campaigns.kind.${preset.kind}`),
        arms: preset.terms.arms.map((arm, at) => ({
          ...arm,
          name: t('campaign.what.newArm', { number: format.number(at + 1) }),
        })),
      },
      {
        onSuccess: ({ campaignId }) => navigate(`/campaigns/${campaignId}`),
        onError: () => shopify.toast.show(t('campaigns.failed'), { isError: true }),
      },
    );
  return { making: create.isPending ? create.variables.kind : null, make };
}
