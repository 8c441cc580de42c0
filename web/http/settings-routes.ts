import { Router } from 'express';
import type { Rules as RulesBody } from '../contract/rules.ts';
import {
  type PreviewResponse,
  previewRequestSchema,
  previewResponseSchema,
  removeTagsPath,
  removeTagsRequestSchema,
  type SettingsResponse,
  saveSettingsRequestSchema,
  settingsPath,
  settingsPreviewPath,
  settingsResponseSchema,
  type Thresholds,
} from '../contract/settings.ts';
import type { Rules } from '../domain/rules.ts';
import { getSettings, type SettingsView } from '../use-cases/get-settings.ts';
import { previewRules, type RulesPreview } from '../use-cases/preview-rules.ts';
import { removeTags } from '../use-cases/remove-tags.ts';
import { saveRules } from '../use-cases/save-rules.ts';
import { readCtxOf } from './require-shop.ts';

/** GET and PUT /api/settings, POST /api/settings/preview, POST /api/settings/remove-tags. */
export function settingsRoutes(): Router {
  const router = Router();
  router.get(settingsPath, async (request, response) => {
    const ctx = readCtxOf(request);
    response.json(toSettings(await getSettings(ctx), ctx.shop.currency));
  });
  router.put(settingsPath, async (request, response) => {
    const ctx = readCtxOf(request);
    const { rules, version } = saveSettingsRequestSchema.parse(request.body);
    await saveRules(ctx, { rules: toRules(rules), basedOn: version });
    response.json(toSettings(await getSettings(ctx), ctx.shop.currency));
  });
  router.post(settingsPreviewPath, async (request, response) => {
    const ctx = readCtxOf(request);
    const rules = toRules(previewRequestSchema.parse(request.body).rules);
    response.json(toPreview(await previewRules(ctx, { rules }), rules, ctx.shop.currency));
  });
  router.post(removeTagsPath, async (request, response) => {
    removeTagsRequestSchema.parse(request.body);
    response.json(await removeTags(readCtxOf(request)));
  });
  return router;
}

/** Absent marks are left out; an `undefined` under an exact type would be a mark without a name. */
function toRules(body: RulesBody): Rules {
  const marks = Object.fromEntries(Object.entries(body.tags.marks).filter(([, name]) => name !== undefined));
  return { ...body, tags: { ...body.tags, marks } };
}

function toRulesBody(rules: Rules): RulesBody {
  return {
    ...rules,
    tags: { ...rules.tags, stages: { ...rules.tags.stages }, marks: { ...rules.tags.marks } },
    excludedTags: [...rules.excludedTags],
  };
}

function toSettings(view: SettingsView, currency: string): SettingsResponse {
  const { distributions: d } = view;
  return settingsResponseSchema.parse({
    rules: toRulesBody(view.rules),
    defaults: toRulesBody(view.defaults),
    version: view.version,
    recomputing: view.recomputing,
    customers: view.customers,
    thresholds: toThresholds(view, currency),
    distributions: {
      firstGapDays: [...d.firstGapDays],
      laterGapDays: [...d.laterGapDays],
      occasions: [...d.occasions],
      spentMinor: [...d.spentMinor],
    },
    taggedCustomers: view.taggedCustomers,
  });
}

type Limits = Pick<SettingsView, 'model' | 'measured' | 'rules'>;

function toThresholds({ model, measured, rules }: Limits, currency: string): Thresholds {
  const { lapse, vip } = model;
  return {
    lapse: {
      oneOccasionDays: lapse.oneOccasionDays,
      laterDays: lapse.laterDays,
      source: lapse.source,
      measuredOneOccasionDays: measured?.oneOccasionDays ?? null,
      measuredLaterDays: measured?.laterDays ?? null,
    },
    vip: {
      enterOccasions: Math.max(vip.enterFrequency, rules.vipMinOccasions),
      enterSpent: { amountMinor: vip.enterMonetaryMinor, currency },
      keepOccasions: Math.max(vip.keepFrequency, rules.vipMinOccasions),
      keepSpent: { amountMinor: vip.keepMonetaryMinor, currency },
    },
  };
}

function toPreview(preview: RulesPreview, rules: Rules, currency: string): PreviewResponse {
  return previewResponseSchema.parse({
    customers: preview.customers,
    moving: preview.moving,
    moves: [...preview.moves],
    tagChanges: preview.tagChanges,
    thresholds: toThresholds({ ...preview, rules }, currency),
  });
}
