import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  dataRequestAnsweredPath,
  dataRequestFilePath,
  dataRequestsPath,
  dataRequestsResponseSchema,
} from '../../../contract/privacy.ts';
import { getJson, send, sendJson } from '../../shared/request.ts';
import { saveAsFile } from '../../shared/save-as-file.ts';

const pathOf = (pattern: string, requestId: string) => pattern.replace(':requestId', requestId);

/** Customers' requests for their data, open ones first. */
export function useDataRequests() {
  return useQuery({
    queryKey: ['data-requests'],
    queryFn: ({ signal }) => getJson(dataRequestsResponseSchema, dataRequestsPath, signal),
  });
}

/** The merchant has answered the customer. */
export function useMarkAnswered() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (requestId: string) =>
      sendJson(dataRequestsResponseSchema, pathOf(dataRequestAnsweredPath, requestId), {
        method: 'POST',
        body: {},
      }),
    onSuccess: (list) => queryClient.setQueryData(['data-requests'], list),
  });
}

/** Everything held on the customer who asked, as a JSON file in the browser's downloads. */
export async function downloadHeldData(requestId: string, customerId: string): Promise<void> {
  await saveAsFile(await send(pathOf(dataRequestFilePath, requestId)), `customer-${customerId}.json`);
}
