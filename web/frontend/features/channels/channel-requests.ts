import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  type CampaignSettings,
  type ChannelsResponse,
  campaignSettingsPath,
  channelsPath,
  channelsResponseSchema,
  emailChannelPath,
  emailCheckPath,
  emailCheckSchema,
  pauseEverythingPath,
  type saveEmailRequestSchema,
  type saveWebhookRequestSchema,
  webhookChannelPath,
} from '../../../contract/channels.ts';
import { getJson, send, sendJson } from '../../shared/request.ts';

const KEY = ['channels'];

/** How messages leave and what holds over all campaigns. Not asked again by itself: that must not move what is being edited. */
export function useChannels() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => getJson(channelsResponseSchema, channelsPath, signal),
    refetchOnWindowFocus: false,
  });
}

/** Every change answers the whole anew; campaigns are stale from then on. */
function useChange<Body>(run: (body: Body) => Promise<ChannelsResponse>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: (saved) => {
      // The webhook's secret is for the one who made it, not for the cache.
      const webhook = saved.webhook && { ...saved.webhook, secret: null };
      queryClient.setQueryData(KEY, { ...saved, webhook });
      for (const key of ['campaigns', 'campaign', 'results'])
        queryClient.invalidateQueries({ queryKey: [key] });
    },
  });
}

const put = (path: string, body: unknown) => sendJson(channelsResponseSchema, path, { method: 'PUT', body });

export function useSaveEmail() {
  return useChange((body: z.infer<typeof saveEmailRequestSchema>) => put(emailChannelPath, body));
}

/** Connects, logs in and looks at the sender's domain; nothing is sent. */
export function useCheckEmail() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => sendJson(emailCheckSchema, emailCheckPath, { method: 'POST', body: {} }),
    onSuccess: (check) =>
      queryClient.setQueryData(KEY, (standing: ChannelsResponse | undefined) =>
        standing?.email ? { ...standing, email: { ...standing.email, check } } : standing,
      ),
  });
}

/** The answer holds the secret when one was made: it is shown this once. */
export function useSaveWebhook() {
  return useChange((body: z.infer<typeof saveWebhookRequestSchema>) => put(webhookChannelPath, body));
}

export function useRemoveWebhook() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => send(webhookChannelPath, { method: 'DELETE' }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: KEY }),
  });
}

export function useSaveSending() {
  return useChange((body: { settings: CampaignSettings; version: number }) =>
    put(campaignSettingsPath, body),
  );
}

/** Stops every campaign at once, or lets them go on. */
export function usePause() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (paused: boolean) =>
      send(pauseEverythingPath, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ paused }),
      }),
    onSuccess: () => queryClient.invalidateQueries(),
  });
}
