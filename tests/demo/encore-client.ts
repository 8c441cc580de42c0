import { z } from 'zod';
import type { CampaignTerms } from '../../web/contract/campaign-terms.ts';
import {
  type CampaignResponse,
  type CampaignsResponse,
  campaignResponseSchema,
  campaignsPath,
  campaignsResponseSchema,
  launchPath,
} from '../../web/contract/campaigns.ts';
import {
  type CampaignSettings,
  campaignSettingsPath,
  channelsPath,
  channelsResponseSchema,
  type EmailSettings,
  emailChannelPath,
} from '../../web/contract/channels.ts';
import { type HomeResponse, homePath, homeResponseSchema } from '../../web/contract/home.ts';
import {
  type LiabilityResponse,
  liabilityPath,
  liabilityResponseSchema,
  type ProgramResponse,
  type ProgramTerms,
  programPath,
  programResponseSchema,
} from '../../web/contract/loyalty.ts';
import { membersCsvPath } from '../../web/contract/members.ts';
import { type ResultsResponse, resultsPath, resultsResponseSchema } from '../../web/contract/results.ts';
import { settingsPath, settingsResponseSchema } from '../../web/contract/settings.ts';
import { syncPath, syncProgressSchema } from '../../web/contract/sync.ts';
import type { LocalShop } from './local-shop.ts';

/** Encore's API as the merchant's browser uses it: one fresh session token a call. */
export type EncoreClient = {
  home(): Promise<HomeResponse>;
  sync(): Promise<z.infer<typeof syncProgressSchema>>;
  settings(): Promise<z.infer<typeof settingsResponseSchema>>;
  /** Saves the present rules once more, which decides about every customer anew. */
  recompute(): Promise<void>;
  /** Saves how mail leaves. */
  saveEmail(settings: EmailSettings, password: string): Promise<void>;
  /** Saves what holds over all campaigns; what is not given stays. */
  saveCampaignSettings(changes: Partial<CampaignSettings>): Promise<void>;
  campaigns(): Promise<CampaignsResponse>;
  /** Makes a campaign of these terms and launches it. */
  launch(terms: CampaignTerms): Promise<CampaignResponse>;
  results(): Promise<ResultsResponse>;
  program(): Promise<ProgramResponse>;
  /** Saves the loyalty program as its next version: what stands or the shop's defaults, but for `changes`. */
  saveProgram(changes: Partial<ProgramTerms>): Promise<ProgramResponse>;
  liability(): Promise<LiabilityResponse>;
  /** Every member, as the merchant downloads them. */
  membersCsv(): Promise<string>;
};

export function connectEncore(encoreUrl: string, shop: LocalShop): EncoreClient {
  async function ask(method: string, path: string, body?: unknown): Promise<string> {
    const response = await fetch(encoreUrl + path, {
      method,
      headers: { authorization: `Bearer ${await shop.idToken()}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text;
  }
  const call = async <S extends z.ZodType>(
    method: string,
    path: string,
    schema: S,
    body?: unknown,
  ): Promise<z.infer<S>> => schema.parse(JSON.parse(await ask(method, path, body)));
  const settings = () => call('GET', settingsPath, settingsResponseSchema);
  return {
    home: () => call('GET', homePath, homeResponseSchema),
    sync: () => call('GET', syncPath, syncProgressSchema),
    settings,
    async recompute() {
      const { rules, version } = await settings();
      await call('PUT', settingsPath, z.unknown(), { rules, version });
    },
    async saveEmail(email, password) {
      await call('PUT', emailChannelPath, z.unknown(), { settings: email, password });
    },
    async saveCampaignSettings(changes) {
      const channels = await call('GET', channelsPath, channelsResponseSchema);
      const changed = { ...channels.settings, ...changes };
      await call('PUT', campaignSettingsPath, z.unknown(), { settings: changed, version: channels.version });
    },
    campaigns: () => call('GET', campaignsPath, campaignsResponseSchema),
    async launch(terms) {
      const { campaignId, updatedAt } = await call('POST', campaignsPath, campaignResponseSchema, { terms });
      const path = launchPath.replace(':campaignId', String(campaignId));
      return call('POST', path, campaignResponseSchema, { updatedAt });
    },
    results: () => call('GET', resultsPath, resultsResponseSchema),
    program: () => call('GET', programPath, programResponseSchema),
    async saveProgram(changes) {
      const { terms, version } = await call('GET', programPath, programResponseSchema);
      const body = { terms: { ...terms, ...changes }, basedOn: version };
      return call('PUT', programPath, programResponseSchema, body);
    },
    liability: () => call('GET', liabilityPath, liabilityResponseSchema),
    membersCsv: () => ask('GET', membersCsvPath),
  };
}
