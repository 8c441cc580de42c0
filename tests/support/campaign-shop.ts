import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Router } from 'express';
import { createKeyedDraws } from '../../web/db/keyed-draws.ts';
import { createStore } from '../../web/db/store.ts';
import { createTokenCipher } from '../../web/db/token-cipher.ts';
import type { CustomerId } from '../../web/domain/shared/ids.ts';
import { errorMiddleware } from '../../web/http/error-map.ts';
import { createLinks } from '../../web/http/links.ts';
import { requireShop } from '../../web/http/require-shop.ts';
import { mailWriter } from '../../web/mail/render-mail.ts';
import type {
  AppCtx,
  MailCheck,
  MailOutcome,
  MailSettings,
  OutgoingMail,
  ShopifyOffers,
} from '../../web/use-cases/ports.ts';
import { FakeRewards } from './fake-rewards.ts';
import type { Pipeline } from './pipeline.ts';

export const LINK_KEY = 'test link key';
export const APP_URL = 'https://encore.example.com';

/** What screens of campaigns meet outside: Shopify's discounts, mail servers, links; each noted. */
export class CampaignOutside {
  /** Titles by product id: what the shop sells. */
  readonly products = new Map<string, string>();
  readonly mails: { settings: MailSettings; mail: OutgoingMail }[] = [];
  readonly unsubscribed: CustomerId[] = [];
  readonly ends: { gid: string; endsAt: Date }[] = [];
  readonly rewards = new FakeRewards(() => new Date());
  goneDiscounts = new Set<string>();
  mailOutcome: MailOutcome = { outcome: 'sent', serverMessageId: null };
  mailCheck: MailCheck = { outcome: 'ready' };

  offers(): ShopifyOffers {
    const never = () => Promise.reject(new Error('not asked for by screens'));
    return {
      createDiscount: never,
      setDiscountEnd: async (gid, _terms, endsAt) => {
        if (this.goneDiscounts.has(gid)) return 'gone';
        this.ends.push({ gid, endsAt });
        return 'done';
      },
      deleteDiscount: never,
      addCodes: never,
      codeCreations: never,
      discountOfCode: never,
      codesHeld: never,
      removeCodes: never,
      ensureSegment: never,
      segmentHolds: never,
      fetchRecipients: never,
      productTitles: async (ids) =>
        new Map(
          ids.flatMap((id) => {
            const title = this.products.get(id);
            return title === undefined ? [] : [[id, title] as const];
          }),
        ),
      triggerFlow: never,
      unsubscribeEmail: async (customerId) => {
        this.unsubscribed.push(customerId);
        return 'done';
      },
      reportActivity: never,
      reportSends: never,
    };
  }

  mailer(): AppCtx['mailer'] {
    return {
      send: async (settings, mail) => {
        this.mails.push({ settings, mail });
        return this.mailOutcome;
      },
      verify: async () => this.mailCheck,
      checkDomain: async (from) => ({
        domain: from.slice(from.indexOf('@') + 1),
        spf: 'found',
        dkim: 'unknown',
        dmarc: 'missing',
      }),
    };
  }
}

/** What a request of this shop gets, on the pipeline's store and clock. */
export async function campaignCtx(pipeline: Pipeline, outside: CampaignOutside): Promise<AppCtx> {
  const { pool, queue } = pipeline;
  const cipher = createTokenCipher([Buffer.alloc(32, 7)]);
  return {
    ...(await pipeline.readCtx()),
    store: createStore({ pool, redactionKey: 'test key', enqueueIn: queue.enqueueIn, cipher }),
    offers: outside.offers(),
    rewards: outside.rewards.port(),
    draws: createKeyedDraws('test draws key'),
    links: createLinks(APP_URL, LINK_KEY),
    mailer: outside.mailer(),
    writer: mailWriter,
    poster: { post: async () => ({ outcome: 'sent' }) },
    returnMailbox: { read: async () => ({ outcome: 'read', mails: 0, reports: 0 }) },
    pause: async () => undefined,
  };
}

export type Api = (
  method: string,
  path: string,
  body?: unknown,
) => Promise<{ status: number; body: Record<string, unknown> }>;

/** Routers of one shop behind the session check, open to whoever asks. Close the server after the test. */
export async function serveRouters(
  ctxOf: () => Promise<AppCtx>,
  routers: readonly Router[],
  open: readonly Router[] = [],
): Promise<{ api: Api; url: string; server: Server }> {
  const app = express();
  for (const router of open) app.use(router);
  app.use('/api', requireShop(ctxOf), express.json({ limit: '1mb' }));
  for (const router of routers) app.use(router);
  app.use(errorMiddleware((await ctxOf()).log, () => false));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const headers = { authorization: 'Bearer anybody', 'content-type': 'application/json' };
  const api: Api = async (method, path, body) => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(url + path, { method, headers, ...sent });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? {} : JSON.parse(text) };
  };
  return { api, url, server };
}
