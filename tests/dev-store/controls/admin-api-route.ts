import { setTimeout as sleep } from 'node:timers/promises';
import { shopOf } from '../auth/token-route.ts';
import { executeAdminRequest } from '../graphql/execute-admin-request.ts';
import { API_VERSION } from '../schema/load-schema.ts';
import type { Caller } from '../state/ports.ts';
import type { Fault } from './faults.ts';
import { type HttpRequest, json, type Reply, type Route, readJson, route } from './http.ts';
import type { LocalShopify } from './local-shopify.ts';
import { type CalledNames, calledNames } from './stats.ts';

/** `POST /admin/api/2026-10/graphql.json`: authenticated, counted, broken on request, answered by the executor. */
export function adminApiRoutes(local: LocalShopify): Route[] {
  return [route('POST', '/admin/api/:version/graphql.json', (request) => answerAdminRequest(local, request))];
}

async function answerAdminRequest(local: LocalShopify, request: HttpRequest): Promise<Reply> {
  const { shop, installation } = shopOf(local, request);
  if (request.params.version !== API_VERSION) return json({ errors: 'Not Found' }, 404);
  if (installation.frozen) return json({ errors: 'Unavailable Shop' }, 402);
  const grant = local.tokens.authenticate(shop.domain, headerOf(request, 'x-shopify-access-token'));
  if (grant === undefined || !installation.installed) {
    return json(
      { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' },
      401,
    );
  }
  const body = await readJson(request);
  const names = namesIn(body);
  const fault = local.faults.take({ shopDomain: shop.domain, names: [names.operation, ...names.rootFields] });
  const early = fault && failBefore(fault);
  if (early) {
    if (fault.kind === 'hang-before') await sleep(fault.delayMs);
    local.stats.call(shop.domain, names, early.status, fault.kind === 'throttle');
    return early;
  }
  // The grant that holds now decides, not the one at the time of the token: a revoked scope is gone at once.
  const scopes = new Set(installation.scopes);
  const tokenKind = grant.userId === undefined ? 'offline' : 'online';
  const caller: Caller = { shop, app: local.identity(), scopes, tokenKind };
  const { state, buckets, bulk } = local;
  const installationPort = local.installationPort();
  const execute = () =>
    executeAdminRequest({ state, caller, body, buckets, bulk, installation: installationPort });
  const first = execute();
  const answered = fault?.kind === 'twice' ? execute() : first;
  local.stats.call(shop.domain, names, answered.status, isThrottled(answered.json));
  if (fault?.kind === 'drop-after') return { status: 500, drop: true };
  if (fault?.kind === '504-after') return brokenPage(504);
  if (fault?.kind === 'hang-after') await sleep(fault.delayMs);
  return { status: answered.status, headers: answered.headers, body: JSON.stringify(answered.json) };
}

/** The reply of a fault that strikes before anything is done; undefined for those that strike after. */
function failBefore(fault: Fault): Reply | undefined {
  switch (fault.kind) {
    case 'throttle':
      return json({
        errors: [
          {
            message: 'Throttled',
            extensions: { code: 'THROTTLED', documentation: 'https://shopify.dev/api/usage/rate-limits' },
          },
        ],
        extensions: {
          cost: {
            requestedQueryCost: 100,
            actualQueryCost: null,
            throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 0, restoreRate: 100 },
          },
        },
      });
    case '429':
      return {
        ...json(
          {
            errors:
              'Exceeded 2 calls per second for api client. Reduce request rates to resume uninterrupted service.',
          },
          429,
        ),
        headers: { 'content-type': 'application/json', 'retry-after': '2.0' },
      };
    case '500':
    case '502':
    case '503':
      return brokenPage(Number(fault.kind));
    case 'drop-before':
    case 'hang-before':
      return { status: 500, drop: true };
    case 'drop-after':
    case 'hang-after':
    case '504-after':
    case 'twice':
      return undefined;
  }
}

function brokenPage(status: number): Reply {
  const headers = { 'content-type': 'text/html' };
  return { status, headers, body: '<html><body>Something went wrong</body></html>' };
}

function namesIn(body: unknown): CalledNames {
  if (typeof body !== 'object' || body === null || !('query' in body) || typeof body.query !== 'string') {
    return { operation: 'anonymous', rootFields: [] };
  }
  const operationName =
    'operationName' in body && typeof body.operationName === 'string' ? body.operationName : undefined;
  return calledNames(body.query, operationName);
}

function headerOf(request: HttpRequest, name: string): string {
  const value = request.raw.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

function isThrottled(answer: unknown): boolean {
  return JSON.stringify((answer as { errors?: unknown }).errors ?? '').includes('"THROTTLED"');
}
