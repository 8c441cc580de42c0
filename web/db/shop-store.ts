import { AppError } from '../domain/shared/errors.ts';
import type { Shop } from '../use-cases/ports.ts';
import type { ShopStore } from '../use-cases/store-port.ts';
import { type ShopRow, seesAllOrders, toShop } from './shop-row.ts';
import type { Sql, Statement } from './sql.ts';

/** Every table with rows of a shop, dependent ones first. A new table belongs here: a test compares it with the catalogue. */
export const SHOP_TABLES = [
  'webhook_inbox',
  'flow_event',
  'flow_action_run',
  'loyalty_totals',
  'tier_change',
  'loyalty_referral',
  'loyalty_redemption',
  'loyalty_grant',
  'loyalty_batch',
  'ledger_entry',
  'loyalty_account',
  'loyalty_program',
  'campaign_audience',
  'campaign_day',
  'mail_suppression',
  'order_credit',
  'link_follow',
  'offer_segment',
  'offer',
  'offer_discount',
  'message_delivery',
  'message',
  'enrolment_move',
  'enrolment',
  'campaign_version',
  'campaign',
  'channel_settings',
  'campaign_settings',
  'order_detail',
  'order_fact',
  'product_cost',
  'stage_change',
  'tag_sync',
  'data_request',
  'customer_fact',
  'redacted_customer',
  'shop_model_day',
  'sync_run',
  'shop_rules',
  'shop_session',
  'shop',
] as const;

const FIND_BY_DOMAIN: Statement = {
  name: 'shop_find_by_domain',
  text: 'SELECT * FROM shop WHERE domain = $1',
};
const FIND: Statement = { name: 'shop_find', text: 'SELECT * FROM shop WHERE shop_id = $1' };
const RUNNING: Statement = {
  name: 'shop_running',
  text: `SELECT shop.*,
      GREATEST(
        (SELECT max(started_at) FROM sync_run WHERE sync_run.shop_id = shop.shop_id AND kind = 'backfill'),
        (SELECT max(started_at) FROM sync_run WHERE sync_run.shop_id = shop.shop_id AND kind = 'reconcile')
      ) AS last_read_at,
      (SELECT max(as_of_on) FROM shop_model_day WHERE shop_model_day.shop_id = shop.shop_id) AS last_scored_on
    FROM shop WHERE state IN ('installing', 'active') ORDER BY shop_id`,
};
type RunningRow = ShopRow & { last_read_at: Date | null; last_scored_on: number | null };

// The condition makes the race have one winner: the loser waits, then finds the shop no longer uninstalled.
const INSTALL: Statement = {
  name: 'shop_install',
  text: `INSERT INTO shop (domain, scopes, sees_all_orders, installed_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (domain) DO UPDATE SET state = 'installing', scopes = excluded.scopes,
      sees_all_orders = excluded.sees_all_orders, installed_at = excluded.installed_at, uninstalled_at = NULL
    WHERE shop.state = 'uninstalled'
    RETURNING *`,
};
const SAVE_PROFILE: Statement = {
  name: 'shop_save_profile',
  text: `UPDATE shop SET name = $2, currency = $3, time_zone = $4, scopes = $5, sees_all_orders = $6 WHERE shop_id = $1`,
};
const SET_STATE: Statement = {
  name: 'shop_set_state',
  text: `UPDATE shop SET state = $2, uninstalled_at = CASE WHEN $2 = 'uninstalled' THEN $3::timestamptz END WHERE shop_id = $1`,
};
const UNINSTALL: Statement = {
  name: 'shop_uninstall',
  text: `UPDATE shop SET state = 'uninstalled', uninstalled_at = $2
    WHERE shop_id = $1 AND state <> 'uninstalled' AND installed_at <= $2`,
};
const ERASE = SHOP_TABLES.map((table) => ({
  name: `shop_erase_${table}`,
  text: `DELETE FROM ${table} WHERE shop_id = $1`,
}));

/** The installed stores. */
export function createShopStore(sql: Sql): ShopStore {
  const findByDomain = async (domain: string): Promise<Shop | null> =>
    firstShop(await sql.rows<ShopRow>(FIND_BY_DOMAIN, [domain]));
  return {
    findByDomain,
    find: async (shopId) => firstShop(await sql.rows<ShopRow>(FIND, [shopId])),
    install: async (domain, at, scopes) => {
      const values = [domain, scopes.join(','), seesAllOrders(scopes), at];
      const installed = firstShop(await sql.rows<ShopRow>(INSTALL, values));
      if (installed) return { shop: installed, installed: true };
      const standing = await findByDomain(domain);
      if (!standing) throw new AppError('CONFLICT', 'The shop was erased while it was being installed.');
      return { shop: standing, installed: false };
    },
    saveProfile: async (shop, { name, currency, timeZone, scopes }) => {
      await sql.run(SAVE_PROFILE, [shop, name, currency, timeZone, scopes.join(','), seesAllOrders(scopes)]);
    },
    setState: async (shop, state, at) => {
      await sql.run(SET_STATE, [shop, state, at]);
    },
    uninstall: async (shop, triggeredAt) => (await sql.run(UNINSTALL, [shop, triggeredAt])) > 0,
    listRunning: async () =>
      (await sql.rows<RunningRow>(RUNNING, [])).map((row) => ({
        ...toShop(row),
        lastReadAt: row.last_read_at,
        lastScoredOn: row.last_scored_on,
      })),
    erase: (shop) =>
      sql.atomically(async (tx) => {
        for (const statement of ERASE) await tx.run(statement, [shop]);
      }),
  };
}

function firstShop(rows: readonly ShopRow[]): Shop | null {
  const [row] = rows;
  return row ? toShop(row) : null;
}
