import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { AppError } from '../domain/shared/errors.ts';
import type { AppCtx } from '../use-cases/ports.ts';

/** Opens the context of the shop a session token speaks for: checks the token, exchanges it where needed, installs on first sight. */
export type OpenShop = (sessionToken: string) => Promise<AppCtx>;

const contexts = new WeakMap<Request, AppCtx>();

/** Every admin call names its shop by the session token alone, so that no parameter can reach another shop's data. */
export function requireShop(openShop: OpenShop): RequestHandler {
  return async (request: Request, _response: Response, next: NextFunction) => {
    const token = /^Bearer (.+)$/.exec(request.get('authorization') ?? '')?.[1];
    if (!token) throw new AppError('UNAUTHORIZED', 'a session token is required');
    contexts.set(request, await openShop(token));
    next();
  };
}

/** The context `requireShop` opened for this request. */
export function readCtxOf(request: Request): AppCtx {
  const ctx = contexts.get(request);
  if (!ctx) throw new AppError('UNAUTHORIZED', 'a session token is required');
  return ctx;
}
