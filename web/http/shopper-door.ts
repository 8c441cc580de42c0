import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { AppError } from '../domain/shared/errors.ts';
import type { CustomerId } from '../domain/shared/ids.ts';
import type { AppCtx } from '../use-cases/ports.ts';

/** Who asks from a shop's pages: the shop's context and the customer who is logged in; null = a guest. */
export type ShopperCaller = { ctx: AppCtx; customerId: CustomerId | null };

/** How a shopper's surface is opened. Each throws AppError UNAUTHORIZED, or NOT_FOUND where the shop is not installed. */
export type ShopperDoor = {
  /** By the query string that the app proxy signed, as it came. */
  byProxy(rawQuery: string): Promise<ShopperCaller>;
  /** By the session token of a checkout or account extension. */
  byToken(sessionToken: string): Promise<ShopperCaller>;
};

const callers = new WeakMap<Request, ShopperCaller>();

/** Lets in what Shopify's app proxy forwarded. Nothing else in the request says who asks. */
export function requireProxy(door: ShopperDoor): RequestHandler {
  return async (request: Request, _response: Response, next: NextFunction) => {
    const query = request.originalUrl.split('?').slice(1).join('?');
    callers.set(request, await door.byProxy(query));
    next();
  };
}

/** Lets in extensions. They run in a worker without an origin of its own, so every origin may ask; the token says for whom. */
export function requireShopperToken(door: ShopperDoor): RequestHandler {
  return async (request: Request, _response: Response, next: NextFunction) => {
    callers.set(request, await door.byToken(bearerOf(request)));
    next();
  };
}

/** Nobody in between keeps what is about a person. */
export function keepPersonal(_request: Request, response: Response, next: NextFunction): void {
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  next();
}

/** Answers the browser's question beforehand, and lets every origin read the answers. */
export function allowAnyOrigin(request: Request, response: Response, next: NextFunction): void {
  response.setHeader('Access-Control-Allow-Origin', '*');
  if (request.method === 'OPTIONS') {
    response.setHeader('Access-Control-Allow-Methods', 'GET, POST');
    response.setHeader('Access-Control-Allow-Headers', 'Authorization, Content-Type');
    response.setHeader('Access-Control-Max-Age', '86400');
    response.status(204).end();
  } else next();
}

export function bearerOf(request: Request): string {
  const token = /^Bearer (.+)$/.exec(request.get('authorization') ?? '')?.[1];
  if (!token) throw new AppError('UNAUTHORIZED', 'a session token is required');
  return token;
}

/** The caller that was let in. */
export function callerOf(request: Request): ShopperCaller {
  const caller = callers.get(request);
  if (!caller) throw new AppError('UNAUTHORIZED', 'nobody was let in');
  return caller;
}

/** The same, for what only somebody logged in may do. */
export function memberOf(request: Request): { ctx: AppCtx; customerId: CustomerId } {
  const { ctx, customerId } = callerOf(request);
  if (customerId === null) throw new AppError('UNAUTHORIZED', 'nobody is logged in');
  return { ctx, customerId };
}
