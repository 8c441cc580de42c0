import { type Request, type Response, Router } from 'express';
import type { ShopId } from '../domain/shared/ids.ts';
import { followLink, type Visitor } from '../use-cases/follow-link.ts';
import type { CampaignCtx, Links } from '../use-cases/ports.ts';
import { languageOfMessage, unsubscribe } from '../use-cases/unsubscribe.ts';
import { FOLLOW_PATH, UNSUBSCRIBE_PATH } from './links.ts';
import { brokenLinkPage, unsubscribedPage, unsubscribePage } from './unsubscribe-page.ts';

/** What the addresses in messages need. `shopOf`: what may be done for a shop by somebody without a session; null = there is none. */
export type LinkDoor = {
  open: Links['open'];
  shopOf(shopId: ShopId): Promise<Pick<CampaignCtx, 'shop' | 'store' | 'clock'> | null>;
  /** Where a browser finds a page of a shop. */
  addressOf(url: string): string;
};

/**
 * GET /l/:token leads to the shop; GET /u/:token asks, POST /u/:token unsubscribes at once (RFC 8058: no session, no redirect,
 * no question). Whoever holds the token may; it is signed and names nobody.
 */
export function linkRoutes(door: LinkDoor): Router {
  const router = Router();
  const opened = async (token: string, purpose: 'follow' | 'unsubscribe') => {
    const link = door.open(token);
    const ctx = link?.purpose === purpose ? await door.shopOf(link.shopId) : null;
    return link && ctx ? { ctx, messageId: link.messageId } : null;
  };
  router.get(FOLLOW_PATH, async (request, response) => {
    const link = await opened(request.params.token, 'follow');
    const visitor = visitorOf(request);
    const target = link && (await followLink(link.ctx, { messageId: link.messageId, visitor }));
    if (!target) return broken(response);
    keepPrivate(response);
    response.redirect(302, door.addressOf(target));
  });
  router.get(UNSUBSCRIBE_PATH, async (request, response) => {
    const link = await opened(request.params.token, 'unsubscribe');
    const language = link && (await languageOfMessage(link.ctx, link.messageId));
    if (!language) return broken(response);
    keepPrivate(response);
    response.type('html').send(unsubscribePage(language));
  });
  router.post(UNSUBSCRIBE_PATH, async (request, response) => {
    const link = await opened(request.params.token, 'unsubscribe');
    const language = link && (await languageOfMessage(link.ctx, link.messageId));
    if (!link || !language || !(await unsubscribe(link.ctx, link.messageId))) return broken(response);
    keepPrivate(response);
    response.type('html').send(unsubscribedPage(language));
  });
  return router;
}

/**
 * A HEAD asks only where a link leads, and a browser that loads ahead says so (Fetch standard, `Sec-Purpose`; older ones `Purpose` or
 * `X-Moz`). Every browser calls itself Mozilla; programs that pretend to be one cannot be told.
 */
function visitorOf(request: Request): Visitor {
  const ahead = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].some((name) =>
    /\b(?:prefetch|prerender|preview)\b/i.test(request.get(name) ?? ''),
  );
  if (request.method !== 'GET' || ahead) return 'lookahead';
  return /\bMozilla\//.test(request.get('user-agent') ?? '') ? 'browser' : 'program';
}

function broken(response: Response): void {
  keepPrivate(response);
  response.status(404).type('html').send(brokenLinkPage());
}

/** Nobody keeps, frames or passes on what stands behind a personal link. */
function keepPrivate(response: Response): void {
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
  );
}
