import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { cameBackPath, cameBackResponseSchema } from '../../web/contract/results.ts';
import { launchPreset } from '../demo/campaign-setup.ts';
import { connectEncore } from '../demo/encore-client.ts';
import { type Encore, type Installed, startEncore } from '../http/support/encore.ts';
import { placeOrder } from '../http/support/small-shop.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

let database: TestDatabase;
let encore: Encore;
let shop: Installed;
let customer: string;
let product: string;
beforeAll(async () => {
  database = await createTestDatabase('pglite');
  encore = await startEncore(database);
  await encore.startWorkers();
  shop = await encore.install('by-http', async (local) => {
    customer = (await local.post<{ id: string }>('/customers', BUYER)).id;
    await placeOrder(local, customer, 30);
    product = (await local.post<{ id: string }>('/products', BEANS)).id;
    await local.post('/delays', { segmentMs: 0 });
  });
  await encore.settled();
  await encore.setUpMail(shop.domain);
}, 300_000);
afterAll(async () => {
  await encore.close();
  await database.close();
});

const BEANS = { title: 'Beans', variants: [{ priceMinor: 3_000 }] };
const BUYER = {
  firstName: 'An',
  email: 'an@customers.example',
  countryCode: 'VN',
  emailConsent: { state: 'SUBSCRIBED', optInLevel: 'SINGLE_OPT_IN' },
};

async function theMail() {
  const list = () => encore.shopify.mail.inbox.list({ to: BUYER.email, offset: 0, limit: 10 });
  await vi.waitFor(() => expect(list().total).toBe(1), { timeout: 150_000, interval: 100 });
  const mail = await encore.shopify.mail.inbox.read(list().mails[0]?.id ?? '');
  if (!mail) throw new Error('the mail is gone');
  return mail;
}

/** An address of the mail, at the port where Encore listens here. */
const here = (address: string) => encore.url + new URL(address).pathname;

it('launched over HTTP with the workers at work → mail, link followed, code at checkout, order credited, told on the results page; unsubscribed in one click', async () => {
  const client = connectEncore(encore.url, shop);
  await client.saveCampaignSettings({
    quietHours: { fromMinute: 0, toMinute: 0 },
    comparisonGroup: { enabled: false, shareBps: null },
  });
  const campaignId = await launchPreset(client, 'second_purchase', { backlogPerDay: 10 });
  const mail = await theMail();
  await encore.settled();

  const followed = await fetch(here(mail.links.find((link) => link.includes('/l/')) ?? ''), {
    redirect: 'manual',
  });
  expect(followed.status).toBe(302);
  const target = new URL(followed.headers.get('location') ?? '');
  const code = /^\/discount\/(BACK-\w{8})$/.exec(target.pathname)?.[1] ?? '';
  expect(mail.text).toContain(code);

  const cart = { customerId: customer, lines: [{ productId: product }], codes: [code] };
  const { placed, order } = await shop.post<{ placed: boolean; order: { id: string } }>('/checkout', cart);
  expect(placed).toBe(true);
  await shop.post('/__dev/webhooks/drain', { moveClock: false });
  await encore.settled();
  const credits = await encore.rows('SELECT order_id, basis, campaign_id FROM order_credit');
  expect(credits).toEqual([{ order_id: order.id, basis: 'code', campaign_id: campaignId }]);
  const cameBack = await encore.api(shop.domain, cameBackPath.replace(':campaignId', String(campaignId)));
  const told = cameBackResponseSchema.parse(await cameBack.json());
  expect(JSON.stringify(told)).toContain(order.id);

  const unsubscribe = /<(http[^>]+)>/.exec(mail.listUnsubscribe ?? '')?.[1] ?? '';
  expect((await fetch(here(unsubscribe), { method: 'POST' })).status).toBe(200);
  await encore.settled();
  const standing = encore.shopify.shop(shop.domain).shop.customers.get(customer);
  expect(standing?.emailConsent.state).toBe('UNSUBSCRIBED');
  await encore.tick();
  await encore.settled();
  expect(encore.shopify.mail.inbox.list({ offset: 0, limit: 10 }).total).toBe(1);
}, 300_000);
