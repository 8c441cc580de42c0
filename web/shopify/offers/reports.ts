import { type CustomerId, toGid } from '../../domain/shared/ids.ts';
import type { ActivityReport, ShopifyOffers } from '../../use-cases/offer-shopify-port.ts';
import type { AdminClient, CallOptions } from '../admin-client.ts';
import {
  ACTIVITY_UPSERT,
  EMAIL_CONSENT_UPDATE,
  ENGAGEMENT_CREATE,
  FLOW_TRIGGER,
} from '../operations/delivery-operations.ts';
import { refused } from './discounts.ts';

/** Starts the merchant's workflows that listen to our trigger. `refused`: nobody does, or Shopify would not. */
export async function triggerFlow(
  client: AdminClient,
  trigger: { handle: string; payload: object },
  calls: CallOptions,
): Promise<'done' | 'refused' | 'lost'> {
  const answer = await client.attempt(FLOW_TRIGGER, trigger, calls);
  if (answer.state === 'unknown') return 'lost';
  return (answer.data.flowTriggerReceive?.userErrors ?? []).length === 0 ? 'done' : 'refused';
}

/** Writes an unsubscription back, so that every other sender of the shop respects it too. */
export async function unsubscribeEmail(
  client: AdminClient,
  customerId: CustomerId,
  calls: CallOptions,
): Promise<'done' | 'gone'> {
  const input = {
    customerId: toGid('Customer', customerId),
    // Without a time of ours: a clock that is a little ahead of Shopify's would be refused.
    emailMarketingConsent: { marketingState: 'UNSUBSCRIBED' },
  };
  const { customerEmailMarketingConsentUpdate: result } = await client.run(
    EMAIL_CONSENT_UPDATE,
    { input },
    calls,
  );
  if (result?.customer) return 'done';
  const errors = result?.userErrors ?? [];
  if (errors.some((error) => /not found|does not exist/i.test(error.message))) return 'gone';
  throw refused('EmailConsentUpdate', errors);
}

export async function reportActivity(
  client: AdminClient,
  report: ActivityReport,
  calls: CallOptions,
): Promise<void> {
  const input = {
    remoteId: report.remoteId,
    title: report.title,
    remoteUrl: report.url,
    status: report.status,
    tactic: 'MESSAGE',
    marketingChannelType: 'EMAIL',
    start: report.startedAt.toISOString(),
    utm: report.utm,
  };
  const { marketingActivityUpsertExternal: result } = await client.run(ACTIVITY_UPSERT, { input }, calls);
  if (!result?.marketingActivity) throw refused('ActivityUpsert', result?.userErrors ?? []);
}

export async function reportSends(
  client: AdminClient,
  remoteId: string,
  day: Parameters<ShopifyOffers['reportSends']>[1],
  calls: CallOptions,
): Promise<void> {
  const engagement = {
    occurredOn: day.on,
    utcOffset: day.utcOffset,
    sendsCount: day.sends,
    clicksCount: day.clicks,
  };
  const answer = await client.run(ENGAGEMENT_CREATE, { remoteId, engagement }, calls);
  const result = answer.marketingEngagementCreate;
  if (!result?.marketingEngagement) throw refused('EngagementCreate', result?.userErrors ?? []);
}
