import { type Request, type Response, Router } from 'express';
import {
  campaignActionPath,
  campaignActionRequestSchema,
  campaignParamsSchema,
  campaignPath,
  campaignResponseSchema,
  campaignsPath,
  campaignsResponseSchema,
  createCampaignRequestSchema,
  launchPath,
  launchRequestSchema,
  saveCampaignRequestSchema,
} from '../contract/campaigns.ts';
import { changeCampaign } from '../use-cases/change-campaign.ts';
import { createCampaign } from '../use-cases/create-campaign.ts';
import { getCampaign } from '../use-cases/get-campaign.ts';
import { launchCampaign } from '../use-cases/launch-campaign.ts';
import { listCampaigns } from '../use-cases/list-campaigns.ts';
import { removeCampaign } from '../use-cases/remove-campaign.ts';
import { saveCampaign } from '../use-cases/save-campaign.ts';
import { toCampaign, toCampaigns } from './campaign-body.ts';
import { toTerms } from './campaign-terms-body.ts';
import { readCtxOf } from './require-shop.ts';

/** /api/campaigns: list, create, one to read, save, remove, launch, pause, resume and end. */
export function campaignRoutes(): Router {
  const router = Router();
  router.get(campaignsPath, async (request, response) => {
    response.json(campaignsResponseSchema.parse(toCampaigns(await listCampaigns(readCtxOf(request)))));
  });
  router.post(campaignsPath, async (request, response) => {
    const { terms } = createCampaignRequestSchema.parse(request.body);
    const { campaignId } = await createCampaign(readCtxOf(request), toTerms(terms));
    await answer(request, response, campaignId);
  });
  router.get(campaignPath, (request, response) => answer(request, response, idOf(request)));
  router.put(campaignPath, async (request, response) => {
    const campaignId = await heldCampaign(request);
    const { terms, updatedAt } = saveCampaignRequestSchema.parse(request.body);
    const input = { campaignId, terms: toTerms(terms), basedOn: new Date(updatedAt) };
    await saveCampaign(readCtxOf(request), input);
    await answer(request, response, campaignId);
  });
  router.delete(campaignPath, async (request, response) => {
    await removeCampaign(readCtxOf(request), idOf(request));
    response.json({});
  });
  router.post(launchPath, async (request, response) => {
    const campaignId = await heldCampaign(request);
    const { updatedAt } = launchRequestSchema.parse(request.body);
    await launchCampaign(readCtxOf(request), { campaignId, basedOn: new Date(updatedAt) });
    await answer(request, response, campaignId);
  });
  router.post(campaignActionPath, async (request, response) => {
    const campaignId = await heldCampaign(request);
    const { action } = campaignActionRequestSchema.parse(request.body);
    await changeCampaign(readCtxOf(request), { campaignId, action });
    await answer(request, response, campaignId);
  });
  return router;
}

function idOf(request: Request): number {
  return campaignParamsSchema.parse(request.params).campaignId;
}

/** The number asked for, before its body is read. Throws NOT_FOUND where this shop holds no such campaign. */
async function heldCampaign(request: Request): Promise<number> {
  const campaignId = idOf(request);
  await getCampaign(readCtxOf(request), campaignId);
  return campaignId;
}

async function answer(request: Request, response: Response, campaignId: number): Promise<void> {
  const ctx = readCtxOf(request);
  const view = await getCampaign(ctx, campaignId);
  response.json(campaignResponseSchema.parse(toCampaign(view, ctx.shop.currency)));
}
