import { BlockStack, type ComplexAction, Modal, Text } from '@shopify/polaris';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { CampaignResponse } from '../../../contract/campaigns.ts';
import { Problem } from '../../shared/problem.tsx';
import { useCampaignAction, useDeleteDraft } from './campaign-changes.ts';

type Question = 'pause' | 'end' | 'delete';
const ASK = {
  pause: { title: 'campaign.act.askPause', body: 'campaign.act.pauseBody' },
  end: { title: 'campaign.act.askEnd', body: 'campaign.act.endBody' },
  delete: { title: 'campaign.act.askDelete', body: 'campaign.act.deleteBody' },
} as const;
const DONE = {
  pause: 'campaign.act.paused',
  end: 'campaign.act.ended',
  delete: 'campaign.act.deleted',
} as const;

/** What can be done with a campaign in its state, for the page's header, and the question asked before. */
export function useCampaignActions(campaign: CampaignResponse): {
  actions: ComplexAction[];
  question: ReactNode;
} {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<Question | null>(null);
  const act = useCampaignAction(campaign.campaignId);
  const remove = useDeleteDraft(campaign.campaignId);
  const done = (question: Question) => {
    setAsking(null);
    shopify.toast.show(t(DONE[question]));
    if (question === 'delete') navigate('/campaigns');
  };
  const confirm = () => {
    if (asking === null) return;
    if (asking === 'delete') remove.mutate(undefined, { onSuccess: () => done('delete') });
    else act.mutate(asking, { onSuccess: () => done(asking) });
  };
  const close = () => {
    act.reset();
    remove.reset();
    setAsking(null);
  };
  const resume = () =>
    act.mutate('resume', {
      onSuccess: () => shopify.toast.show(t('campaign.act.resumed')),
      onError: () => shopify.toast.show(t('campaigns.failed'), { isError: true }),
    });
  const error = act.error ?? remove.error;
  return {
    actions: actionsIn(campaign.state),
    question:
      asking === null ? null : (
        <Modal
          open
          onClose={close}
          title={t(ASK[asking].title)}
          primaryAction={{
            content: t(`campaign.act.${asking}`),
            destructive: asking !== 'pause',
            loading: act.isPending || remove.isPending,
            onAction: confirm,
          }}
          secondaryActions={[{ content: t('settings.cancel'), onAction: close }]}
        >
          <Modal.Section>
            <BlockStack gap="300">
              {error ? <Problem error={error} onRetry={confirm} /> : null}
              <Text as="p">{t(ASK[asking].body)}</Text>
            </BlockStack>
          </Modal.Section>
        </Modal>
      ),
  };

  function actionsIn(state: CampaignResponse['state']): ComplexAction[] {
    const ask = (question: Question): ComplexAction => ({
      content: t(`campaign.act.${question}`),
      destructive: question !== 'pause',
      onAction: () => setAsking(question),
    });
    const goOn = { content: t('campaign.act.resume'), loading: act.isPending, onAction: resume };
    if (state === 'draft') return [ask('delete')];
    if (state === 'running') return [ask('pause'), ask('end')];
    if (state === 'paused') return [goOn, ask('end')];
    return state === 'stopped' ? [ask('end')] : [];
  }
}
