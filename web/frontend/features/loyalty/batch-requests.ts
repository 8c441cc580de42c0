import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  type BatchRequest,
  batchesPath,
  batchesResponseSchema,
  batchResponseSchema,
  undoBatchPath,
} from '../../../contract/batches.ts';
import { getJson, sendJson } from '../../shared/request.ts';

const WHILE_RUNNING_MS = 3_000;

/** Files given so far, newest first; asked again while one is worked in. */
export function useBatches() {
  return useQuery({
    queryKey: ['loyalty', 'batches'],
    queryFn: ({ signal }) => getJson(batchesResponseSchema, batchesPath, signal),
    refetchInterval: (query) =>
      query.state.data?.batches.some(({ state }) => state === 'running') ? WHILE_RUNNING_MS : false,
  });
}

function useStale() {
  const queryClient = useQueryClient();
  return () => {
    for (const key of ['batches', 'members', 'member', 'liability'])
      void queryClient.invalidateQueries({ queryKey: ['loyalty', key] });
  };
}

/** Checks a file (`dryRun`) or works it in. */
export function useRunBatch() {
  const stale = useStale();
  return useMutation({
    mutationFn: (body: BatchRequest) => sendJson(batchResponseSchema, batchesPath, { method: 'POST', body }),
    onSuccess: ({ batchId }) => {
      if (batchId !== null) stale();
    },
  });
}

/** Takes a file's points back. */
export function useUndoBatch() {
  const stale = useStale();
  return useMutation({
    mutationFn: (batchId: string) =>
      sendJson(batchesResponseSchema, undoBatchPath.replace(':batchId', batchId), {
        method: 'POST',
        body: {},
      }),
    onSuccess: stale,
  });
}
