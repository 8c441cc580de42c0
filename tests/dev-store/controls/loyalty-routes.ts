import { z } from 'zod';
import { visibleMetafield } from '../state/metafields.ts';
import { balanceOf, creditAccount, creditAccountsOf, debitAccount } from '../state/store-credit.ts';
import type { StoreCreditAccount } from '../state/store-credit-records.ts';
import { appBlocks, mainTheme, placeBlock, setEmbed, themesOf } from '../state/themes.ts';
import { definedOnly } from './defined-only.ts';
import { HttpError, type HttpRequest, json, type Reply, type Route, readJson, route } from './http.ts';
import type { LocalShopify } from './local-shopify.ts';
import { refusing } from './order-routes.ts';

/** `embeds`: by handle, on or off. `blocks`: where which block is put or taken away. `files`: texts, null deletes. */
const themeShape = z.strictObject({
  embeds: z.record(z.string(), z.boolean()).default({}),
  blocks: z
    .array(z.strictObject({ file: z.string(), handle: z.string(), on: z.boolean().default(true) }))
    .default([]),
  files: z.record(z.string(), z.string().nullable()).default({}),
  published: z.boolean().optional(),
});
/** What a surface of the shop sees of an owner. `appId`: whose theme block or extension reads; absent = ours. */
const readShape = z.strictObject({
  surface: z.enum(['storefront', 'customerAccount']),
  ownerId: z.string(),
  namespace: z.string(),
  key: z.string(),
  appId: z.string().optional(),
});
const accountsShape = z.strictObject({
  customerAccounts: z.enum(['CLASSIC', 'NEW_CUSTOMER_ACCOUNTS']).optional(),
  loginLinksVisible: z.boolean().optional(),
  storeCreditOn: z.boolean().optional(),
});
const creditShape = z.strictObject({
  amountMinor: z.number().int(),
  currency: z.string().length(3).optional(),
  expiresAt: z.iso.datetime({ offset: true }).optional(),
});

/** The theme editor, the settings of customer accounts, what surfaces read of metafields, and store credit given or taken by staff (`amountMinor` below 0 takes). */
export function loyaltyRoutes(local: LocalShopify): Route[] {
  const base = '/__dev/shops/:shop';
  return [
    route('GET', `${base}/theme`, (request) => json(themeView(local, request))),
    route('POST', `${base}/theme`, (request) => changeTheme(local, request)),
    route('POST', `${base}/customer-accounts`, async (request) => {
      const { shop } = local.shop(request.params.shop ?? '');
      Object.assign(shop, definedOnly(accountsShape.parse(await readJson(request))));
      const { customerAccounts, loginLinksVisible, storeCreditOn } = shop;
      return json({ customerAccounts, loginLinksVisible, storeCreditOn });
    }),
    route('POST', `${base}/metafields/read`, async (request) => {
      const { shop } = local.shop(request.params.shop ?? '');
      const asked = readShape.parse(await readJson(request));
      const found = visibleMetafield(shop, { ...asked, appId: asked.appId ?? local.identity().id });
      return json({ value: found?.value ?? null });
    }),
    route('GET', `${base}/metafields/definitions`, (request) =>
      json({ definitions: [...local.shop(request.params.shop ?? '').shop.metafieldDefinitions.values()] }),
    ),
    route('GET', `${base}/customers/:customer/store-credit`, (request) => {
      const { shop, customerId } = customerOf(local, request);
      return json(creditAccountsOf(local.state, shop, customerId).map(accountView));
    }),
    route('POST', `${base}/customers/:customer/store-credit`, (request) => adjust(local, request)),
  ];
}

async function changeTheme(local: LocalShopify, request: HttpRequest): Promise<Reply> {
  const { shop } = local.shop(request.params.shop ?? '');
  const { embeds, blocks, files, published } = themeShape.parse(await readJson(request));
  const [theme] = themesOf(local.state, shop);
  if (theme === undefined) throw new HttpError(404, `no theme on ${shop.domain}`);
  const { handle: app } = local.identity();
  return refusing(() => {
    for (const [name, text] of Object.entries(files))
      if (text === null) theme.files.delete(name);
      else theme.files.set(name, text);
    for (const [handle, on] of Object.entries(embeds)) setEmbed(theme, app, handle, on);
    for (const block of blocks) placeBlock(theme, app, block);
    if (published !== undefined) theme.role = published ? 'MAIN' : 'UNPUBLISHED';
    theme.updatedAt = local.clock.now();
    return json(themeView(local, request));
  });
}

/** Blocks of the app in the published theme. */
function themeView(local: LocalShopify, request: HttpRequest) {
  const { shop } = local.shop(request.params.shop ?? '');
  const theme = mainTheme(local.state, shop);
  return {
    published: theme !== undefined,
    files: [...(theme?.files.keys() ?? [])],
    blocks: theme === undefined ? [] : appBlocks(theme, local.identity().handle),
  };
}

async function adjust(local: LocalShopify, request: HttpRequest): Promise<Reply> {
  const { shop, customerId } = customerOf(local, request);
  const { amountMinor, currency = shop.currency, expiresAt } = creditShape.parse(await readJson(request));
  const { state } = local;
  const known = creditAccountsOf(state, shop, customerId).find((one) => one.currency === currency);
  const outcome =
    amountMinor < 0
      ? known === undefined
        ? 'INSUFFICIENT_FUNDS'
        : debitAccount(state, shop, known, { amountMinor: -amountMinor })
      : creditAccount(state, shop, {
          customerId,
          currency,
          amountMinor,
          expiresAt: expiresAt === undefined ? null : Date.parse(expiresAt),
          notify: false,
        });
  if (typeof outcome === 'string') throw new HttpError(422, outcome);
  return json(creditAccountsOf(state, shop, customerId).map(accountView), 201);
}

function customerOf(local: LocalShopify, request: HttpRequest) {
  const { shop } = local.shop(request.params.shop ?? '');
  const customerId = request.params.customer ?? '';
  if (!shop.customers.has(customerId))
    throw new HttpError(404, `no customer ${customerId} on ${shop.domain}`);
  return { shop, customerId };
}

function accountView(account: StoreCreditAccount) {
  const { id, currency, transactions } = account;
  return {
    id,
    currency,
    balanceMinor: balanceOf(account),
    transactions: transactions.map(({ createdAt, expiresAt, ...line }) => ({
      ...line,
      createdAt: new Date(createdAt).toISOString(),
      expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
    })),
  };
}
