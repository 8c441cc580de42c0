import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OrderId } from '../../../web/domain/shared/ids.ts';
import { splitLines, streamLines } from '../../../web/shopify/bulk/json-lines.ts';
import type { BulkKind } from '../../../web/use-cases/ports.ts';
import { type DevStore, openDevStore } from './support/dev-store.ts';
import { collect, startScripted } from './support/fixtures.ts';

let store: DevStore;
const placed: OrderId[] = [];
beforeAll(async () => {
  store = await openDevStore({ currency: 'THB', ianaTimezone: 'Asia/Bangkok' });
  for (let n = 0; n < 12; n++) {
    const customerId = await store.customer({ countryCode: 'TH' });
    const order = await store.order({
      customerId,
      lines: Array.from({ length: 1 + (n % 3) }, () => ({
        unitPriceMinor: 10_000,
        quantity: 2,
        taxMinor: 1_000,
        allocations: [{ applicationIndex: 0, amountMinor: 100 + n }],
      })),
      discounts: [
        { type: 'code', title: `C${n}`, valueKind: 'amount', value: 100 + n },
        { type: 'automatic', title: 'Free', valueKind: 'percentage', value: 100, target: 'SHIPPING_LINE' },
      ],
      shippingMinor: 4_000,
      shippingAllocations: [{ applicationIndex: 1, amountMinor: 4_000 }],
    });
    placed.push(order.id);
    if (n % 4 === 0) {
      const lines = [{ lineId: order.lines[0]?.id, quantity: 1 }];
      await store.control('POST', `orders/${order.id}/refund`, { lines });
    }
  }
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.dev('DELETE', 'faults');
  await store.dev('POST', 'bulk', { startDelayMs: 0, runMs: 0 });
  await store.resetStats();
});

async function finished(kind: BulkKind): Promise<string> {
  const id = await store.shopify.startBulk(kind);
  return finish(id);
}

async function finish(id: string): Promise<string> {
  for (;;) {
    const status = await store.shopify.bulkStatus(id);
    if (status.state === 'completed' && status.url) return status.url;
    if (status.state !== 'running') throw new Error(`bulk ${status.state}`);
    await store.dev('POST', 'clock', { advanceMs: 1000 });
  }
}

describe('the history of orders', () => {
  it('a finished result → the same orders as fetched one by one, refunds by line included', async () => {
    const url = await finished('orders');
    await store.resetStats();
    const read = (await collect(store.shopify.readBulkOrders(url, 0))).flat();
    expect((await store.stats()).byOperation).toEqual({ RefundsByLine: 1 });
    const fetched = await store.shopify.fetchOrders(placed);
    expect(new Map(read.map((order) => [order.orderId, order]))).toEqual(fetched);
    expect(read.filter((order) => order.refunds.length > 0).length).toBe(3);
    const taken = read.map(({ discounts }) => discounts.map(({ allocatedMinor }) => allocatedMinor));
    expect(taken).toEqual(placed.map((_, n) => [(100 + n) * (1 + (n % 3)), 4_000]));
  });

  it('going on after 5 orders → the remaining ones, none twice', async () => {
    const url = await finished('orders');
    const all = (await collect(store.shopify.readBulkOrders(url, 0))).flat();
    const rest = (await collect(store.shopify.readBulkOrders(url, 5))).flat();
    expect(rest).toEqual(all.slice(5));
    expect(await collect(store.shopify.readBulkOrders(url, 99))).toEqual([]);
  });

  it('customers and ids → streamed too, from where it stopped', async () => {
    const customers = (await collect(store.shopify.readBulkCustomers(await finished('customers'), 2))).flat();
    expect(customers.length).toBe(10);
    expect(customers[0]).toMatchObject({ country: 'TH', customerId: expect.stringMatching(/^\d+$/) });
    const ids = (await collect(store.shopify.readBulkIds(await finished('order-ids')))).flat();
    expect(new Set(ids.map((changed) => changed.id))).toEqual(new Set(placed));
    expect(ids[0]?.updatedAt).toBeInstanceOf(Date);
    const people = (await collect(store.shopify.readBulkIds(await finished('customer-ids')))).flat();
    expect(people.length).toBe(12);
  });

  it('lines that cannot be used → their orders are told and left out, the rest and its place are as before', async () => {
    const url = await finished('orders');
    const all = (await collect(store.shopify.readBulkOrders(url, 0))).flat();
    const lines = (await (await fetch(url)).text()).trimEnd().split('\n');
    const roots = lines.flatMap((line, at) => (line.includes('"__parentId"') ? [] : [at]));
    const change = (at: number, edit: (line: string) => string) => lines.splice(at, 1, edit(lines[at] ?? ''));
    const [, second = 0, third = 0, fourth = 0, fifth = 0] = roots;
    change(second, (line) => line.replace(/"amount":"[^"]*"/g, '"amount":"1e3"'));
    change(third, (line) => line.replace('"updatedAt"', '"changedAt"'));
    change(fourth + 1, () => '{"id":');
    const server = await startScripted([{ body: `${lines.join('\n')}\n` }]);
    const left: { lineNumber: number; rootObject: boolean }[] = [];
    const read = (
      await collect(store.shopify.readBulkOrders(server.url, 0, ({ cause: _, ...line }) => left.push(line)))
    ).flat();
    expect(read).toEqual(all.filter((_, at) => ![1, 2, 3].includes(at)));
    expect(left.sort((a, b) => a.lineNumber - b.lineNumber)).toEqual([
      { lineNumber: second + 1, rootObject: true },
      { lineNumber: third + 1, rootObject: true },
      { lineNumber: fourth + 2, rootObject: true },
    ]);
    expect(fifth).toBeGreaterThan(fourth + 1);
    const rest = (await collect(store.shopify.readBulkOrders(server.url, 5))).flat();
    expect(rest).toEqual(all.slice(5));
    await server.close();
  });

  it('a customer line that cannot be used → told and left out', async () => {
    const url = await finished('customers');
    const lines = (await (await fetch(url)).text()).trimEnd().split('\n');
    lines[3] = '{}';
    const server = await startScripted([{ body: lines.join('\n') }]);
    const left: number[] = [];
    const reading = store.shopify.readBulkCustomers(server.url, 1, ({ lineNumber }) => left.push(lineNumber));
    expect((await collect(reading)).flat()).toHaveLength(10);
    expect(left).toEqual([4]);
    expect((await collect(store.shopify.readBulkIds(server.url))).flat()).toHaveLength(11);
    await server.close();
  });

  it('the address has expired → NOT_FOUND, so that a new bulk is started', async () => {
    const url = await finished('order-ids');
    await store.dev('POST', 'clock', { advanceMs: 8 * 86_400_000 });
    await expect(collect(store.shopify.readBulkIds(url))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('starting', () => {
  it('five already run → CONFLICT', async () => {
    await store.dev('POST', 'bulk', { startDelayMs: 0, runMs: 3_600_000 });
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push(await store.shopify.startBulk('order-ids'));
    await expect(store.shopify.startBulk('customer-ids')).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await store.shopify.bulkStatus(ids[0] ?? '')).toMatchObject({ state: 'running', url: null });
    await store.dev('POST', 'clock', { advanceMs: 3_600_001 });
  });

  it.each(['drop-after', 'drop-before'])(
    'the answer is lost (%s) → exactly one operation, and its id',
    async (kind) => {
      await store.dev('POST', 'clock', { advanceMs: 600_000 });
      await store.dev('POST', 'faults', { kind, operation: 'RunBulkQuery' });
      const id = await store.shopify.startBulk('customers');
      expect((await store.stats()).byOperation.RecentBulk).toBe(1);
      const { byOperation } = await store.stats();
      expect(byOperation.RunBulkQuery).toBe(kind === 'drop-after' ? 1 : 2);
      await finish(id);
    },
  );

  it('it breaks down at Shopify → failed, with the code', async () => {
    await store.control('POST', 'bulk-faults', { afterObjects: 2, errorCode: 'TIMEOUT' });
    const id = await store.shopify.startBulk('order-ids');
    await expect(finish(id)).rejects.toThrow('bulk failed');
    expect(await store.shopify.bulkStatus(id)).toMatchObject({
      state: 'failed',
      url: null,
      error: 'TIMEOUT',
    });
  });

  it('an unknown operation → NOT_FOUND', async () => {
    const id = 'gid://shopify/BulkOperation/1';
    await expect(store.shopify.bulkStatus(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('lines of a stream', () => {
  const chunks = async function* (...parts: (string | Uint8Array)[]) {
    for (const part of parts) yield typeof part === 'string' ? Buffer.from(part) : part;
  };
  const lines = async (...parts: (string | Uint8Array)[]) =>
    (await collect(splitLines(chunks(...parts)))).flat();

  it('cut anywhere, even inside a letter → the same lines', async () => {
    const bytes = Buffer.from('{"a":"phở"}\n{"b":"ชา"}\n\n{"c":1}');
    for (let at = 1; at < bytes.length; at++)
      expect(await lines(bytes.subarray(0, at), bytes.subarray(at))).toEqual([
        '{"a":"phở"}',
        '{"b":"ชา"}',
        '{"c":1}',
      ]);
    expect(await lines(...[...bytes].map((byte) => Uint8Array.of(byte)))).toHaveLength(3);
  });

  it('a line without end → an error before the memory is full', async () => {
    const endless = async function* () {
      for (;;) yield Buffer.alloc(1000, 120);
    };
    await expect(collect(splitLines(endless(), 100_000))).rejects.toMatchObject({
      code: 'SHOPIFY_REFUSED',
    });
  });

  it('the connection breaks in the middle → SHOPIFY_UNAVAILABLE after the lines that came; no token was sent', async () => {
    const { promise: linesCame, resolve: cut } = Promise.withResolvers<void>();
    const server = await startScripted([
      async (seen, response) => {
        expect(seen.headers).not.toHaveProperty('x-shopify-access-token');
        expect(seen.headers).not.toHaveProperty('authorization');
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"n":1}\n{"n":2}\n{"n":');
        // What came in the same moment as the end could be lost with it.
        await linesCame;
        response.socket?.end();
      },
    ]);
    const got: string[] = [];
    const reading = (async () => {
      for await (const some of streamLines(`${server.url}/result.jsonl`)) {
        got.push(...some);
        cut();
      }
    })();
    await expect(reading).rejects.toMatchObject({ code: 'SHOPIFY_UNAVAILABLE' });
    expect(got).toEqual(['{"n":1}', '{"n":2}']);
    await server.close();
  });

  it('a slow reader → Shopify is not read ahead of it', async () => {
    let sent = 0;
    const server = await startScripted([
      async (_seen, response) => {
        const block = `${'x'.repeat(65_535)}\n`;
        const blocks = function* () {
          for (; sent < 2000; sent++) yield block;
        };
        await pipeline(Readable.from(blocks()), response).catch(() => {});
      },
    ]);
    const reader = streamLines(server.url);
    await reader.next();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(sent).toBeLessThan(300);
    await reader.return(undefined);
    await server.close();
  });
});
