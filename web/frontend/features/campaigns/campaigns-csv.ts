import type { CampaignRow } from '../../../contract/campaigns.ts';
import { csvHead, csvLines, textCell } from '../../../contract/csv.ts';

const HEADER =
  'campaign_id,name,kind,state,stop_reason,people,next_send_at,extra_orders,extra_orders_low,extra_orders_high,orders_that_used_the_offer,updated_at';

/** The list as CSV in the order given; codes, ISO moments and plain numbers, as in the customers' file. Empty = not known. */
export function toCampaignsCsv(campaigns: readonly CampaignRow[]): string {
  return csvHead(HEADER) + csvLines(campaigns.map(toLine));
}

function toLine(row: CampaignRow): string {
  const { extraOrders } = row;
  return [
    row.campaignId,
    textCell(row.name),
    row.kind,
    row.state,
    row.stopReason ?? '',
    row.people,
    row.nextSendAt ?? '',
    extraOrders?.estimate ?? '',
    extraOrders?.low ?? '',
    extraOrders?.high ?? '',
    row.ordersThatUsedTheOffer,
    row.updatedAt,
  ].join(',');
}
