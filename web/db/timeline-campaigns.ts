import type pg from 'pg';
import type { ShopId } from '../domain/shared/ids.ts';
import type { CampaignEvent, GivenOffer } from '../use-cases/customer-campaigns-port.ts';

/** What the page of a timeline carries of an entry about a campaign; `messageId` null = the enrolment ended. */
export type CampaignStub = Pick<CampaignEvent, 'campaignId' | 'outcome' | 'step' | 'reason'> & {
  messageId: string | null;
};

const stub = (outcome: string, of: string, messageId: string) =>
  `jsonb_build_object('campaignId', ${of}.campaign_id, 'outcome', ${outcome}, 'step', m.step, 'reason', m.reason,
    'messageId', ${messageId})`;

/** What became of each step, when it left or was decided. $1 shop, $2 customer, as below. */
export const STEPS = {
  from: "message m WHERE m.shop_id = $1 AND m.customer_id = $2 AND m.state NOT IN ('issuing', 'ready')",
  id: 'm.message_id',
  at: "CASE WHEN m.state = 'sent' THEN coalesce(m.sent_at, m.updated_at) ELSE m.updated_at END",
  campaign: stub('m.state', 'm', 'm.message_id::text'),
};

/**
 * An enrolment that was stopped, unless a message was skipped for it in that same moment and tells the reason itself. Of two
 * customers made one, both in a campaign, the second enrolment ends; whose page this is is not gone.
 */
export const STOPS = {
  from: `enrolment e JOIN enrolment_move m ON m.shop_id = e.shop_id AND m.enrolment_id = e.enrolment_id
    WHERE e.shop_id = $1 AND e.customer_id = $2 AND m.to_state = 'stopped' AND m.reason <> 'customer_gone' AND NOT EXISTS (SELECT FROM message told
      WHERE told.shop_id = $1 AND told.enrolment_id = m.enrolment_id AND told.state = 'skipped' AND told.reason = m.reason
        AND told.updated_at = m.moved_at)`,
  id: 'm.move_id',
  at: 'm.moved_at',
  campaign: stub("'stopped'", 'e', 'NULL'),
};

type DetailRow = {
  message_id: string;
  ways: CampaignEvent['ways'];
  offer: (Omit<GivenOffer, 'endsAt'> & { endsAt: string }) | null;
};

/** $2 messages: how each went, and its code where Shopify was given it. Only for those on the page, each by its index. */
const DETAILS = `SELECT m.message_id, (SELECT coalesce(jsonb_agg(jsonb_build_object('channel', d.channel, 'state', d.state,
      'reason', d.reason) ORDER BY d.channel), '[]') FROM message_delivery d
      WHERE d.shop_id = $1 AND d.message_id = m.message_id) AS ways,
    (SELECT jsonb_build_object('code', o.code, 'value', t.terms -> 'value', 'minimumSpendMinor', t.terms -> 'minimumSpendMinor',
        'endsAt', o.ends_at, 'state', o.state)
      FROM offer o JOIN offer_discount t ON t.shop_id = o.shop_id AND t.discount_id = o.discount_id
      WHERE o.shop_id = $1 AND o.message_id = m.message_id AND o.issued_at IS NOT NULL) AS offer
  FROM unnest($2::bigint[]) AS m(message_id)`;

const NAMES = 'SELECT campaign_id, name FROM campaign WHERE shop_id = $1 AND campaign_id = ANY ($2::int[])';

/** Of the entries of one page those about campaigns, by id: with its name, the ways of the message and its code. */
export async function campaignEvents(
  pool: pg.Pool,
  shop: ShopId,
  entries: readonly { id: string; campaign: CampaignStub | null }[],
): Promise<ReadonlyMap<string, CampaignEvent>> {
  const stubs = entries.flatMap(({ id, campaign }) => (campaign ? [{ id, ...campaign }] : []));
  if (stubs.length === 0) return new Map();
  const messageIds = stubs.flatMap(({ messageId }) => messageId ?? []);
  const campaignIds = stubs.map(({ campaignId }) => campaignId);
  const told = await pool.query<DetailRow>(DETAILS, [shop, messageIds]);
  const named = await pool.query<{ campaign_id: number; name: string }>(NAMES, [shop, campaignIds]);
  const details = new Map(told.rows.map((row) => [row.message_id, row]));
  const names = new Map(named.rows.map((row) => [row.campaign_id, row.name]));
  return new Map(
    stubs.map(({ id, messageId, ...event }) => {
      const { ways = [], offer = null } = details.get(messageId ?? '') ?? {};
      const given = offer && { ...offer, endsAt: new Date(offer.endsAt) };
      return [id, { ...event, name: names.get(event.campaignId) ?? '', ways, offer: given }];
    }),
  );
}
