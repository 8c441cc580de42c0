import { BlockStack, Page } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignResponse } from '../../../contract/campaigns.ts';
import type { Reload } from '../../shared/once-reloaded.ts';
import { SaveBar } from '../../shared/save-bar.tsx';
import { LaunchQuestion } from './launch-question.tsx';
import { MeasureSection } from './measure-section.tsx';
import { OutlookBar, useNext14Days } from './outlook-bar.tsx';
import { PreviewCard } from './preview-card.tsx';
import { Refused } from './refused.tsx';
import { SendOne } from './send-one.tsx';
import { SentenceCard } from './sentence-card.tsx';
import { CampaignStateBadge } from './state-badge.tsx';
import { StateBanner } from './state-banner.tsx';
import { useCampaignActions } from './use-campaign-actions.tsx';
import { useEditor } from './use-editor.ts';
import { useSentence } from './use-sentence.ts';
import { WhatSection } from './what-section.tsx';
import { WhenSection } from './when-section.tsx';
import { WhereSection } from './where-section.tsx';
import { WhoSection } from './who-section.tsx';

type Props = { campaign: CampaignResponse; reload: Reload };

/** One campaign: its sections in order, the preview beside them, the next 14 days always in sight. */
export function CampaignEditor({ campaign, reload }: Props) {
  const { t } = useTranslation();
  const editor = useEditor(campaign);
  const { form, outlook, save, launch } = editor;
  const { actions, question } = useCampaignActions(campaign);
  const [sendingOne, setSendingOne] = useState(false);
  const [asking, setAsking] = useState(false);
  const next14Days = useNext14Days(form.terms.kind);
  const sentence = useSentence({ ...form, outlook: outlook.data });
  const sendOne = { content: t('campaign.one.action'), onAction: () => setSendingOne(true) };
  const launchable =
    campaign.state === 'draft' || campaign.state === 'stopped' || campaign.edited || form.dirty;
  return (
    <>
      <ui-title-bar title={campaign.terms.name} />
      <SaveBar
        id="campaign-save-bar"
        open={form.dirty && !form.readOnly}
        saving={save.isPending}
        canSave={form.valid}
        onSave={editor.onSave}
        onDiscard={editor.onDiscard}
      />
      <Page
        title={campaign.terms.name}
        titleMetadata={<CampaignStateBadge state={campaign.state} />}
        subtitle={t(`campaigns.kind.${campaign.terms.kind}`)}
        backAction={{ content: t('nav.campaigns'), url: '/campaigns' }}
        secondaryActions={campaign.state === 'running' ? [...actions, sendOne] : actions}
        fullWidth
      >
        <BlockStack gap="400">
          <Refused error={save.error ?? launch.error} reload={reload} dismiss={editor.dismiss} />
          <StateBanner campaign={campaign} />
          <div className="editor-columns">
            <fieldset className="plain-fieldset" disabled={form.readOnly}>
              <BlockStack gap="400">
                <WhoSection form={form} outlook={outlook.data} />
                <WhenSection form={form} outlook={outlook.data} />
                <WhatSection form={form} />
                <WhereSection form={form} />
                {form.readOnly ? null : (
                  <MeasureSection
                    kind={form.terms.kind}
                    outlook={outlook.data}
                    failed={outlook.error !== null}
                  />
                )}
              </BlockStack>
            </fieldset>
            <div className="editor-side">
              <BlockStack gap="400">
                <SentenceCard sentence={sentence} />
                <PreviewCard form={form} />
              </BlockStack>
            </div>
          </div>
          {form.readOnly ? null : (
            <OutlookBar
              form={form}
              outlook={outlook.data}
              counting={outlook.isPlaceholderData}
              error={outlook.error}
              onLaunch={launchable ? () => setAsking(true) : null}
            />
          )}
        </BlockStack>
      </Page>
      <LaunchQuestion
        form={form}
        open={asking}
        sentence={sentence}
        next={outlook.data ? next14Days(outlook.data) : null}
        launching={launch.isPending}
        onLaunch={() => editor.onLaunch(() => setAsking(false))}
        onClose={() => setAsking(false)}
      />
      {question}
      <SendOne campaignId={campaign.campaignId} open={sendingOne} onClose={() => setSendingOne(false)} />
    </>
  );
}
