import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eachDatabase } from '../support/test-database.ts';
import { API_SECRET } from './support/app-identity.ts';
import { type Encore, startEncore } from './support/encore.ts';

const TOPIC = 'orders/create';
const orderBody = (id: number | string) => `{"id":${id},"note":"an order"}`;

eachDatabase((kind, open) => {
  describe('webhook door', () => {
    let encore: Encore;
    let shop: string;

    beforeAll(async () => {
      encore = await startEncore(await open());
      shop = (await encore.install('door')).domain;
    });
    afterAll(() => encore.close());
    beforeEach(async () => {
      await encore.rows('DELETE FROM webhook_inbox');
      encore.log.lines.length = 0;
    });
    const inbox = () =>
      encore.rows<{ topic: string; webhook_id: string; body: string; state: string }>(
        'SELECT topic, webhook_id, body, state FROM webhook_inbox ORDER BY inbox_id',
      );

    it('a signed delivery → 200 and one row with the very body', async () => {
      const answer = await encore.deliver({
        shop,
        topic: TOPIC,
        body: orderBody('9007199254740993'),
        webhookId: 'first',
      });
      expect(answer.status).toBe(200);
      expect(await inbox()).toEqual([
        { topic: TOPIC, webhook_id: 'first', body: orderBody('9007199254740993'), state: 'pending' },
      ]);
    });

    it('the row cannot be committed yet → no answer; committed → 200', async () => {
      const holder = await encore.database.pool.connect();
      await holder.query('BEGIN');
      await holder.query('LOCK TABLE webhook_inbox IN EXCLUSIVE MODE');
      let answered = false;
      const answer = encore.deliver({ shop, topic: TOPIC, body: orderBody(1) }).then((response) => {
        answered = true;
        return response.status;
      });
      if (kind === 'pglite') await expect.poll(() => encore.database.pool.waitingCount).toBeGreaterThan(0);
      else
        await expect
          .poll(async () => {
            const waiting = `SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'webhook_inbox'::regclass`;
            return (await holder.query(waiting)).rowCount;
          })
          .toBeGreaterThan(0);
      expect(answered).toBe(false);
      await holder.query('COMMIT');
      holder.release();
      expect(await answer).toBe(200);
      expect(await inbox()).toHaveLength(1);
    });

    it('a wrong signature, or none → 401, nothing stored, the reason logged without the body', async () => {
      const forged = Buffer.alloc(32, 1).toString('base64');
      for (const hmac of [forged, 'short', null])
        expect((await encore.deliver({ shop, topic: TOPIC, body: orderBody(1), hmac })).status).toBe(401);
      expect(await inbox()).toEqual([]);
      const reasons = encore.log.lines.map(({ fields }) => ('reason' in fields ? fields.reason : ''));
      expect(reasons).toEqual(['invalid_hmac', 'invalid_hmac', 'missing_hmac']);
      expect(JSON.stringify(encore.log.lines)).not.toContain('an order');
    });

    it('a signature of another body → 401', async () => {
      const hmac = createHmac('sha256', API_SECRET).update(orderBody(1)).digest('base64');
      expect((await encore.deliver({ shop, topic: TOPIC, body: orderBody(2), hmac })).status).toBe(401);
      expect(await inbox()).toEqual([]);
    });

    it.each(['x-shopify-topic', 'x-shopify-shop-domain', 'x-shopify-webhook-id'])(
      'the header %s missing → 400, nothing stored',
      async (name) => {
        const answer = await encore.deliver({ shop, topic: TOPIC, body: orderBody(1), without: [name] });
        expect(answer.status).toBe(400);
        expect(await inbox()).toEqual([]);
      },
    );

    it('an empty body → 400; a shop that is no myshopify domain → 400', async () => {
      expect((await encore.deliver({ shop, topic: TOPIC, body: '' })).status).toBe(400);
      const strange = { shop: 'evil.example', topic: TOPIC, body: orderBody(1) };
      expect((await encore.deliver(strange)).status).toBe(400);
      expect(await inbox()).toEqual([]);
    });

    it('a body just under 5 MB → 200 and stored whole; over 5 MB → 413 with the allowed size', async () => {
      const padded = (bytes: number) => `{"id":1,"note":"${'x'.repeat(bytes - 18)}"}`;
      const limit = 5 * 1024 * 1024;
      expect((await encore.deliver({ shop, topic: TOPIC, body: padded(limit) })).status).toBe(200);
      const over = await encore.deliver({ shop, topic: TOPIC, body: padded(limit + 1) });
      expect(over.status).toBe(413);
      expect(await over.json()).toMatchObject({ code: 'INVALID_INPUT', issues: [{ allowed: '≤ 5 MB' }] });
      expect((await inbox()).map(({ body }) => body.length)).toEqual([limit]);
    });

    it('a body of untold length → 200 up to 5 MB, 413 over it', async () => {
      const whole = orderBody(1).padEnd(300_000);
      expect((await sendInPieces({ shop, body: whole })).status).toBe(200);
      expect((await inbox()).map(({ body }) => body)).toEqual([whole]);
      const over = await sendInPieces({ shop, body: ' '.repeat(5 * 1024 * 1024 + 1) });
      expect(over.status).toBe(413);
      expect(await inbox()).toHaveLength(1);
    });

    it('a compressed body → 415, nothing stored', async () => {
      const body = new Uint8Array(gzipSync(orderBody(1)));
      const answer = await encore.deliver({
        shop,
        topic: TOPIC,
        body,
        headers: { 'content-encoding': 'gzip' },
      });
      expect(answer.status).toBe(415);
      expect(await answer.json()).toMatchObject({ code: 'INVALID_INPUT', issues: [{ field: 'body' }] });
      expect(await inbox()).toEqual([]);
    });

    it('bytes that are no UTF-8 → 200 and stored as they read', async () => {
      const body = Uint8Array.from([0x7b, 0x22, 0xff, 0x22, 0x7d]);
      expect((await encore.deliver({ shop, topic: TOPIC, body })).status).toBe(200);
      expect((await inbox()).map((row) => row.body)).toEqual(['{"\uFFFD"}']);
    });

    it('a sender that goes away before the end → nothing stored, the next delivery is served', async () => {
      const { hostname, port } = new URL(encore.url);
      const socket = connect(Number(port), hostname);
      await once(socket, 'connect');
      socket.write('POST /webhooks HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"id":');
      socket.destroy();
      await once(socket, 'close');
      expect((await encore.deliver({ shop, topic: TOPIC, body: orderBody(2) })).status).toBe(200);
      expect(await inbox()).toHaveLength(1);
      expect(encore.log.lines).toEqual([]);
    });

    it.each(['/webhooks', '/webhooks/', '/webhooks?a=1', '/webhooks/orders/create'])(
      'a delivery at %s → 200; a GET there, or a POST beside it → not the door',
      async (address) => {
        const sent = { shop, topic: TOPIC, body: orderBody(1) };
        expect((await encore.deliver({ ...sent, address })).status).toBe(200);
        expect((await fetch(encore.url + address)).status).not.toBe(400);
        expect((await encore.deliver({ ...sent, address: '/webhooksbeside' })).status).toBe(404);
        expect(await inbox()).toHaveLength(1);
      },
    );

    /** The same delivery by chunks, its length untold. */
    const sendInPieces = ({ shop: to, body }: { shop: string; body: string }) =>
      encore.deliver({ shop: to, topic: TOPIC, body, inPieces: true });

    it('the same delivery five times at once → 200 each, one row', async () => {
      const webhookId = randomUUID();
      const sent = { shop, topic: TOPIC, body: orderBody(5), webhookId };
      const answers = await Promise.all(Array.from({ length: 5 }, () => encore.deliver(sent)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
      expect((await encore.deliver(sent)).status).toBe(200);
      expect(await inbox()).toHaveLength(1);
    });

    it('an unknown shop → 200, logged, nothing stored', async () => {
      const stranger = { shop: 'stranger.myshopify.com', topic: TOPIC, body: orderBody(1) };
      expect((await encore.deliver(stranger)).status).toBe(200);
      expect(await inbox()).toEqual([]);
      expect(encore.log.lines.map(({ message }) => message)).toEqual(['webhook of an unknown shop dropped']);
    });

    it('an unknown topic → 200 and stored', async () => {
      expect((await encore.deliver({ shop, topic: 'moons/risen', body: '{"id":1}' })).status).toBe(200);
      expect(await inbox()).toMatchObject([{ topic: 'moons/risen', state: 'pending' }]);
    });

    it('a body the database cannot hold among 50 at once → it alone is not acknowledged', async () => {
      const sent = Array.from({ length: 50 }, (_, index) => ({
        shop,
        topic: TOPIC,
        webhookId: `row-${index}`,
        body: index === 20 ? '{"id":1,"note":"\u0000"}' : orderBody(index),
      }));
      const answers = await Promise.all(sent.map((one) => encore.deliver(one)));
      const refused = answers.flatMap(({ status }, index) => (status === 200 ? [] : [`${index}: ${status}`]));
      expect(refused).toEqual(['20: 503']);
      const stored = await inbox();
      expect(stored).toHaveLength(49);
      expect(stored.map(({ webhook_id }) => webhook_id)).not.toContain('row-20');
    });

    it('200 deliveries at once, some of them twice → as many rows as different deliveries acknowledged', async () => {
      const sent = Array.from({ length: 200 }, (_, index) => ({
        shop,
        topic: TOPIC,
        webhookId: `id-${index % 180}`,
        body: orderBody(index % 180),
      }));
      const answers = await Promise.all(sent.map((one) => encore.deliver(one)));
      const acknowledged = new Set(
        sent.flatMap((one, i) => (answers[i]?.status === 200 ? one.webhookId : [])),
      );
      expect(acknowledged.size).toBe(180);
      expect(new Set((await inbox()).map((row) => row.webhook_id))).toEqual(acknowledged);
      expect(await inbox()).toHaveLength(180);
    });
  });
});
