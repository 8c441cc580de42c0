import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { changeCodes } from '../../extensions/encore-theme/src/cart.ts';
import { createProxy } from '../../extensions/encore-theme/src/proxy.ts';

type Answer = { status: number; body: string } | 'cut';

/** Answers each request by the next of `answers`, and remembers what came. */
async function openServer() {
  const came: { method: string; path: string; body: string }[] = [];
  const answers: Answer[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    came.push({
      method: request.method ?? '',
      path: request.url ?? '',
      body: Buffer.concat(chunks).toString(),
    });
    const answer = answers.shift() ?? { status: 500, body: '' };
    if (answer === 'cut') response.destroy();
    else response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const base = `http://localhost:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { came, answers, base, close };
}

let shop: Awaited<ReturnType<typeof openServer>>;
beforeEach(async () => {
  shop = await openServer();
});
afterEach(() => shop.close());
const say = (body: unknown, status = 200) => shop.answers.push({ status, body: JSON.stringify(body) });

describe('asking the app', () => {
  test.each([
    [401, 'log_in_again'],
    [404, 'not_enough'],
    [409, 'not_enough'],
    [422, 'not_enough'],
    [400, 'fail'],
    [500, 'unsure'],
    [504, 'unsure'],
  ])('refused with %i → %s', async (status, failure) => {
    say({ code: 'X' }, status);
    expect(await createProxy(shop.base).redeem('r1', 'key')).toEqual({ ok: false, failure });
  });

  test('Shopify refused the code, so that the points are back → no doubt about it, the next tap is a new wish', async () => {
    say({ code: 'SHOPIFY_REFUSED' }, 502);
    expect(await createProxy(shop.base).redeem('r1', 'key')).toEqual({ ok: false, failure: 'fail' });
  });

  test('a connection that breaks, an answer that is no JSON → unsure', async () => {
    shop.answers.push('cut', { status: 200, body: '<html>' });
    const proxy = createProxy(shop.base);
    expect(await proxy.redeem('r1', 'key')).toEqual({ ok: false, failure: 'unsure' });
    expect(await proxy.shopper()).toEqual({ ok: false, failure: 'unsure' });
  });

  test('each question → its address and body', async () => {
    const proxy = createProxy(`${shop.base}/apps/encore`);
    for (let count = 0; count < 4; count++) say({});
    await proxy.shopper();
    await proxy.redeem('r1', 'key');
    await proxy.giveBack('7');
    await proxy.referral();
    expect(shop.came).toEqual([
      { method: 'GET', path: '/apps/encore/shopper', body: '' },
      { method: 'POST', path: '/apps/encore/redeem', body: '{"rewardId":"r1","requestKey":"key"}' },
      { method: 'POST', path: '/apps/encore/return', body: '{"redemptionId":"7"}' },
      { method: 'POST', path: '/apps/encore/referral', body: '{}' },
    ]);
  });
});

describe('codes of the cart', () => {
  const urls = () => ({
    proxy: '',
    logIn: '',
    cart: `${shop.base}/cart`,
    cartUpdate: `${shop.base}/cart/update`,
  });
  const codes = (...list: [string, boolean][]) => ({
    discount_codes: list.map(([code, applicable]) => ({ code, applicable })),
  });
  const sent = () =>
    shop.came.filter(({ method }) => method === 'POST').map(({ body }) => JSON.parse(body).discount);

  test('one more → beside those that hold, without those that do not', async () => {
    say(codes(['TEN', true], ['OLD', false]));
    say(codes(['TEN', true], ['POINTS', true]));
    expect(await changeCodes(urls(), { add: 'POINTS' })).toBe(true);
    expect(sent()).toEqual(['TEN,POINTS']);
  });

  test('one the cart does not take → said, and taken out again', async () => {
    say(codes(['TEN', true]));
    say(codes(['TEN', true], ['POINTS', false]));
    say(codes(['TEN', true], ['POINTS', false]));
    say(codes(['TEN', true]));
    expect(await changeCodes(urls(), { add: 'POINTS' })).toBe(false);
    expect(sent()).toEqual(['TEN,POINTS', 'TEN']);
  });

  test('taken out, however it is written → gone', async () => {
    say(codes(['points', true], ['TEN', true]));
    say(codes(['TEN', true]));
    expect(await changeCodes(urls(), { remove: 'POINTS' })).toBe(true);
    expect(sent()).toEqual(['TEN']);
  });

  test('the shop does not answer → null', async () => {
    shop.answers.push('cut');
    expect(await changeCodes(urls(), { add: 'POINTS' })).toBeNull();
    say(codes());
    say({}, 429);
    expect(await changeCodes(urls(), { add: 'POINTS' })).toBeNull();
  });
});
