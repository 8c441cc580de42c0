import { Router } from 'express';
import {
  campaignParamsSchema,
  dryRunPath,
  dryRunRequestSchema,
  dryRunResponseSchema,
  mailPreviewPath,
  mailPreviewRequestSchema,
  mailPreviewResponseSchema,
  outlookPath,
  outlookResponseSchema,
  sendOnePath,
  sendOneRequestSchema,
  sendOneResponseSchema,
  termsRequestSchema,
  testSendPath,
  testSendRequestSchema,
  testSendResponseSchema,
} from '../contract/campaigns.ts';
import type { CustomerId } from '../domain/shared/ids.ts';
import { dryRun } from '../use-cases/dry-run.ts';
import { getCampaign } from '../use-cases/get-campaign.ts';
import { getOutlook } from '../use-cases/get-outlook.ts';
import { previewMail } from '../use-cases/preview-mail.ts';
import { sendOne } from '../use-cases/send-one.ts';
import { sendTestMail } from '../use-cases/send-test-mail.ts';
import { toTerms } from './campaign-terms-body.ts';
import { toDryRun, toOutlook } from './campaign-trial-body.ts';
import { fromCursor, toCursor } from './cursor.ts';
import { readCtxOf } from './require-shop.ts';

/** What a campaign would do, before it does it: outlook, dry run, preview, test mail; and one step to one customer. */
export function campaignTrialRoutes(): Router {
  const router = Router();
  router.post(outlookPath, async (request, response) => {
    const ctx = readCtxOf(request);
    const { terms, campaignId } = termsRequestSchema.parse(request.body);
    const view = await getOutlook(ctx, { terms: toTerms(terms), campaignId: campaignId ?? null });
    response.json(outlookResponseSchema.parse(toOutlook(view, ctx.shop.currency)));
  });
  router.post(dryRunPath, async (request, response) => {
    const ctx = readCtxOf(request);
    const { terms, campaignId, cursor, limit } = dryRunRequestSchema.parse(request.body);
    const offset = cursor === undefined ? 0 : Math.max(0, fromCursor(cursor, isOffset).value);
    const asked = { terms: toTerms(terms), campaignId: campaignId ?? null, offset, limit };
    const found = await dryRun(ctx, asked);
    const nextCursor = found.nextOffset === null ? null : toCursor(found.nextOffset, OFFSET);
    response.json(dryRunResponseSchema.parse({ ...toDryRun(found, ctx.shop.currency), nextCursor }));
  });
  router.post(mailPreviewPath, async (request, response) => {
    const { terms, ...look } = mailPreviewRequestSchema.parse(request.body);
    const mail = await previewMail(readCtxOf(request), { terms: toTerms(terms), ...look });
    response.json(mailPreviewResponseSchema.parse(mail));
  });
  router.post(testSendPath, async (request, response) => {
    const { terms, ...look } = testSendRequestSchema.parse(request.body);
    const sent = await sendTestMail(readCtxOf(request), { terms: toTerms(terms), ...look });
    response.json(testSendResponseSchema.parse(sent));
  });
  router.post(sendOnePath, async (request, response) => {
    const ctx = readCtxOf(request);
    const { campaignId } = campaignParamsSchema.parse(request.params);
    await getCampaign(ctx, campaignId);
    const { customerId } = sendOneRequestSchema.parse(request.body);
    const sent = await sendOne(ctx, { campaignId, customerId: customerId as CustomerId });
    response.json(sendOneResponseSchema.parse(sent));
  });
  return router;
}

/** A dry run's rows are made anew for each page, so its place is a count. */
const OFFSET = 'rows';

function isOffset(id: string): boolean {
  return id === OFFSET;
}
