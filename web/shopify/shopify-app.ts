import '@shopify/shopify-api/adapters/node';
import { ApiVersion, LogSeverity, type Shopify, shopifyApi } from '@shopify/shopify-api';
import type { Log } from '../use-cases/ports.ts';
import { installLibraryFetch } from './shop-fetch.ts';

/** Which app we are at Shopify. `appUrl` = public address without trailing slash. */
export type AppIdentity = {
  apiKey: string;
  apiSecret: string;
  appUrl: string;
};

export type ShopifyApi = Shopify;

/** The Admin API version of every request and payload; shopify.app.toml names the same. */
export const API_VERSION = ApiVersion.October26;

/** Shopify's library for tokens, session tokens and signatures. Its log lines come to ours at debug, warnings as warnings. */
export function createShopifyApi(app: AppIdentity, log: Log): ShopifyApi {
  const address = new URL(app.appUrl);
  const api = shopifyApi({
    apiKey: app.apiKey,
    apiSecretKey: app.apiSecret,
    apiVersion: API_VERSION,
    isEmbeddedApp: true,
    hostName: address.host,
    hostScheme: address.protocol === 'http:' ? 'http' : 'https',
    logger: {
      level: LogSeverity.Info,
      timestamps: false,
      log: (severity, message) => logLine(log, severity, message),
    },
    _logDisabledFutureFlags: false,
  });
  installLibraryFetch();
  return api;
}

function logLine(log: Log, severity: LogSeverity, message: string): void {
  if (severity <= LogSeverity.Warning) log.warn({ message }, 'shopify library');
  else log.debug({ message }, 'shopify library');
}
