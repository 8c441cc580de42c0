import { stringify } from 'lossless-json';
import { z } from 'zod';
import type { Delivery } from '../webhooks/delivery.ts';
import { noMess } from '../webhooks/mess.ts';
import { type HttpRequest, json, type Reply, type Route, readJson, route } from './http.ts';
import { fullDomain, type LocalShopify } from './local-shopify.ts';

const share = z.number().min(0).max(1);
const messShape = z.strictObject({
  duplicateShare: share.default(noMess.duplicateShare),
  lossShare: share.default(noMess.lossShare),
  delayMs: z.number().min(0).default(noMess.delayMs),
  shuffle: z.boolean().default(noMess.shuffle),
  seed: z.number().int().default(noMess.seed),
});

const releaseShape = z.strictObject({ mess: messShape.optional(), keepHolding: z.boolean().default(false) });
const replayShape = z.strictObject({
  sequences: z.array(z.number().int()).optional(),
  topic: z.string().optional(),
  times: z.number().int().min(1).default(1),
});
const drainShape = z.strictObject({
  moveClock: z.boolean().default(true),
  timeoutMs: z.number().positive().default(60_000),
});
const rawShape = z.strictObject({
  topic: z.string(),
  shop: z.string(),
  uri: z.string(),
  body: z.unknown(),
  webhookId: z.string().optional(),
});

/** The webhook pipe in the hand of a test: hold, release, mess up, repeat, forge, wait, read the log. */
export function webhookRoutes(local: LocalShopify): Route[] {
  const { hub } = local;
  const base = '/__dev/webhooks';
  return [
    route('GET', base, (request) => listed(local, request)),
    route('GET', `${base}/mess`, () => json(hub.mess)),
    route('POST', `${base}/mess`, async (request) => {
      hub.setMess(messShape.parse(await readJson(request)));
      return json(hub.mess);
    }),
    route('POST', `${base}/hold`, () => {
      hub.hold();
      return json({ holding: true, held: hub.heldCount });
    }),
    route('POST', `${base}/release`, async (request) => {
      const { mess, keepHolding } = releaseShape.parse(await readJson(request));
      return json({ released: hub.release({ keepHolding, ...(mess ? { mess } : {}) }) });
    }),
    route('POST', `${base}/replay`, (request) => replay(local, request)),
    route('POST', `${base}/send`, (request) => sendRaw(local, request)),
    route('POST', `${base}/drain`, (request) => drain(local, request)),
  ];
}

function listed(local: LocalShopify, request: HttpRequest): Reply {
  const query = request.url.searchParams;
  const [topic, state, shop] = [query.get('topic'), query.get('state'), query.get('shop')];
  const found = local.hub.log.filter(
    (delivery) =>
      (topic === null || delivery.head.topic === topic) &&
      (state === null || delivery.state === state) &&
      (shop === null || delivery.head.shopDomain === fullDomain(shop)),
  );
  const limit = Number(query.get('limit') ?? 100);
  const counts: Record<string, number> = {};
  for (const delivery of found) counts[delivery.state] = (counts[delivery.state] ?? 0) + 1;
  const deliveries = found.slice(-limit).map((delivery) => deliveryView(delivery, query.has('bodies')));
  return json({ total: found.length, counts, held: local.hub.heldCount, deliveries });
}

async function replay(local: LocalShopify, request: HttpRequest): Promise<Reply> {
  const { sequences, topic, times } = replayShape.parse(await readJson(request));
  const chosen = local.hub.log.filter(
    (delivery) =>
      (sequences?.includes(delivery.sequence) ?? true) &&
      (topic === undefined || delivery.head.topic === topic),
  );
  let replayed = 0;
  for (let round = 0; round < times; round++) replayed += local.hub.replay(chosen);
  return json({ replayed });
}

async function sendRaw(local: LocalShopify, request: HttpRequest): Promise<Reply> {
  const { topic, shop, uri, body, webhookId } = rawShape.parse(await readJson(request));
  const text = typeof body === 'string' ? body : (stringify(body) ?? '');
  const delivery = local.hub.sendRaw({
    topic,
    shopDomain: fullDomain(shop),
    uri,
    body: text,
    ...(webhookId ? { webhookId } : {}),
  });
  await local.hub.courier.quiet();
  return json(deliveryView(delivery, true));
}

/** Waits until every delivery ended. `moveClock`: retries due later are reached by moving the clock, not by waiting. */
async function drain(local: LocalShopify, request: HttpRequest): Promise<Reply> {
  const { moveClock, timeoutMs } = drainShape.parse(await readJson(request));
  const { courier } = local.hub;
  const deadline = performance.now() + timeoutMs;
  await courier.quiet();
  while (courier.open > 0 && performance.now() < deadline) {
    const next = local.clock.nextTimerAt;
    if (!moveClock || next === undefined) break;
    await local.clock.set(Math.max(next, local.clock.now()));
    await courier.quiet();
  }
  return json({ open: courier.open, held: local.hub.heldCount, now: local.clock.iso() });
}

function deliveryView(delivery: Delivery, withBody: boolean) {
  const { sequence, head, address, state, attempts, body } = delivery;
  return { sequence, ...head, address, state, attempts, ...(withBody ? { body } : {}) };
}
