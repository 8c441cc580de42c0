import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { z } from 'zod';
import {
  adjustPath,
  type adjustRequestSchema,
  type LedgerRow,
  ledgerPath,
  ledgerResponseSchema,
  type MemberResponse,
  memberAnswerSchema,
  memberPath,
  memberResponseSchema,
  membersCsvPath,
  membersPath,
  membersResponseSchema,
  returnRedemptionPath,
} from '../../../contract/members.ts';
import { getJson, send, sendJson } from '../../shared/request.ts';
import { saveAsFile } from '../../shared/save-as-file.ts';
import { type MembersFilters, toParams } from './members-in-url.ts';

const PAGE = 50;
const LEDGER_PAGE = 25;
const WHOLE_PAGE = 100;

const of = (pattern: string, customerId: string) =>
  pattern.replace(':customerId', encodeURIComponent(customerId));

/** One page of members; the page before stays on screen while the next one loads. */
export function useMembers(filters: MembersFilters, cursor: string | null) {
  const params = toParams(filters);
  params.set('limit', String(PAGE));
  if (cursor !== null) params.set('cursor', cursor);
  return useQuery({
    queryKey: ['loyalty', 'members', params.toString()],
    queryFn: ({ signal }) => getJson(membersResponseSchema, `${membersPath}?${params}`, signal),
    placeholderData: keepPreviousData,
  });
}

/** Every member these filters leave, as a CSV file in the browser's downloads. */
export async function downloadMembersCsv(filters: MembersFilters): Promise<void> {
  await saveAsFile(await send(`${membersCsvPath}?${toParams(filters)}`), 'members.csv');
}

/** One member: balance, lots, codes, level, invitations. Null = no points account. */
export function useMember(customerId: string) {
  return useQuery({
    queryKey: ['loyalty', 'member', customerId],
    queryFn: ({ signal }) => getJson(memberAnswerSchema, of(memberPath, customerId), signal),
  });
}

function ledgerPage(customerId: string, cursor: string | null, limit: number, signal?: AbortSignal) {
  const params = new URLSearchParams({ limit: String(limit) });
  if (cursor !== null) params.set('cursor', cursor);
  return getJson(ledgerResponseSchema, `${of(ledgerPath, customerId)}?${params}`, signal);
}

/** The ledger, newest first, page by page. */
export function useLedger(customerId: string) {
  return useInfiniteQuery({
    queryKey: ['loyalty', 'member', customerId, 'ledger'],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => ledgerPage(customerId, pageParam, LEDGER_PAGE, signal),
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** The whole ledger, newest first. */
export async function readLedger(customerId: string): Promise<LedgerRow[]> {
  const entries: LedgerRow[] = [];
  let cursor: string | null = null;
  do {
    const page: z.infer<typeof ledgerResponseSchema> = await ledgerPage(customerId, cursor, WHOLE_PAGE);
    entries.push(...page.entries);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return entries;
}

/** What was read of a member is replaced by an answer; lists and sums are stale from then on. */
function useKeep(customerId: string) {
  const queryClient = useQueryClient();
  return (member: MemberResponse) => {
    queryClient.setQueryData(['loyalty', 'member', customerId], member);
    for (const key of [['member', customerId, 'ledger'], ['members'], ['liability']])
      void queryClient.invalidateQueries({ queryKey: ['loyalty', ...key] });
  };
}

/** Gives or takes points; the request key makes a repeated click count once. */
export function useAdjust(customerId: string) {
  return useMutation({
    mutationFn: (body: z.infer<typeof adjustRequestSchema>) =>
      sendJson(memberResponseSchema, of(adjustPath, customerId), { method: 'POST', body }),
    onSuccess: useKeep(customerId),
  });
}

/** Ends an unused code and gives its points back. */
export function useReturn(customerId: string) {
  return useMutation({
    mutationFn: (redemptionId: string) =>
      sendJson(memberResponseSchema, returnRedemptionPath.replace(':redemptionId', redemptionId), {
        method: 'POST',
        body: {},
      }),
    onSuccess: useKeep(customerId),
  });
}
