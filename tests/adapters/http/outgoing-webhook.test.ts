import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { createPoster } from '../../../web/http/outgoing-webhook.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

type Seen = { headers: IncomingMessage['headers']; body: string };

/** A server that answers each request with the status, or drops the connection (0) after the whole body came. */
async function listen(status: number): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    seen.push({ headers: request.headers, body: await text(request) });
    if (status === 0) request.socket.destroy();
    else response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, seen };
}

const at = new Date('2026-11-22T10:00:00Z');
const post = (url: string) =>
  createPoster().post({ url, secret: 'secret', deliveryId: '5.webhook', body: '{"code":"A"}', at });

test('a message is posted → signed over time and body, with the id of the delivery', async () => {
  const { url, seen } = await listen(204);
  expect(await post(url)).toEqual({ outcome: 'sent' });
  const signature = createHmac('sha256', 'secret')
    .update(`${at.getTime() / 1000}.{"code":"A"}`)
    .digest('hex');
  expect(seen).toHaveLength(1);
  expect(seen[0]?.body).toBe('{"code":"A"}');
  expect(seen[0]?.headers).toMatchObject({
    'encore-delivery': '5.webhook',
    'encore-signature': `t=${at.getTime() / 1000},v1=${signature}`,
  });
});

test.each([
  [503, { outcome: 'retry' }],
  [429, { outcome: 'retry' }],
  [410, { outcome: 'refused', status: 410 }],
  [302, { outcome: 'refused', status: 302 }],
  [0, { outcome: 'lost' }],
])('the receiver answers %s → %o', async (status, outcome) => {
  const { url } = await listen(status);
  expect(await post(url)).toEqual(outcome);
});

test('nobody listens → tried again, nothing arrived', async () => {
  const { url } = await listen(200);
  await new Promise((resolve) => servers.pop()?.close(resolve));
  expect(await post(url)).toEqual({ outcome: 'retry' });
});
