import type { Browser, BrowserContext, Page } from 'playwright-core';
import { app, type Shell, shopDomain, startShell } from '../../adapters/dev-store/shell-harness.ts';
import { CREATE, plain } from '../../adapters/dev-store/support/discounts.ts';
import { launchBrowser } from '../../support/browser.ts';
import { type StubApp, startStubApp } from './stub-app.ts';

export { shopDomain } from '../../adapters/dev-store/shell-harness.ts';

/** A local Shopify on the Plus plan with one product at 250,000 ₫ and one customer, the app's stand-in, and a browser. */
export type Surfaces = {
  shell: Shell;
  stub: StubApp;
  browser: Browser;
  origin: string;
  customerId: string;
  productId: string;
  /** A browser of its own, logged in or not. */
  visit(who: 'customer' | 'guest', width?: number): Promise<{ page: Page; context: BrowserContext }>;
  /** Closes the browsers of all visits: their pages would go on asking while the next test counts. */
  leave(): Promise<void>;
  /** Opens a checkout of one product; answers its path. */
  checkout(input?: Record<string, unknown>): Promise<string>;
  /** A discount the checkout takes. */
  makeCode(code: string, over?: Record<string, unknown>): Promise<void>;
  close(): Promise<void>;
};

export async function openSurfaces(): Promise<Surfaces> {
  const shell = await startShell({ currency: 'VND' });
  const stub = await startStubApp(app, shopDomain);
  shell.local.appUrl = stub.url;
  const { shop } = shell.local.shop('tea-house');
  shop.plan = 'plus';
  shop.customerAccounts = 'NEW_CUSTOMER_ACCOUNTS';
  await shell.control('POST', 'shops/tea-house/products', {
    title: 'Oolong tea, 200 g',
    variants: [{ priceMinor: 250_000 }],
  });
  await shell.control('POST', 'shops/tea-house/customers', { email: 'an@example.com' });
  const [product] = shop.products.keys();
  const [customer] = shop.customers.keys();
  if (product === undefined || customer === undefined) throw new Error('the shop is empty');
  const browser = await launchBrowser();
  const origin = `http://tea-house.localhost:${shell.server.port}`;
  const token = await shell.accessToken();
  const leave = async (): Promise<void> => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  };
  return {
    shell,
    stub,
    browser,
    origin,
    customerId: customer,
    productId: product,
    visit: async (who, width = 1280) => {
      const context = await browser.newContext({ viewport: { width, height: 900 } });
      const page = await context.newPage();
      if (who === 'customer') await context.addCookies([{ ...(await logIn(shell)), url: origin }]);
      return { page, context };
    },
    leave,
    checkout: async (input = {}) => {
      const lines = [{ productId: product, quantity: 1 }];
      const { path } = await shell.control<{ path: string }>('POST', 'shops/tea-house/checkouts', {
        lines,
        ...input,
      });
      return `${origin}${path}`;
    },
    makeCode: async (code, over = {}) => {
      const variables = { d: plain({ title: code, code, ...over }) };
      const answer = await shell.asApp('/admin/api/2026-10/graphql.json', {
        token,
        body: { query: CREATE, variables },
      });
      const text = await answer.text();
      if (!answer.ok || text.includes('"message"')) throw new Error(text);
    },
    close: async () => {
      await browser.close();
      await stub.close();
      await shell.close();
    },
  };
}

/** The cookie of a browser that logged in. Only browsers find `{shop}.localhost`, so the host goes in a header. */
async function logIn(shell: Shell): Promise<{ name: string; value: string }> {
  const response = await fetch(`${shell.server.url}/account/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'x-forwarded-host': shopDomain },
    body: new URLSearchParams({ email: 'an@example.com' }),
  });
  const [, name, value] = /^([^=]+)=([^;]*)/.exec(response.headers.getSetCookie()[0] ?? '') ?? [];
  if (name === undefined || value === undefined) throw new Error(`no log-in: ${response.status}`);
  return { name, value };
}
