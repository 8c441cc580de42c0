import { randomBytes } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import {
  campaignSettingsPath,
  channelsPath,
  channelsResponseSchema,
  emailChannelPath,
  emailCheckPath,
  emailCheckSchema,
  pauseEverythingPath,
  pauseEverythingRequestSchema,
  saveCampaignSettingsRequestSchema,
  saveEmailRequestSchema,
  saveWebhookRequestSchema,
  webhookChannelPath,
} from '../contract/channels.ts';
import { checkEmailChannel } from '../use-cases/check-email-channel.ts';
import { getChannels } from '../use-cases/get-channels.ts';
import { pauseEverything, saveCampaignSettings } from '../use-cases/save-campaign-settings.ts';
import { saveEmailChannel } from '../use-cases/save-email-channel.ts';
import { saveWebhookChannel } from '../use-cases/save-webhook-channel.ts';
import { toChannels, toCheckBody, toEmailInput, toSettings } from './channels-body.ts';
import { readCtxOf } from './require-shop.ts';

const SECRET_BYTES = 32;

/** /api/channels: how messages leave, and what holds over all campaigns. Every change answers the whole anew. */
export function channelRoutes(): Router {
  const router = Router();
  router.get(channelsPath, (request, response) => answer(request, response));
  router.put(emailChannelPath, async (request, response) => {
    const { settings, password, returnPassword } = saveEmailRequestSchema.parse(request.body);
    const input = { settings: toEmailInput(settings), password, returnPassword };
    await saveEmailChannel(readCtxOf(request), input);
    await answer(request, response);
  });
  router.post(emailCheckPath, async (request, response) => {
    response.json(emailCheckSchema.parse(toCheckBody(await checkEmailChannel(readCtxOf(request)))));
  });
  router.put(webhookChannelPath, async (request, response) => {
    const { settings, newSecret } = saveWebhookRequestSchema.parse(request.body);
    const drawSecret = () => randomBytes(SECRET_BYTES).toString('base64url');
    const input = { url: settings.url, newSecret, drawSecret };
    await answer(request, response, await saveWebhookChannel(readCtxOf(request), input));
  });
  router.delete(webhookChannelPath, async (request, response) => {
    const { store, shop } = readCtxOf(request);
    await store.channels.remove(shop.shopId, 'webhook');
    await answer(request, response);
  });
  router.put(campaignSettingsPath, async (request, response) => {
    const { settings, version } = saveCampaignSettingsRequestSchema.parse(request.body);
    await saveCampaignSettings(readCtxOf(request), { settings: toSettings(settings), basedOn: version });
    await answer(request, response);
  });
  router.post(pauseEverythingPath, async (request, response) => {
    await pauseEverything(readCtxOf(request), pauseEverythingRequestSchema.parse(request.body));
    await answer(request, response);
  });
  return router;
}

async function answer(request: Request, response: Response, secret: string | null = null): Promise<void> {
  response.json(channelsResponseSchema.parse(toChannels(await getChannels(readCtxOf(request)), secret)));
}
