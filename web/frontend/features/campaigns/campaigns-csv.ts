import type { CampaignRow } from '../../../contract/campaigns.ts';

const HEADER =
  'campaign_id,name,kind,state,stop_reason,people,next_send_at,extra_orders,extra_orders_low,extra_orders_high,orders_that_used_the_offer,updated_at';
/** Lets a spreadsheet see UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

/** The list as CSV in the order given; codes, ISO moments and plain numbers, as in the customers' file. Empty = not known. */
export function toCampaignsCsv(campaigns: readonly CampaignRow[]): string {
  return `${BYTE_ORDER_MARK}${[HEADER, ...campaigns.map(toLine)].map((line) => `${line}\r\n`).join('')}`;
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

/**
 * Somebody's words in a cell. A spreadsheet would run what begins like a formula, also in full-width signs, so an apostrophe goes in
 * front (OWASP, "CSV Injection"); quotes hold commas and line breaks.
 */
function textCell(text: string): string {
  const safe = /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/u.test(text) ? `'${text}` : text;
  return /[",;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
