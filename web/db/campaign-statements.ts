import type { Statement } from './sql.ts';

export const LIST: Statement = {
  name: 'campaign_list',
  text: 'SELECT * FROM campaign WHERE shop_id = $1 ORDER BY campaign_id',
};

export const FIND: Statement = {
  name: 'campaign_find',
  text: 'SELECT * FROM campaign WHERE shop_id = $1 AND campaign_id = $2',
};

export const CREATE: Statement = {
  name: 'campaign_create',
  text: `INSERT INTO campaign (shop_id, kind, name, state, draft, created_at, updated_at)
    VALUES ($1, $2, $3, 'draft', $4, $5, $5) RETURNING *`,
};

/** $6 the `updated_at` the change builds on. It always moves on, so that of two saves in one millisecond the second is told. */
export const SAVE_DRAFT: Statement = {
  name: 'campaign_save_draft',
  text: `UPDATE campaign SET kind = $3, name = $4, draft = $5,
      updated_at = greatest($7::timestamptz, updated_at + interval '1 millisecond')
    WHERE shop_id = $1 AND campaign_id = $2 AND updated_at = $6`,
};

/** Drafts only: what was launched has people, orders and results behind it. */
export const REMOVE: Statement = {
  name: 'campaign_remove',
  text: `DELETE FROM campaign WHERE shop_id = $1 AND campaign_id = $2 AND version = 0`,
};

export const LAUNCH: Statement = {
  name: 'campaign_launch',
  text: `WITH launched AS (
      UPDATE campaign SET version = version + 1, state = 'running', stop_reason = NULL, ended_at = NULL,
        launched_at = coalesce(launched_at, $6), updated_at = greatest($6::timestamptz, updated_at + interval '1 millisecond')
      WHERE shop_id = $1 AND campaign_id = $2 RETURNING *
    )
    INSERT INTO campaign_version (shop_id, campaign_id, version, terms, share_bps, window_days, cap_minor, launched_at)
    SELECT shop_id, campaign_id, version, draft, $3, $4, $5, $6 FROM launched RETURNING *`,
};

export const SET_STATE: Statement = {
  name: 'campaign_set_state',
  text: `UPDATE campaign SET state = $4, stop_reason = $5,
      ended_at = CASE WHEN $4 IN ('ended', 'stopped') THEN $6::timestamptz END,
      updated_at = greatest($6::timestamptz, updated_at + interval '1 millisecond')
    WHERE shop_id = $1 AND campaign_id = $2 AND state = ANY ($3::text[])`,
};

/** Progress of ours, no change of the merchant's: `updated_at` stays. */
export const ENROLLED_THROUGH: Statement = {
  name: 'campaign_enrolled_through',
  text: 'UPDATE campaign SET enrolled_through_on = $3 WHERE shop_id = $1 AND campaign_id = $2',
};

export const VERSION: Statement = {
  name: 'campaign_version',
  text: 'SELECT * FROM campaign_version WHERE shop_id = $1 AND campaign_id = $2 AND version = $3',
};

export const VERSIONS: Statement = {
  name: 'campaign_versions',
  text: 'SELECT * FROM campaign_version WHERE shop_id = $1 AND campaign_id = $2 ORDER BY version',
};

export const SETTINGS: Statement = {
  name: 'campaign_settings',
  text: 'SELECT version, settings FROM campaign_settings WHERE shop_id = $1',
};

// Of two that build on the same version the second finds the row moved on.
export const SAVE_SETTINGS: Statement = {
  name: 'campaign_save_settings',
  text: `INSERT INTO campaign_settings AS s (shop_id, version, settings, saved_at)
    SELECT $1, $2::int + 1, $3::jsonb, $4
    WHERE $2::int = 0 OR EXISTS (SELECT FROM campaign_settings WHERE shop_id = $1 AND version = $2::int)
    ON CONFLICT (shop_id) DO UPDATE SET version = excluded.version, settings = excluded.settings, saved_at = excluded.saved_at
    WHERE s.version = $2::int RETURNING version`,
};
