import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CampaignTerms } from '../../../contract/campaign-terms.ts';
import {
  type CampaignResponse,
  campaignActionPath,
  campaignPath,
  campaignResponseSchema,
  launchPath,
} from '../../../contract/campaigns.ts';
import { send, sendJson } from '../../shared/request.ts';
import { pathOf } from './campaign-requests.ts';

export type CampaignAction = 'pause' | 'resume' | 'end';

/** What was read of a campaign is replaced by an answer; the list is stale from then on. */
function useKeep() {
  const queryClient = useQueryClient();
  return (campaign: CampaignResponse) => {
    queryClient.setQueryData(['campaign', campaign.campaignId], campaign);
    void queryClient.invalidateQueries({ queryKey: ['campaigns'] });
  };
}

type Draft = { campaign: CampaignResponse; terms: CampaignTerms };

function put({ campaign, terms }: Draft): Promise<CampaignResponse> {
  return sendJson(campaignResponseSchema, pathOf(campaignPath, campaign.campaignId), {
    method: 'PUT',
    body: { terms, updatedAt: campaign.updatedAt },
  });
}

/** Saves the terms as the draft. CONFLICT where somebody else saved meanwhile. */
export function useSaveCampaign() {
  return useMutation({ mutationFn: put, onSuccess: useKeep() });
}

/** Saves what is unsaved, then launches it as the next version. */
export function useLaunch() {
  const keep = useKeep();
  return useMutation({
    mutationFn: async ({ campaign, terms, dirty }: Draft & { dirty: boolean }) => {
      const saved = dirty ? await put({ campaign, terms }) : campaign;
      // Were the launch refused, the next try must not think somebody else had saved.
      keep(saved);
      return sendJson(campaignResponseSchema, pathOf(launchPath, saved.campaignId), {
        method: 'POST',
        body: { updatedAt: saved.updatedAt },
      });
    },
    onSuccess: keep,
  });
}

/** Pauses, resumes or ends a campaign. */
export function useCampaignAction(campaignId: number) {
  return useMutation({
    mutationFn: (action: CampaignAction) =>
      sendJson(campaignResponseSchema, pathOf(campaignActionPath, campaignId), {
        method: 'POST',
        body: { action },
      }),
    onSuccess: useKeep(),
  });
}

/** Deletes a draft. */
export function useDeleteDraft(campaignId: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => send(pathOf(campaignPath, campaignId), { method: 'DELETE' }),
    onSuccess: () => {
      queryClient.removeQueries({ queryKey: ['campaign', campaignId] });
      return queryClient.invalidateQueries({ queryKey: ['campaigns'] });
    },
  });
}
