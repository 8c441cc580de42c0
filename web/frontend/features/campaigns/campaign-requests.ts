import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CampaignTerms } from '../../../contract/campaign-terms.ts';
import {
  campaignPath,
  campaignResponseSchema,
  campaignsPath,
  campaignsResponseSchema,
} from '../../../contract/campaigns.ts';
import { pauseEverythingPath } from '../../../contract/channels.ts';
import { getJson, send, sendJson } from '../../shared/request.ts';

const OTHERWISE_MS = 60_000;

/** Path of one campaign's resource. */
export function pathOf(pattern: string, campaignId: number): string {
  return pattern.replace(':campaignId', String(campaignId));
}

/** POST of a JSON body whose answer is not looked at: what it changed is read again. */
export async function post(path: string, body: unknown): Promise<void> {
  await send(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** Presets with the shop's numbers and the list; asked again every minute, because campaigns send by themselves. */
export function useCampaigns() {
  return useQuery({
    queryKey: ['campaigns'],
    queryFn: ({ signal }) => getJson(campaignsResponseSchema, campaignsPath, signal),
    refetchInterval: OTHERWISE_MS,
  });
}

/** One campaign with its terms. Not asked again by itself: that must not move what the merchant is editing. */
export function useCampaign(campaignId: number) {
  return useQuery({
    queryKey: ['campaign', campaignId],
    queryFn: ({ signal }) => getJson(campaignResponseSchema, pathOf(campaignPath, campaignId), signal),
    refetchOnWindowFocus: false,
  });
}

/** Makes a draft from a preset's terms; answers the new campaign. */
export function useCreateCampaign() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (terms: CampaignTerms) =>
      sendJson(campaignResponseSchema, campaignsPath, { method: 'POST', body: { terms } }),
    onSuccess: (campaign) => {
      queryClient.setQueryData(['campaign', campaign.campaignId], campaign);
      return queryClient.invalidateQueries({ queryKey: ['campaigns'] });
    },
  });
}

/** Stops every campaign at once, or lets them go on. */
export function usePauseEverything() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (paused: boolean) => post(pauseEverythingPath, { paused }),
    onSuccess: () => queryClient.invalidateQueries(),
  });
}
