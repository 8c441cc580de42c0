import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import { ZodError } from 'zod';
import { type ErrorBody, issuesOf } from '../contract/errors.ts';
import { AppError, type ErrorCode } from '../domain/shared/errors.ts';
import type { Log } from '../use-cases/ports.ts';

const STATUS: Record<ErrorCode, number> = {
  INVALID_INPUT: 422,
  NOT_FOUND: 404,
  CONFLICT: 409,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NEEDS_REAUTH: 403,
  SHOPIFY_REFUSED: 502,
  SHOPIFY_UNAVAILABLE: 503,
  UNAVAILABLE: 503,
  INTERNAL: 500,
};

/** Any thrown value as an answer: status and body. What we do not know is INTERNAL, without its message. */
export function toErrorAnswer(error: unknown): { status: number; body: ErrorBody } {
  if (error instanceof AppError) {
    return {
      status: STATUS[error.code],
      body: { code: error.code, message: error.message, issues: [...error.issues] },
    };
  }
  if (error instanceof ZodError) {
    return {
      status: 422,
      body: { code: 'INVALID_INPUT', message: 'some fields are not valid', issues: issuesOf(error) },
    };
  }
  const refused = bodyParserAnswer(error) ?? frameworkAnswer(error);
  if (refused) return refused;
  return { status: 500, body: { code: 'INTERNAL', message: 'something went wrong on our side', issues: [] } };
}

/** body-parser's errors carry a `type`: a body too large, malformed JSON, an aborted request. */
function bodyParserAnswer(error: unknown): { status: number; body: ErrorBody } | null {
  if (!(error instanceof Error) || !('type' in error) || !('status' in error)) return null;
  const status = Number(error.status);
  const tooLarge = error.type === 'entity.too.large';
  const limit = 'limit' in error ? `≤ ${Math.round(Number(error.limit) / 2 ** 20)} MB` : undefined;
  const message = tooLarge ? 'the body is too large' : 'the body could not be read';
  return {
    status,
    body: {
      code: 'INVALID_INPUT',
      message,
      issues: [{ field: 'body', message, ...(tooLarge && limit ? { allowed: limit } : {}) }],
    },
  };
}

/** What express and its file server refuse: a missing file, an address that cannot be decoded. */
function frameworkAnswer(error: unknown): { status: number; body: ErrorBody } | null {
  if (!(error instanceof Error) || !('status' in error)) return null;
  const status = Number(error.status);
  if (status === 404)
    return { status, body: { code: 'NOT_FOUND', message: 'there is no such file', issues: [] } };
  if (status < 400 || status >= 500) return null;
  const message = 'the request could not be read';
  return { status, body: { code: 'INVALID_INPUT', message, issues: [{ field: 'address', message }] } };
}

const UNAVAILABLE: ErrorBody = {
  code: 'UNAVAILABLE',
  message: 'this is not possible right now, try again',
  issues: [],
};

/**
 * The one place where errors become answers. A 401 asks App Bridge to come again with a fresh session token. `isAway` knows
 * the errors that only mean "later": 503, after which Shopify repeats a delivery.
 */
export function errorAnswerer(log: Log, isAway: (error: unknown) => boolean) {
  return (error: unknown, { method, url = '' }: IncomingMessage, response: ServerResponse): void => {
    const known = error instanceof AppError || !isAway(error);
    const { status, body } = known ? toErrorAnswer(error) : { status: 503, body: UNAVAILABLE };
    const path = url.split('?')[0];
    if (status >= 500) log.error({ err: error, method, path, status }, 'request failed');
    response.statusCode = status;
    if (status === 401) response.setHeader('X-Shopify-Retry-Invalid-Session-Request', '1');
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.end(JSON.stringify(body));
  };
}

/** Those answers for express, which is left to end what was begun to be answered. */
export function errorMiddleware(log: Log, isAway: (error: unknown) => boolean) {
  const answer = errorAnswerer(log, isAway);
  return (error: unknown, request: Request, response: Response, next: NextFunction): void => {
    if (response.headersSent) next(error);
    else answer(error, request, response);
  };
}
