import { z } from 'zod';
import type { DevClock } from '../controls/clock.ts';
import type { Installation } from './installations.ts';
import { type AppCredentials, readSessionToken } from './session-token.ts';
import type { IssuedTokens, TokenStore } from './tokens.ts';

/** An answer of the token endpoint: HTTP status and JSON body. */
export type OAuthAnswer = { status: number; body: Record<string, unknown> };

export type OAuthContext = {
  app: AppCredentials;
  tokens: TokenStore;
  clock: DevClock;
  wallClock: () => number;
};

const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange';
const idTokenType = 'urn:ietf:params:oauth:token-type:id_token';
const onlineType = 'urn:shopify:params:oauth:token-type:online-access-token';
const offlineType = 'urn:shopify:params:oauth:token-type:offline-access-token';

const requestShape = z.object({
  client_id: z.string(),
  client_secret: z.string(),
  grant_type: z.string().optional(),
  subject_token: z.string().optional(),
  subject_token_type: z.string().optional(),
  requested_token_type: z.string().optional(),
  expiring: z.union([z.string(), z.number(), z.boolean()]).optional(),
  refresh_token: z.string().optional(),
});
type TokenRequest = z.infer<typeof requestShape>;

/** `POST /admin/oauth/access_token` of one shop: token exchange (expiring offline, online) and refresh. */
export function answerTokenRequest(
  context: OAuthContext,
  installation: Installation,
  body: unknown,
): OAuthAnswer {
  const parsed = requestShape.safeParse(body);
  if (!parsed.success) return refuse(400, 'invalid_request', 'Missing or malformed parameters');
  const request = parsed.data;
  if (request.client_id !== context.app.clientId) {
    return refuse(400, 'application_cannot_be_found', 'The application cannot be found');
  }
  if (request.client_secret !== context.app.clientSecret) {
    return refuse(400, 'invalid_client', 'Client authentication failed: wrong client secret');
  }
  if (request.grant_type === exchangeGrant) return exchange(context, installation, request);
  if (request.grant_type === 'refresh_token') return refresh(context, installation, request);
  return refuse(400, 'unsupported_grant_type', `Unsupported grant type: ${request.grant_type ?? 'none'}`);
}

function exchange(context: OAuthContext, installation: Installation, request: TokenRequest): OAuthAnswer {
  const { shopDomain } = installation;
  if (request.subject_token_type !== idTokenType) {
    return refuse(400, 'invalid_request', 'subject_token_type must be an id_token');
  }
  const claims = readSessionToken(context.app, request.subject_token ?? '', {
    shopDomain,
    now: context.wallClock(),
  });
  if (claims === undefined || !installation.installed) {
    return refuse(
      400,
      'invalid_subject_token',
      'The subject token is invalid, expired or for another shop or app',
    );
  }
  if (request.requested_token_type === onlineType) return online(context, installation, claims.sub);
  if (request.requested_token_type !== offlineType) {
    return refuse(400, 'invalid_request', 'requested_token_type is not supported');
  }
  if (String(request.expiring ?? '0') !== '1' && request.expiring !== true) {
    return refuse(
      403,
      'invalid_request',
      'Non-expiring offline access tokens are no longer accepted; request an expiring token',
    );
  }
  return tokenBody(context.tokens.issueOffline(shopDomain, installation.scopes));
}

function refresh(context: OAuthContext, installation: Installation, request: TokenRequest): OAuthAnswer {
  const { shopDomain, scopes } = installation;
  const issued = installation.installed
    ? context.tokens.refresh(shopDomain, request.refresh_token ?? '', scopes)
    : undefined;
  return issued === undefined
    ? refuse(401, 'invalid_grant', 'This request requires an active refresh_token')
    : tokenBody(issued);
}

function online(context: OAuthContext, installation: Installation, userId: string): OAuthAnswer {
  const { shopDomain, scopes } = installation;
  const issued = context.tokens.issueOnline(shopDomain, scopes, userId);
  return {
    status: 200,
    body: {
      access_token: issued.accessToken,
      scope: scopes.join(','),
      expires_in: issued.expiresIn,
      associated_user_scope: scopes.join(','),
      associated_user: {
        id: Number(userId),
        first_name: 'Local',
        last_name: 'Owner',
        email: `owner@${shopDomain}`,
        email_verified: true,
        account_owner: true,
        locale: 'en',
        collaborator: false,
      },
    },
  };
}

function tokenBody(issued: IssuedTokens): OAuthAnswer {
  return {
    status: 200,
    body: {
      access_token: issued.accessToken,
      scope: issued.scopes.join(','),
      expires_in: issued.expiresIn,
      refresh_token: issued.refreshToken,
      refresh_token_expires_in: issued.refreshTokenExpiresIn,
    },
  };
}

function refuse(status: number, error: string, description: string): OAuthAnswer {
  return { status, body: { error, error_description: description } };
}
