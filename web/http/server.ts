import express, { type Express, type NextFunction, type Request, type Response, type Router } from 'express';
import { AppError } from '../domain/shared/errors.ts';
import type { Log } from '../use-cases/ports.ts';
import { type AdminPageOptions, adminPage } from './admin-page.ts';
import { errorMiddleware } from './error-map.ts';
import { type OpenShop, requireShop } from './require-shop.ts';
import { type WebhookDoor, webhookRoutes } from './webhook-routes.ts';

export type ServerOptions = {
  door: WebhookDoor;
  openShop: OpenShop;
  /** Routers of full paths that begin with /api, each behind a checked session token. */
  api: readonly Router[];
  adminPage: AdminPageOptions;
  /** Resolves when the database answers. */
  healthy(): Promise<void>;
  /** Whether an error only means that the database cannot be reached. */
  isAway(error: unknown): boolean;
  log: Log;
};

/** The express app: webhook door first (it needs the raw body), then health, API, and the admin's document for the rest. */
export function createServer(options: ServerOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(webhookRoutes(options.door));
  app.get('/healthz', async (_request, response) => {
    await options.healthy();
    response.json({ ok: true });
  });
  app.use('/api', noStore, requireShop(options.openShop), express.json({ limit: '1mb' }));
  for (const router of options.api) app.use(router);
  app.use('/api', (request) => {
    throw new AppError('NOT_FOUND', `there is no ${request.method} ${request.originalUrl.split('?')[0]}`);
  });
  app.use(adminPage(options.adminPage));
  app.use(errorMiddleware(options.log, options.isAway));
  return app;
}

function noStore(_request: Request, response: Response, next: NextFunction): void {
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  next();
}
