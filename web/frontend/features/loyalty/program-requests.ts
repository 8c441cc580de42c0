import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  liabilityPath,
  liabilityResponseSchema,
  type ProgramTerms,
  programPath,
  programPreviewPath,
  programPreviewResponseSchema,
  programResponseSchema,
} from '../../../contract/loyalty.ts';
import { getJson, sendJson } from '../../shared/request.ts';
import { useSettled } from '../../shared/use-settled.ts';
import { checkProgram } from './check-program.ts';

const WHILE_RECOUNTING_MS = 3_000;
const FRESH_MS = 60_000;

/** The program as saved; asked again while a saved change is being worked in, never under the merchant's hands. */
export function useProgram() {
  return useQuery({
    queryKey: ['loyalty', 'program'],
    queryFn: ({ signal }) => getJson(programResponseSchema, programPath, signal),
    refetchInterval: (query) => (query.state.data?.recounting ? WHILE_RECOUNTING_MS : false),
    refetchOnWindowFocus: false,
  });
}

/** Saves the terms as the next version. CONFLICT where somebody else saved since `basedOn`. */
export function useSaveProgram() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: { terms: ProgramTerms; basedOn: number }) =>
      sendJson(programResponseSchema, programPath, { method: 'PUT', body }),
    onSuccess: (saved) => {
      queryClient.setQueryData(['loyalty', 'program'], saved);
      for (const key of ['members', 'member', 'liability'])
        void queryClient.invalidateQueries({ queryKey: ['loyalty', key] });
      void queryClient.invalidateQueries({ queryKey: ['home'] });
    },
  });
}

/**
 * What these terms come to in this shop, asked when the typing pauses; not while a field is wrong, nor for the terms of a moment ago
 * that still lacked something.
 */
export function useProgramPreview(terms: ProgramTerms, valid: boolean) {
  const settled = useSettled(terms);
  return useQuery({
    queryKey: ['loyalty', 'preview', settled],
    enabled: valid && checkProgram(settled).size === 0,
    queryFn: ({ signal }) =>
      sendJson(programPreviewResponseSchema, programPreviewPath, {
        method: 'POST',
        body: { terms: settled },
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
  });
}

/** What all members' points stand at, and what they could cost. */
export function useLiability() {
  return useQuery({
    queryKey: ['loyalty', 'liability'],
    queryFn: ({ signal }) => getJson(liabilityResponseSchema, liabilityPath, signal),
  });
}
