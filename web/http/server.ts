import type { RequestListener } from 'node:http';
import express, { type Express, type NextFunction, type Request, type Response, type Router } from 'express';
import { AppError } from '../domain/shared/errors.ts';
import type { Log } from '../use-cases/ports.ts';
import { type AdminPageOptions, adminPage } from './admin-page.ts';
import { errorAnswerer, errorMiddleware } from './error-map.ts';
import { type OpenShop, requireShop } from './require-shop.ts';
import { isDelivery, receiveDelivery, type WebhookDoor } from './webhook-routes.ts';

export type ServerOptions = {
  door: WebhookDoor;
  openShop: OpenShop;
  /** Routers of full paths that begin with /api, each behind a checked session token. */
  api: readonly Router[];
  /** Routers that anybody may call: the links in messages. */
  open?: readonly Router[];
  adminPage: AdminPageOptions;
  /** Resolves when the database answers. */
  healthy(): Promise<void>;
  /** Whether an error only means that the database cannot be reached. */
  isAway(error: unknown): boolean;
  log: Log;
};

/** What listens: `listener` serves all, `app` is the part of it that express routes. */
export type Served = { listener: RequestListener; app: Express };

/** The webhook door, and express behind it for the rest. */
export function createServer(options: ServerOptions): Served {
  const { door, log, isAway } = options;
  const app = createExpress(options);
  const answerError = errorAnswerer(log, isAway);
  const listener: RequestListener = (request, response) => {
    if (isDelivery(request))
      receiveDelivery(door, request, response).catch((error: unknown) =>
        answerError(error, request, response),
      );
    else app(request, response);
  };
  return { listener, app };
}

/** Health, API, and the admin's document for the rest. */
function createExpress(options: ServerOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.get('/healthz', async (_request, response) => {
    await options.healthy();
    response.json({ ok: true });
  });
  for (const router of options.open ?? []) app.use(router);
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
