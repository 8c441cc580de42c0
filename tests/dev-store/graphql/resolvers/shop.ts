import type { ShopState } from '../../state/shop-state.ts';
import type { PageArgs } from '../connection.ts';
import { connection } from '../connection.ts';
import type { AdminContext, Resolve, ResolverMap } from '../context.ts';
import { gid } from '../gid.ts';
import { metafieldFields } from './metafield.ts';

const PLAN_NAMES = { basic: 'Basic', grow: 'Grow', advanced: 'Advanced', plus: 'Plus' } as const;

/** Offset of a zone at a moment, in minutes east of Greenwich. */
function offsetMinutes(timeZone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name);
  if (match === null) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

function offsetText(minutes: number): string {
  const absolute = Math.abs(minutes);
  const hours = String(Math.floor(absolute / 60)).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${hours}${String(absolute % 60).padStart(2, '0')}`;
}

const SHOP: Readonly<Record<string, Resolve>> = {
  id: (shop: ShopState) => gid('Shop', shop.id),
  name: (shop: ShopState) => shop.name,
  email: (shop: ShopState) => shop.email,
  contactEmail: (shop: ShopState) => shop.email,
  myshopifyDomain: (shop: ShopState) => shop.domain,
  url: (shop: ShopState) => `https://${shop.domain}`,
  primaryDomain: (shop: ShopState) => ({
    id: gid('Domain', shop.id),
    host: shop.domain,
    url: `https://${shop.domain}`,
    sslEnabled: true,
  }),
  currencyCode: (shop: ShopState) => shop.currency,
  enabledPresentmentCurrencies: (shop: ShopState) => shop.presentmentCurrencies,
  ianaTimezone: (shop: ShopState) => shop.ianaTimezone,
  timezoneOffsetMinutes: (shop: ShopState, _args: unknown, { state }) =>
    offsetMinutes(shop.ianaTimezone, state.clock.now()),
  timezoneOffset: (shop: ShopState, _args: unknown, { state }) =>
    offsetText(offsetMinutes(shop.ianaTimezone, state.clock.now())),
  timezoneAbbreviation: (shop: ShopState, _args: unknown, { state }) =>
    new Intl.DateTimeFormat('en-US', { timeZone: shop.ianaTimezone, timeZoneName: 'short' })
      .formatToParts(state.clock.now())
      .find((part) => part.type === 'timeZoneName')?.value ?? 'UTC',
  taxesIncluded: (shop: ShopState) => shop.taxesIncluded,
  createdAt: (shop: ShopState) => new Date(shop.createdAt).toISOString(),
  plan: (shop: ShopState) => ({
    publicDisplayName: shop.partnerDevelopment ? 'Development' : PLAN_NAMES[shop.plan],
    displayName: shop.partnerDevelopment ? 'Development' : PLAN_NAMES[shop.plan],
    partnerDevelopment: shop.partnerDevelopment,
    shopifyPlus: shop.plan === 'plus',
  }),
  customerAccountsV2: (shop: ShopState) => ({
    customerAccountsVersion: shop.customerAccounts,
    loginRequiredAtCheckout: false,
    loginLinksVisibleOnStorefrontAndCheckout: shop.loginLinksVisible,
    url: shop.customerAccounts === 'CLASSIC' ? null : `https://${shop.domain}/account`,
  }),
  customerTags: (shop: ShopState, args: PageArgs, context, info) => {
    const tags = new Set([...shop.customers.values()].flatMap((customer) => customer.tags));
    const items = [...tags].sort();
    return connection({ items, idOf: (tag) => tag, listOrder: true }, args, context, info);
  },
  ...metafieldFields('Shop'),
};

function installation(context: AdminContext): unknown {
  const { caller } = context;
  const installed = context.installation?.installation(caller);
  return {
    id: gid('AppInstallation', installed?.id ?? '1'),
    launchUrl: installed?.launchUrl ?? 'https://example.com',
  };
}

export const shopResolvers: ResolverMap = {
  Shop: SHOP,
  QueryRoot: {
    shop: (_root: unknown, _args: unknown, { shop }) => shop,
    currentAppInstallation: (_root: unknown, _args: unknown, context) => installation(context),
    storeCreditConfiguration: (_root: unknown, _args: unknown, { shop }) => ({
      storeCreditEnabled: shop.storeCreditOn && shop.customerAccounts === 'NEW_CUSTOMER_ACCOUNTS',
    }),
  },
  AppInstallation: {
    id: (view: { readonly id: string }) => view.id,
    launchUrl: (view: { readonly launchUrl: string }) => view.launchUrl,
    uninstallUrl: () => null,
    accessScopes: (_view: unknown, _args: unknown, { caller }) =>
      [...caller.scopes].sort().map((handle) => ({ handle, description: handle.replaceAll('_', ' ') })),
    activeSubscriptions: () => [],
    app: (_view: unknown, _args: unknown, { caller }) => ({
      id: gid('App', caller.app.id),
      apiKey: caller.app.apiKey,
      handle: caller.app.handle,
      title: caller.app.title,
    }),
    ...metafieldFields('AppInstallation'),
  },
};
