import { expect, test } from 'vitest';
import { getHealth, type HealthCheck } from '../../../web/use-cases/get-health.ts';
import type { LoyaltyShop } from '../../support/loyalty-shop.ts';
import { newLoyaltyShops } from '../../support/loyalty-shops.ts';

const newShop = newLoyaltyShops();
const MINUTE_MS = 60_000;

async function launched(): Promise<LoyaltyShop> {
  const shop = await newShop().start();
  await shop.program();
  return shop;
}

async function checks(shop: LoyaltyShop): Promise<Map<HealthCheck['check'], HealthCheck>> {
  const { checks: all, checkedAt } = await getHealth(await shop.loyalty(), { clientId: 'client-1' });
  expect(checkedAt).toEqual(shop.clock.now());
  return new Map(all.map((one) => [one.check, one]));
}

async function states(shop: LoyaltyShop): Promise<Record<string, string>> {
  return Object.fromEntries([...(await checks(shop))].map(([check, { state }]) => [check, state]));
}

test('everything is on → ok; what Shopify does not tell, and nights that were not yet → unknown', async () => {
  const shop = await launched();
  expect(await states(shop)).toEqual({
    app_embed: 'ok',
    customer_accounts: 'ok',
    store_credit: 'ok',
    scopes: 'ok',
    webhooks: 'unknown',
    metafields: 'ok',
    extensions_network: 'unknown',
    product_block: 'ok',
    cart_block: 'ok',
    page_block: 'ok',
  });
});

test('blocks that the theme does not have → options that are off, each with the place that puts it in', async () => {
  const shop = await launched();
  shop.rewards.healthFacts = { ...shop.rewards.healthFacts, blocksInUse: ['cart-points'] };
  const found = await checks(shop);
  const editor = `https://${shop.fake.domain}/admin/themes/current/editor`;
  expect(found.get('product_block')).toEqual({
    check: 'product_block',
    state: 'off',
    needed: false,
    detail: null,
    fixUrl: `${editor}?template=product&addAppBlockId=client-1/product-points&target=mainSection`,
  });
  expect(found.get('cart_block')).toMatchObject({ state: 'ok', needed: false, fixUrl: null });
  expect(found.get('page_block')).toMatchObject({
    state: 'off',
    fixUrl: `${editor}?template=page&addAppBlockId=client-1/loyalty-page&target=newAppsSection`,
  });
  shop.rewards.healthFacts = { ...shop.rewards.healthFacts, blocksInUse: null };
  expect((await checks(shop)).get('cart_block')).toMatchObject({ state: 'unknown', needed: false });
});

test('embed, accounts and credit are off, a scope is missing → said, with the place that turns it on', async () => {
  const shop = await launched();
  shop.rewards.healthFacts = {
    appEmbedOn: false,
    blocksInUse: [],
    customerAccounts: 'off',
    storeCreditOn: false,
    scopesMissing: ['read_themes', 'write_discounts'],
  };
  const found = await checks(shop);
  const admin = `https://${shop.fake.domain}/admin`;
  expect(found.get('app_embed')).toMatchObject({
    state: 'off',
    fixUrl: `${admin}/themes/current/editor?context=apps&activateAppId=client-1/launcher`,
  });
  expect(found.get('customer_accounts')).toMatchObject({
    state: 'off',
    fixUrl: `${admin}/settings/customer_accounts`,
  });
  expect(found.get('store_credit')).toMatchObject({ state: 'off' });
  expect(found.get('scopes')).toMatchObject({ state: 'attention', detail: 'read_themes, write_discounts' });
});

test('store credit → an option, until a reward that is offered pays it out', async () => {
  const shop = await newShop().start();
  const needed = async () => (await checks(shop)).get('store_credit')?.needed;
  const [five, credit] = shop.terms().rewards;
  if (!five || !credit) throw new Error('the program has both');
  expect(await needed()).toBe(false);
  await shop.program({ rewards: [five, { ...credit, active: false }] });
  expect(await needed()).toBe(false);
  await shop.program({ rewards: [five, { ...credit, active: true }] });
  expect(await needed()).toBe(true);
  expect((await checks(shop)).get('app_embed')?.needed).toBe(true);
});

test('classic customer accounts → attention, for our blocks do not stand there', async () => {
  const shop = await launched();
  shop.rewards.healthFacts = { ...shop.rewards.healthFacts, customerAccounts: 'classic' };
  expect((await checks(shop)).get('customer_accounts')).toMatchObject({
    state: 'attention',
    detail: 'classic',
    fixUrl: expect.stringContaining('/settings/customer_accounts'),
  });
});

test('Shopify does not answer → unknown, and what stands in our rows is told nevertheless', async () => {
  const shop = await launched();
  shop.rewards.away = true;
  expect(await states(shop)).toMatchObject({
    app_embed: 'unknown',
    customer_accounts: 'unknown',
    store_credit: 'unknown',
    scopes: 'unknown',
    metafields: 'ok',
  });
});

test('numbers wait to be sent → ok for a quarter of an hour, then attention, and ok once they are sent', async () => {
  const shop = await launched();
  const customerId = shop.fake.addCustomer();
  shop.fake.placeOrder(customerId, { totalMinor: 1_000 });
  await shop.receive(shop.fake.takeOutbox());
  await shop.drain();
  expect(shop.rewards.members.has(customerId)).toBe(false);
  const waiting = await checks(shop);
  expect(waiting.get('metafields')).toMatchObject({ state: 'ok' });
  shop.clock.advance(15 * MINUTE_MS);
  expect((await checks(shop)).get('metafields')).toMatchObject({ state: 'ok' });
  shop.clock.advance(MINUTE_MS);
  expect((await checks(shop)).get('metafields')).toMatchObject({ state: 'attention' });
  await shop.runJobs();
  expect((await checks(shop)).get('metafields')).toMatchObject({ state: 'ok' });
});

test('orders whose webhooks never came were found by night → attention with how many; ok after a night without', async () => {
  const shop = await launched();
  const customerId = await shop.member(10);
  for (let count = 0; count < 3; count++) {
    shop.clock.advance(MINUTE_MS);
    shop.fake.placeOrder(customerId);
  }
  shop.fake.takeOutbox();
  shop.clock.advance(24 * 60 * MINUTE_MS);
  await shop.night();
  expect((await checks(shop)).get('webhooks')).toMatchObject({ state: 'attention', detail: '3' });
  shop.clock.advance(24 * 60 * MINUTE_MS);
  await shop.night();
  expect((await checks(shop)).get('webhooks')).toMatchObject({ state: 'ok', detail: null });
});
