import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import type { CampaignTerms } from '../../../contract/campaign-terms.ts';
import {
  dryRunPath,
  dryRunResponseSchema,
  mailPreviewPath,
  type mailPreviewRequestSchema,
  mailPreviewResponseSchema,
  outlookPath,
  outlookResponseSchema,
  sendOnePath,
  sendOneResponseSchema,
  testSendPath,
  testSendResponseSchema,
} from '../../../contract/campaigns.ts';
import { customersPath, customersResponseSchema } from '../../../contract/customers.ts';
import { getJson, sendJson } from '../../shared/request.ts';
import { useSettled } from '../../shared/use-settled.ts';
import { pathOf } from './campaign-requests.ts';

const FRESH_MS = 60_000;
const DRY_RUN_PAGE = 25;

/** Which mail is looked at. */
export type Look = Omit<(typeof mailPreviewRequestSchema)['_zod']['output'], 'terms'>;

/** Planner, costs and the next 14 days of these terms, asked when the typing pauses; not while a field is wrong. */
export function useOutlook(campaignId: number, terms: CampaignTerms, valid: boolean) {
  const settled = useSettled(terms);
  return useQuery({
    queryKey: ['campaign-outlook', campaignId, settled],
    enabled: valid,
    queryFn: ({ signal }) =>
      sendJson(outlookResponseSchema, outlookPath, {
        method: 'POST',
        body: { terms: settled, campaignId },
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
  });
}

/** One mail and the storefront banner as a customer would get them. */
export function useMailPreview(terms: CampaignTerms, look: Look, valid: boolean) {
  const settled = useSettled(terms);
  return useQuery({
    queryKey: ['campaign-mail', settled, look],
    enabled: valid,
    queryFn: ({ signal }) =>
      sendJson(mailPreviewResponseSchema, mailPreviewPath, {
        method: 'POST',
        body: { terms: settled, ...look },
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
  });
}

/** Who would get what and when, a page at a time; `cursor` null = the first. */
export function useDryRun(campaignId: number, terms: CampaignTerms, cursor: string | null) {
  return useQuery({
    queryKey: ['campaign-dry-run', campaignId, terms, cursor],
    queryFn: ({ signal }) =>
      sendJson(dryRunResponseSchema, dryRunPath, {
        method: 'POST',
        body: { terms, campaignId, limit: DRY_RUN_PAGE, ...(cursor === null ? {} : { cursor }) },
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
  });
}

/** A real mail to the merchant's own address. */
export function useTestSend() {
  return useMutation({
    mutationFn: (body: Look & { terms: CampaignTerms; to: string }) =>
      sendJson(testSendResponseSchema, testSendPath, { method: 'POST', body }),
  });
}

/** The campaign's first message to one customer now. */
export function useSendOne(campaignId: number) {
  return useMutation({
    mutationFn: (customerId: string) =>
      sendJson(sendOneResponseSchema, pathOf(sendOnePath, campaignId), {
        method: 'POST',
        body: { customerId },
      }),
  });
}

/** Customers by name or e-mail, found live in Shopify; nothing is asked for fewer than two letters. */
export function useFoundCustomers(typed: string) {
  const search = useSettled(typed.trim());
  return useQuery({
    queryKey: ['campaign-customers', search],
    enabled: search.length >= 2,
    queryFn: ({ signal }) =>
      getJson(
        customersResponseSchema,
        `${customersPath}?${new URLSearchParams({ search, limit: '10' })}`,
        signal,
      ),
  });
}
