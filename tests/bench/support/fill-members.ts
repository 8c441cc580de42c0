import type { Reward } from '../../../web/domain/loyalty/program.ts';
import type { BenchShop } from './bench-shop.ts';

/** Above every customer of `fillShop`, below 2^63. */
export const FIRST_MEMBER = 9_210_000_000_000_000n;
const FIRST_ENTRY_ORDER = 9_150_000_000_000_000n;
const ENTRIES_EACH = 6;

/** Two lines for every order that has none, in halves: what earning reads of it. */
export async function addLines(shop: BenchShop): Promise<void> {
  const line = (
    half: string,
    n: number,
  ) => `jsonb_build_object('lineId', (order_id * 2 + ${n})::text, 'productId', '${n + 1}',
    'variantId', '${n + 1}', 'quantity', 1, 'currentQuantity', 1, 'discountedMinor', ${half}, 'taxMinor', 0, 'giftCard', false,
    'sellingPlan', false)`;
  await shop.sql(
    `INSERT INTO order_detail (shop_id, order_id, lines, refunds, discounts)
    SELECT shop_id, order_id,
      jsonb_build_array(${line('current_total_minor / 2', 0)}, ${line('current_total_minor - current_total_minor / 2', 1)}), '[]', '[]'
    FROM order_fact WHERE shop_id = $1 ON CONFLICT DO NOTHING`,
    [shop.shop.shopId],
  );
  await shop.sql('VACUUM (ANALYZE) order_detail');
}

/**
 * Members with six entries each that add up to their numbers; a third have a tier, a tenth an open code, a fifth the open offer
 * of a campaign that was shown on the site.
 */
export async function fillMembers(shop: BenchShop, members: number, reward: Reward): Promise<void> {
  const { shopId } = shop.shop;
  const numbers = [shopId, members];
  await shop.sql(
    `INSERT INTO loyalty_account (shop_id, customer_id, joined_at, available, pending, tier_key, tier, next_expiry_at,
      next_expiry_points, revisit_at, publish_state, published, changed_at)
    SELECT $1, ${FIRST_MEMBER} + n, now() - random() * interval '700 days', 100 * (5 + n % 4), 100,
      CASE WHEN n % 3 = 0 THEN 'plus' ELSE 'member' END,
      jsonb_build_object('key', CASE WHEN n % 3 = 0 THEN 'plus' ELSE 'member' END, 'sinceAt', now(), 'reviewOn', NULL,
        'graceUntilOn', NULL, 'progress', n % 1000),
      now() + random() * interval '365 days', 100, now() + random() * interval '365 days', 'clean', '{}', now()
    FROM generate_series(1, $2::int) AS n`,
    numbers,
  );
  await shop.sql(
    `INSERT INTO ledger_entry (shop_id, account_id, position, seq, from_book, to_book, points, cause, at, posted_at,
      program_version, order_id)
    SELECT shop_id, account_id, 'order:' || ${FIRST_ENTRY_ORDER} + account_id * ${ENTRIES_EACH} + n, 1, 'issued',
      CASE WHEN n = ${ENTRIES_EACH} THEN 'pending' ELSE 'available' END, CASE WHEN n = 1 THEN available - 400 ELSE 100 END,
      'order', joined_at + n * interval '30 days', joined_at + n * interval '30 days', 1,
      ${FIRST_ENTRY_ORDER} + account_id * ${ENTRIES_EACH} + n
    FROM loyalty_account, generate_series(1, ${ENTRIES_EACH}) AS n
    WHERE shop_id = $1 AND customer_id > ${FIRST_MEMBER}`,
    [shopId],
  );
  await shop.sql(
    `INSERT INTO loyalty_redemption (shop_id, account_id, request_key, reward_id, reward, points, state, code, ends_at, created_at)
    SELECT shop_id, account_id, 'bench', $2, $3::jsonb, 100, 'issued', 'BENCH-' || account_id, now() + interval '20 days', now()
    FROM loyalty_account WHERE shop_id = $1 AND customer_id > ${FIRST_MEMBER} AND account_id % 10 = 0`,
    [shopId, reward.rewardId, JSON.stringify(reward)],
  );
  await offers(shop);
  for (const table of [
    'loyalty_account',
    'ledger_entry',
    'loyalty_redemption',
    'offer',
    'message',
    'message_delivery',
  ])
    await shop.sql(`VACUUM (ANALYZE) ${table}`);
}

async function offers(shop: BenchShop): Promise<void> {
  const { shopId } = shop.shop;
  const terms = { value: { kind: 'percentage', percentageBps: 1_000 }, minimumSpendMinor: null };
  await shop.sql(
    `INSERT INTO offer_discount (shop_id, campaign_id, version, arm, step, ends_on, ends_at, terms, state)
    VALUES ($1, 1, 1, 1, 1, 30000, now() + interval '20 days', $2, 'active')`,
    [shopId, JSON.stringify(terms)],
  );
  await shop.sql(
    `INSERT INTO message (shop_id, enrolment_id, campaign_id, version, customer_id, step, arm, new_offer, state, planned_at,
      sent_at, updated_at)
    SELECT shop_id, account_id, 1, 1, customer_id, 1, 1, true, 'sent', now(), now(), now()
    FROM loyalty_account WHERE shop_id = $1 AND customer_id > ${FIRST_MEMBER} AND account_id % 5 = 0`,
    [shopId],
  );
  await shop.sql(
    `INSERT INTO message_delivery (shop_id, message_id, channel, state, sent_at)
    SELECT shop_id, message_id, 'on_site', 'sent', now() FROM message WHERE shop_id = $1`,
    [shopId],
  );
  await shop.sql(
    `INSERT INTO offer (shop_id, message_id, enrolment_id, campaign_id, version, customer_id, discount_id, code, state, ends_at,
      issued_at, updated_at)
    SELECT shop_id, message_id, enrolment_id, 1, 1, customer_id, (SELECT max(discount_id) FROM offer_discount WHERE shop_id = $1),
      'OFFER-' || message_id, 'issued', now() + interval '20 days', now(), now()
    FROM message WHERE shop_id = $1`,
    [shopId],
  );
}
