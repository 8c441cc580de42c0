import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Rules } from '../../../contract/rules.ts';
import {
  previewResponseSchema,
  removeTagsPath,
  removeTagsResponseSchema,
  settingsPath,
  settingsPreviewPath,
  settingsResponseSchema,
} from '../../../contract/settings.ts';
import { getJson, sendJson } from '../../shared/request.ts';

const WHILE_RECOMPUTING_MS = 3_000;
const PREVIEW_AFTER_MS = 500;

/** Rules, what they give today and the shop's distributions; asked again while a saved change is being worked in. */
export function useSettings() {
  return useQuery({
    queryKey: ['settings'],
    queryFn: ({ signal }) => getJson(settingsResponseSchema, settingsPath, signal),
    refetchInterval: (query) => (query.state.data?.recomputing ? WHILE_RECOMPUTING_MS : false),
    // A refetch under the merchant's hands must not move what they are editing; saving tells of a conflict.
    refetchOnWindowFocus: false,
  });
}

/** Saves the rules; lists and Home are stale from then on. */
export function useSaveSettings() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: { rules: Rules; version: number }) =>
      sendJson(settingsResponseSchema, settingsPath, { method: 'PUT', body }),
    onSuccess: (saved) => {
      queryClient.setQueryData(['settings'], saved);
      for (const key of ['home', 'customers', 'customer']) queryClient.invalidateQueries({ queryKey: [key] });
    },
  });
}

/** Who would move under these rules, asked when the typing pauses; `rules` null = nothing to ask (unchanged or refused). */
export function usePreview(rules: Rules | null) {
  const settled = useSettled(rules === null ? null : JSON.stringify(rules));
  return useQuery({
    queryKey: ['settings-preview', settled],
    enabled: settled !== null && rules !== null,
    queryFn: ({ signal }) =>
      sendJson(previewResponseSchema, settingsPreviewPath, {
        method: 'POST',
        body: { rules: JSON.parse(settled ?? 'null') },
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

function useSettled(text: string | null): string | null {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PREVIEW_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** Takes every tag of ours off in Shopify and switches tagging off. */
export function useRemoveTags() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () =>
      sendJson(removeTagsResponseSchema, removeTagsPath, { method: 'POST', body: { confirm: true } }),
    onSuccess: () => queryClient.invalidateQueries(),
  });
}
