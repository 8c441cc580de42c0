import type { CampaignTerms } from '../domain/campaigns/campaign.ts';
import { type CampaignSettings, DEFAULT_CAMPAIGN_SETTINGS } from '../domain/campaigns/settings.ts';
import { AppError } from '../domain/shared/errors.ts';
import type { Campaign, CampaignStore, CampaignVersion } from '../use-cases/campaign-port.ts';
import { readTypicalOrder } from './campaign-audience-store.ts';
import * as statement from './campaign-statements.ts';
import { campaignWork } from './campaign-work.ts';
import type { Sql } from './sql.ts';

type CampaignRow = {
  campaign_id: number;
  state: Campaign['state'];
  stop_reason: Campaign['stopReason'];
  version: number;
  draft: CampaignTerms;
  enrolled_through_on: number | null;
  created_at: Date;
  launched_at: Date | null;
  ended_at: Date | null;
  updated_at: Date;
};
type VersionRow = {
  campaign_id: number;
  version: number;
  terms: CampaignTerms;
  share_bps: number;
  window_days: number;
  cap_minor: string | null;
  launched_at: Date;
};
type SettingsRow = { version: number; settings: Partial<CampaignSettings> };

/** Campaigns of a shop, what was launched of them, and what holds over all of them. */
export function createCampaignStore(sql: Sql): CampaignStore {
  const find = async (shop: Parameters<CampaignStore['find']>[0], campaignId: number) => {
    const [row] = await sql.rows<CampaignRow>(statement.FIND, [shop, campaignId]);
    return row ? toCampaign(row) : null;
  };
  return {
    work: (shop, now) => campaignWork(sql, shop, now),
    list: async (shop) => (await sql.rows<CampaignRow>(statement.LIST, [shop])).map(toCampaign),
    find,
    create: async (shop, draft, at) => {
      const values = [shop, draft.kind, draft.name, draft, at];
      const [row] = await sql.rows<CampaignRow>(statement.CREATE, values);
      if (!row) throw new AppError('INTERNAL', 'a new campaign got no row');
      return toCampaign(row);
    },
    saveDraft: async (shop, campaignId, draft, basedOn, at) => {
      const values = [shop, campaignId, draft.kind, draft.name, draft, basedOn, at];
      if ((await sql.run(statement.SAVE_DRAFT, values)) > 0) return;
      if (!(await find(shop, campaignId))) throw noCampaign(campaignId);
      throw new AppError(
        'CONFLICT',
        'The campaign was changed meanwhile. Load it again and repeat your change.',
      );
    },
    remove: async (shop, campaignId) => {
      await sql.run(statement.REMOVE, [shop, campaignId]);
    },
    launch: async (shop, campaignId, { shareBps, windowDays, capMinor }, at) => {
      const values = [shop, campaignId, shareBps, windowDays, capMinor, at];
      const [row] = await sql.rows<VersionRow>(statement.LAUNCH, values);
      if (!row) throw noCampaign(campaignId);
      return toVersion(row);
    },
    setState: async (shop, campaignId, { from, to, reason }, at) =>
      (await sql.run(statement.SET_STATE, [shop, campaignId, from, to, reason, at])) > 0,
    enrolledThrough: async (shop, campaignId, on) => {
      await sql.run(statement.ENROLLED_THROUGH, [shop, campaignId, on]);
    },
    version: async (shop, campaignId, version) => {
      const [row] = await sql.rows<VersionRow>(statement.VERSION, [shop, campaignId, version]);
      return row ? toVersion(row) : null;
    },
    versions: async (shop, campaignId) =>
      (await sql.rows<VersionRow>(statement.VERSIONS, [shop, campaignId])).map(toVersion),
    typicalOrder: (shop) => readTypicalOrder(sql, shop),
    settings: async (shop) => {
      const [row] = await sql.rows<SettingsRow>(statement.SETTINGS, [shop]);
      return row
        ? { version: row.version, settings: complete(row.settings) }
        : { version: 0, settings: DEFAULT_CAMPAIGN_SETTINGS };
    },
    saveSettings: async (shop, settings, basedOn, at) => {
      const [row] = await sql.rows<{ version: number }>(statement.SAVE_SETTINGS, [
        shop,
        basedOn,
        settings,
        at,
      ]);
      if (row) return row.version;
      throw new AppError(
        'CONFLICT',
        'The settings were changed meanwhile. Load them again and repeat your change.',
      );
    },
  };
}

function noCampaign(campaignId: number): AppError {
  return new AppError('NOT_FOUND', `there is no campaign ${campaignId}`);
}

/** Settings saved before a field existed take its default. */
function complete(saved: Partial<CampaignSettings>): CampaignSettings {
  const defaults = DEFAULT_CAMPAIGN_SETTINGS;
  return {
    ...defaults,
    ...saved,
    caps: { ...defaults.caps, ...saved.caps },
    quietHours: { ...defaults.quietHours, ...saved.quietHours },
    comparisonGroup: { ...defaults.comparisonGroup, ...saved.comparisonGroup },
    margin: { ...defaults.margin, ...saved.margin },
  };
}

function toCampaign(row: CampaignRow): Campaign {
  return {
    campaignId: row.campaign_id,
    state: row.state,
    stopReason: row.stop_reason,
    version: row.version,
    draft: row.draft,
    enrolledThroughOn: row.enrolled_through_on,
    createdAt: row.created_at,
    launchedAt: row.launched_at,
    endedAt: row.ended_at,
    updatedAt: row.updated_at,
  };
}

function toVersion(row: VersionRow): CampaignVersion {
  return {
    campaignId: row.campaign_id,
    version: row.version,
    terms: row.terms,
    shareBps: row.share_bps,
    windowDays: row.window_days,
    capMinor: row.cap_minor === null ? null : Number(row.cap_minor),
    launchedAt: row.launched_at,
  };
}
