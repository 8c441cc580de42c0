import type { CustomerOrder, CustomerResponse, TimelineEntry } from '../contract/customer.ts';
import type { CustomerRow } from '../contract/customers.ts';
import { consentSchema, shopifyRfmGroupSchema } from '../contract/vocabulary.ts';
import { MIN_BUYERS_FOR_QUINTILES } from '../domain/rfm/rule.ts';
import { dayToIso } from '../domain/shared/time.ts';
import type { CustomerView, NextChange } from '../use-cases/get-customer.ts';
import type { Shop } from '../use-cases/ports.ts';
import type { CustomerDetail, CustomerListRow, OrderRow, TimelineRow } from '../use-cases/read-port.ts';
import { toCampaignEvent, toCustomerCampaigns } from './customer-campaigns-body.ts';

const isoOrNull = (day: number | null) => (day === null ? null : dayToIso(day));
/** A state newer than our list is shown as unknown, it does not break the page. */
const consentOrNull = (state: string | null) => consentSchema.safeParse(state).data ?? null;

export function toCustomerRow(row: CustomerListRow, currency: string, points: number | null): CustomerRow {
  return {
    customerId: row.customerId,
    stage: row.stage,
    marks: [...row.marks],
    scores: row.scores,
    lastOrderOn: isoOrNull(row.lastOn),
    occasions: row.occasions,
    spent: { amountMinor: row.spentMinor, currency },
    consent: consentOrNull(row.emailConsent),
    country: row.country,
    points,
  };
}

export function toCustomer(view: CustomerView, shop: Shop): CustomerResponse {
  const { detail, live, model, expectedOrder, campaigns } = view;
  const { currency } = shop;
  const money = (amountMinor: number) => ({ amountMinor, currency });
  return {
    customerId: detail.customerId,
    live: live && {
      displayName: live.displayName,
      email: live.email,
      rfmGroup: shopifyRfmGroupSchema.safeParse(live.rfmGroup).data ?? null,
      tags: [...live.tags],
    },
    consent: consentOrNull(detail.emailConsent),
    country: detail.country,
    stage: detail.stage,
    stageSince: detail.stageSinceAt?.toISOString() ?? null,
    marks: [...detail.marks],
    reason: detail.reason && { code: detail.reason.code, params: { ...detail.reason.params } },
    lapseLimitDays: detail.lapseLimitDays,
    changes: view.changes.map((change) => toChange(change, currency)),
    expectedOrder: expectedOrder && { on: dayToIso(expectedOrder.on), past: expectedOrder.past },
    scores: detail.scores,
    facts:
      detail.firstOn === null || detail.lastOn === null || view.recencyDays === null
        ? null
        : {
            recencyDays: view.recencyDays,
            occasions: detail.occasions,
            orders: detail.ordersCount,
            spent: money(detail.spentMinor),
            firstOrderOn: dayToIso(detail.firstOn),
            lastOrderOn: dayToIso(detail.lastOn),
          },
    cuts: model && {
      recencyDays: [...model.cuts.recencyDays],
      occasions: [...model.cuts.frequency],
      spentMinor: [...model.cuts.monetaryMinor],
      fixed: model.buyers < MIN_BUYERS_FOR_QUINTILES,
    },
    tags: toTags(detail, view.tagsEnabled),
    excluded: detail.excluded,
    campaigns: campaigns && toCustomerCampaigns(campaigns, shop),
  };
}

const TAG_STATE = { clean: 'in_sync', dirty: 'waiting', failed: 'refused' } as const;

function toTags({ tags }: CustomerDetail, enabled: boolean): CustomerResponse['tags'] {
  return {
    state: enabled || tags.state === 'dirty' ? TAG_STATE[tags.state] : 'off',
    standing: [...tags.standing],
    toAdd: tags.desired.filter((tag) => !tags.standing.includes(tag)),
    toRemove: tags.standing.filter((tag) => !tags.desired.includes(tag)),
    lastSentAt: tags.changedAt?.toISOString() ?? null,
  };
}

function toChange(change: NextChange, currency: string): CustomerResponse['changes'][number] {
  const money = (amountMinor: number) => ({ amountMinor, currency });
  switch (change.kind) {
    case 'lapses':
      return { kind: 'lapses', on: dayToIso(change.on) };
    case 'next_purchase':
      return change;
    case 'subscription':
      return { kind: 'subscription', untilOn: dayToIso(change.untilOn) };
    case 'vip_ends':
      return {
        kind: 'vip_ends',
        on: dayToIso(change.on),
        occasions: change.occasions,
        spent: money(change.spentMinor),
      };
    case 'vip_from':
      return {
        kind: 'vip_from',
        occasions: change.occasions,
        spent: money(change.spentMinor),
        missingOccasions: change.missingOccasions,
        missingSpent: money(change.missingSpentMinor),
      };
  }
}

export function toOrder(row: OrderRow): CustomerOrder {
  const money = (amountMinor: number) => ({ amountMinor, currency: row.currency });
  return {
    orderId: row.orderId,
    processedAt: row.processedAt.toISOString(),
    localOn: dayToIso(row.localOn),
    total: money(row.totalMinor),
    net: money(row.netMinor),
    refunded: money(row.refundedMinor),
    financialStatus: row.financialStatus,
    fulfillment: row.fulfillment,
    notQualifying: row.notQualifying,
    subscriptionRenewal: row.subscriptionRenewal,
  };
}

/** `currency`: of the shop, in which terms of offers are. */
export function toTimelineEntry(row: TimelineRow, currency: string): TimelineEntry {
  const entry = { id: row.id, at: row.at.toISOString() };
  switch (row.kind) {
    case 'stage':
      return {
        ...entry,
        kind: 'stage',
        from: row.from,
        to: row.to,
        marksGained: row.toMarks.filter((mark) => !row.fromMarks.includes(mark)),
        marksLost: row.fromMarks.filter((mark) => !row.toMarks.includes(mark)),
        reason: row.reason && { code: row.reason.code, params: { ...row.reason.params } },
      };
    case 'order':
      return {
        ...entry,
        kind: 'order',
        orderId: row.orderId,
        net: { amountMinor: row.netMinor, currency: row.currency },
        notQualifying: row.notQualifying,
        subscriptionRenewal: row.subscriptionRenewal,
      };
    case 'refund':
      return {
        ...entry,
        kind: 'refund',
        orderId: row.orderId,
        amount: { amountMinor: row.amountMinor, currency: row.currency },
      };
    case 'points': {
      const { kind, points, cause, grantReason, orderId } = row;
      return { ...entry, kind, points, cause, grantReason, orderId };
    }
    case 'campaign':
      return { ...entry, kind: 'campaign', ...toCampaignEvent(row, currency) };
  }
}
