import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  type FlowTriggers,
  flowTriggersPath,
  flowTriggersSchema,
  healthPath,
  healthResponseSchema,
} from '../../../contract/loyalty.ts';
import { getJson, sendJson } from '../../shared/request.ts';

/** How what Encore needs in Shopify stands now; asked anew each time the page is opened or looked at again. */
export function useHealth() {
  return useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => getJson(healthResponseSchema, healthPath, signal),
    staleTime: 0,
  });
}

/** Which triggers of Shopify Flow are told. */
export function useFlowTriggers() {
  return useQuery({
    queryKey: ['flow-triggers'],
    queryFn: ({ signal }) => getJson(flowTriggersSchema, flowTriggersPath, signal),
    refetchOnWindowFocus: false,
  });
}

/** Switches triggers on or off. */
export function useSetFlowTriggers() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: FlowTriggers) =>
      sendJson(flowTriggersSchema, flowTriggersPath, { method: 'PUT', body }),
    onSuccess: (saved) => queryClient.setQueryData(['flow-triggers'], saved),
  });
}
