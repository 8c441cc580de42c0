import { keepPreviousData, useQuery } from '@tanstack/react-query';
import {
  cameBackCsvPath,
  cameBackPath,
  cameBackResponseSchema,
  resultPath,
  resultResponseSchema,
  resultsPath,
  resultsResponseSchema,
} from '../../../contract/results.ts';
import { getJson, send } from '../../shared/request.ts';
import { saveAsFile } from '../../shared/save-as-file.ts';

/** Which campaign, and which version of it; null = the newest. */
export type ResultKey = { campaignId: string; version: string | null };

const PAGE_SIZE = '20';

function pathOf(
  pattern: string,
  { campaignId, version }: ResultKey,
  params: Record<string, string> = {},
): string {
  const query = new URLSearchParams(version === null ? params : { ...params, version });
  const path = pattern.replace(':campaignId', encodeURIComponent(campaignId));
  return query.size === 0 ? path : `${path}?${query}`;
}

/** Every campaign that was launched, with its sentence, and all together. */
export function useResults() {
  return useQuery({
    queryKey: ['results'],
    queryFn: ({ signal }) => getJson(resultsResponseSchema, resultsPath, signal),
  });
}

/** One version of one campaign; the standing one stays on the screen while another is fetched. */
export function useResult(key: ResultKey) {
  return useQuery({
    queryKey: ['result', key.campaignId, key.version],
    queryFn: ({ signal }) => getJson(resultResponseSchema, pathOf(resultPath, key), signal),
    placeholderData: (previous, query) => (query?.queryKey[1] === key.campaignId ? previous : undefined),
  });
}

/** Who came back with the offer, newest first, 20 at a time; `after` null = the first page. */
export function useCameBack(key: ResultKey, after: string | null) {
  return useQuery({
    queryKey: ['came-back', key.campaignId, key.version, after],
    queryFn: ({ signal }) => {
      const params = { limit: PAGE_SIZE, ...(after === null ? {} : { cursor: after }) };
      return getJson(cameBackResponseSchema, pathOf(cameBackPath, key, params), signal);
    },
    placeholderData: keepPreviousData,
  });
}

/** All who came back with the offer, into the browser's downloads. */
export async function downloadCameBackCsv(key: ResultKey): Promise<void> {
  await saveAsFile(await send(pathOf(cameBackCsvPath, key)), 'came-back.csv');
}
