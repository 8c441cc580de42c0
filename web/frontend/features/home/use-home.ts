import { useQuery } from '@tanstack/react-query';
import { homePath, homeResponseSchema } from '../../../contract/home.ts';
import { getJson } from '../../shared/request.ts';

const WHILE_SYNCING_MS = 2_000;
const OTHERWISE_MS = 60_000;

/** Home, asked again every 2 s while the first sync runs and every minute after it. */
export function useHome() {
  return useQuery({
    queryKey: ['home'],
    queryFn: ({ signal }) => getJson(homeResponseSchema, homePath, signal),
    refetchInterval: (query) => (query.state.data?.phase === 'syncing' ? WHILE_SYNCING_MS : OTHERWISE_MS),
  });
}
