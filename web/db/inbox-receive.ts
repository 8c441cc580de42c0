import type { Delivery } from '../use-cases/inbox-port.ts';
import { binaryTextArray } from './binary-text-array.ts';
import type { Statement } from './sql.ts';

/** One row per delivery of a known shop: its 1-based place in the batch, and whether this insert stored it. */
export type ReceivedRow = { place: number; stored: boolean };

/**
 * Of equal deliveries in one batch the first is stored. Deliveries of unknown shops are absent from the answer. Bodies are taken
 * out of their array last, above the sort: every step below would copy them.
 */
export const RECEIVE: Statement = {
  name: 'inbox_receive',
  text: `WITH given AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[])
      WITH ORDINALITY AS g(domain, topic, webhook_id, event_id, triggered_at, received_at, place)
  ), known AS (
    SELECT shop.shop_id, given.*,
      row_number() OVER (PARTITION BY shop.shop_id, topic, webhook_id ORDER BY place) = 1 AS is_first
    FROM given JOIN shop ON shop.domain = given.domain
  ), stored AS (
    INSERT INTO webhook_inbox (shop_id, topic, webhook_id, event_id, triggered_at, received_at, body)
    SELECT shop_id, topic, webhook_id, event_id, triggered_at, received_at, ($7::text[])[place]
    FROM (SELECT * FROM known WHERE is_first ORDER BY place) AS first
    ON CONFLICT (shop_id, topic, webhook_id) DO NOTHING
    RETURNING shop_id, topic, webhook_id
  )
  SELECT known.place::int AS place, known.is_first AND stored.shop_id IS NOT NULL AS stored
  FROM known LEFT JOIN stored USING (shop_id, topic, webhook_id)`,
};

/** The parameters of `RECEIVE`: one array per column. @param memory see `binaryTextArray` */
export function receiveValues(
  arrivals: readonly { delivery: Delivery; at: Date }[],
  memory?: (bytes: number) => Buffer,
): unknown[] {
  return [
    arrivals.map(({ delivery }) => delivery.domain),
    arrivals.map(({ delivery }) => delivery.topic),
    arrivals.map(({ delivery }) => delivery.webhookId),
    arrivals.map(({ delivery }) => delivery.eventId),
    arrivals.map(({ delivery }) => delivery.triggeredAt),
    arrivals.map(({ at }) => at),
    binaryTextArray(
      arrivals.map(({ delivery }) => delivery.body),
      memory,
    ),
  ];
}
