import type { Server } from 'node:http';
import { afterAll } from 'vitest';
import { presetOf } from '../../web/domain/campaigns/kinds.ts';
import { campaignRoutes } from '../../web/http/campaign-routes.ts';
import { campaignTrialRoutes } from '../../web/http/campaign-trial-routes.ts';
import { channelRoutes } from '../../web/http/channel-routes.ts';
import { homeRoutes } from '../../web/http/home-routes.ts';
import { resultRoutes } from '../../web/http/result-routes.ts';
import type { AppCtx } from '../../web/use-cases/ports.ts';
import { type Api, CampaignOutside, campaignCtx, serveRouters } from './campaign-shop.ts';
import { newPipelines } from './open-pipeline.ts';
import type { Pipeline } from './pipeline.ts';

const DAY_MS = 86_400_000;
/** The second-purchase preset, shown in the shop only, so that no mail server is needed. */
export const TERMS = {
  ...presetOf('second_purchase'),
  channels: { email: false, on_site: true, flow: false, webhook: false },
};
/** A mail server as Settings sends it. */
export const EMAIL = {
  host: 'smtp.example.com',
  port: 587,
  security: 'starttls',
  user: 'mailer',
  fromName: 'Trà & Co',
  fromAddress: 'hello@tra.example',
  replyTo: 'help@tra.example',
  postalAddress: '1 Lê Lợi, Huế',
  dkimSelector: null,
  logoUrl: null,
  colour: '#336699',
  returnMailbox: null,
} as const;

export type ScreenShop = {
  pipeline: Pipeline;
  outside: CampaignOutside;
  api: Api;
  /** Where the same is served, for answers that are no JSON. */
  url: string;
  ctx(): Promise<AppCtx>;
};

/** Shops of a Thai merchant with the screens of campaigns served over HTTP; closed after the file. */
export function screenShops(kind: 'pglite' | 'postgres' = 'pglite') {
  const newPipeline = newPipelines(kind);
  const servers: Server[] = [];
  afterAll(() => {
    for (const server of servers) server.close();
  });
  /** One customer each, with one order of so many days ago, fulfilled at once. */
  return async (daysAgo: readonly number[]): Promise<ScreenShop> => {
    const pipeline = newPipeline({ timeZone: 'Asia/Bangkok', currency: 'THB' });
    const { fake } = pipeline;
    const now = pipeline.clock.now();
    for (const days of daysAgo) {
      const at = new Date(now.getTime() - days * DAY_MS);
      const customerId = fake.addCustomer({ country: 'TH', locale: 'th' });
      fake.placeOrder(customerId, { totalMinor: 100_000, processedAt: at, createdAt: at, fulfilledAt: at });
    }
    await pipeline.start();
    const outside = new CampaignOutside();
    const ctx = () => campaignCtx(pipeline, outside);
    const routers = [campaignRoutes(), campaignTrialRoutes(), channelRoutes(), resultRoutes(), homeRoutes()];
    const { api, url, server } = await serveRouters(ctx, routers);
    servers.push(server);
    return { pipeline, outside, api, url, ctx };
  };
}
