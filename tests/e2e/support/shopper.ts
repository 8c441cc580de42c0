import type { Page } from 'playwright-core';

/** Opens the newest mail to somebody in the inbox and follows its button; answers the page of the shop it leads to. */
export async function openMail(page: Page, storeUrl: string, email: string): Promise<Page> {
  await page.goto(`${storeUrl}/__dev/inbox?q=${encodeURIComponent(email)}`);
  await page.locator('tbody a').first().click();
  const button = page.frameLocator('iframe.mail-html').locator('a[href*="/l/"]').first();
  const [shop] = await Promise.all([page.waitForEvent('popup'), button.click()]);
  await shop.getByRole('navigation', { name: 'Shop' }).waitFor();
  return shop;
}

/** The code a followed link left for the order; empty = none. */
export async function keptCode(shop: Page, storefront: string): Promise<string> {
  const cookies = await shop.context().cookies(storefront);
  return decodeURIComponent(cookies.find(({ name }) => name === 'discount_code')?.value ?? '');
}

/** Logs in at the shop as a customer. */
export async function logIn(shop: Page, storefront: string, email: string): Promise<void> {
  await shop.goto(`${storefront}/account/login`);
  await shop.getByLabel('E-mail').fill(email);
  await shop.getByRole('button', { name: 'Log in' }).click();
  await shop.getByRole('heading', { name: 'Your cart' }).waitFor();
}

/** Puts one of a product into the cart, which stands open then. */
export async function fillCart(shop: Page, product: string): Promise<void> {
  await shop.getByRole('link', { name: 'Products', exact: true }).click();
  await shop.getByRole('button', { name: `Add to cart: ${product}` }).click();
  await shop.getByRole('group', { name: 'Place your order' }).waitFor();
}
