// npm run bench -- latency [--small 10000] [--large 1000000] [--orders 60]
// One order: webhook in → tag call out, by the real process, in a small and in a large shop.
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { localDayOf } from '../../web/domain/shared/time.ts';
import { measureModel } from '../../web/use-cases/steps/measure-model.ts';
import { startFlags, startProcess } from '../demo/processes.ts';
import { type BenchShop, environmentOf, openBenchShop } from './support/bench-shop.ts';
import { type AdminCall, type FakeAdmin, startFakeAdmin } from './support/fake-admin.ts';
import { FIRST_CUSTOMER, fillShop } from './support/fill-shop.ts';
import { liveOrder, orderBody, type SentOrder, signedHeaders } from './support/order-delivery.ts';
import { grouped, median, quantile, report, rounded } from './support/report.ts';

const { values } = parseArgs({
  options: {
    small: { type: 'string', default: '10000' },
    large: { type: 'string', default: '1000000' },
    orders: { type: 'string', default: '60' },
  },
});
const GIVE_UP_MS = 30_000;
const WARM_UP = 5;
const FIRST_NEW_ORDER = 9_800_000_000_000_000n;
/** Medians of so few orders differ by a fifth from run to run on a busy machine. */
const TOLERANCE = 1.25;

/** Milliseconds since the webhook was sent: answered, job row committed, tag call out. */
type Way = { answered: number; recorded: number; tagged: number };

/** The orders of which the fake Shopify knows, by gid, and who waits for a tag call about whom. */
class Orders {
  readonly #known = new Map<string, SentOrder>();
  readonly #waiting = new Map<string, (call: AdminCall) => void>();

  answers() {
    const nodes = ({ variables }: AdminCall) => ({
      nodes: (variables.ids as string[]).map((id) => {
        const order = this.#known.get(id);
        return order ? liveOrder(order) : null;
      }),
    });
    const tagged = ({ variables }: AdminCall) => ({ node: { id: variables.id }, userErrors: [] });
    return {
      ordersLight: nodes,
      tagsAdd: (call: AdminCall) => ({ tagsAdd: tagged(call) }),
      tagsRemove: (call: AdminCall) => ({ tagsRemove: tagged(call) }),
    };
  }

  listen(admin: FakeAdmin): void {
    admin.onCall((call) => {
      if (call.operation.startsWith('tags')) this.#waiting.get(String(call.variables.id))?.(call);
    });
  }

  place(order: SentOrder): Promise<AdminCall> {
    this.#known.set(`gid://shopify/Order/${order.orderId}`, order);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('no tag call came')), GIVE_UP_MS);
      this.#waiting.set(`gid://shopify/Customer/${order.customerId}`, (call) => {
        clearTimeout(timer);
        resolve(call);
      });
    });
  }
}

let placed = 0;

/** One order of a customer who has not got one yet in this run; waits until its tag call is out. */
async function sendOne(shop: BenchShop, url: string, orders: Orders, customerId: string): Promise<Way> {
  placed += 1;
  const order = { orderId: String(FIRST_NEW_ORDER + BigInt(placed)), customerId, at: new Date() };
  const body = orderBody(order);
  const headers = signedHeaders(body, `latency-${placed}`);
  const tagCall = orders.place(order);
  const start = Date.now();
  const response = await fetch(`${url}/webhooks`, { method: 'POST', headers, body });
  if (response.status !== 200) throw new Error(`HTTP ${response.status}`);
  const answered = Date.now() - start;
  const tagged = (await tagCall).at - start;
  const { rows } = await shop.database.pool.query<{ at: Date }>(
    `SELECT max(created_on) AS at FROM pgboss.job WHERE name = 'sync-tags'`,
  );
  return { answered, recorded: (rows[0]?.at.getTime() ?? 0) - start, tagged };
}

/** Customers whose next order moves them: bought once, not tagged yet. */
async function movable({ database, shop }: BenchShop, count: number): Promise<string[]> {
  const { rows } = await database.pool.query<{ customer_id: string }>(
    `SELECT customer_id FROM customer_fact c WHERE shop_id = $1 AND frequency = 1
      AND NOT EXISTS (SELECT FROM tag_sync t WHERE t.shop_id = c.shop_id AND t.customer_id = c.customer_id AND standing <> '{}')
      ORDER BY hashint8(customer_id) LIMIT $2`,
    [shop.shopId, count],
  );
  return rows.map((row) => row.customer_id);
}

async function measure(shop: BenchShop, url: string, orders: Orders): Promise<Way[]> {
  const customers = await movable(shop, Number(values.orders) + WARM_UP);
  const ways: Way[] = [];
  for (const customerId of customers) {
    // Not in step with anybody's clock.
    await wait(200 + Math.random() * 700);
    ways.push(await sendOne(shop, url, orders, customerId));
  }
  return ways.slice(WARM_UP);
}

async function grow(shop: BenchShop, from: number, to: number): Promise<void> {
  const { store, clock } = shop;
  const { shopId } = shop.shop;
  const todayOn = localDayOf(clock.now(), 'UTC');
  await fillShop(shop, { from, to, todayOn });
  await shop.sql(
    `INSERT INTO tag_sync (shop_id, customer_id, standing, desired, state, changed_at)
      SELECT $1, customer_id, '{rfm-repeat}', '{rfm-repeat}', 'clean', now() FROM customer_fact
      WHERE shop_id = $1 AND frequency > 1 AND customer_id > ${FIRST_CUSTOMER + BigInt(from)} ON CONFLICT DO NOTHING`,
    [shopId],
  );
  await shop.sql('VACUUM (ANALYZE) tag_sync');
  const { version, rules } = await store.rules.current(shopId);
  const model = await measureModel(store, shop.shop, rules, todayOn);
  await store.models.save(shopId, model, { rulesVersion: version, night: null, at: clock.now() });
  await store.models.rescoreAll(shopId, model);
}

async function main(): Promise<void> {
  const [small, large] = [Number(values.small), Number(values.large)];
  const shop = await openBenchShop();
  await shop.sql(`UPDATE sync_run SET state = 'done'`);
  await shop.sql(`DELETE FROM pgboss.job`);
  await shop.store.shops.setState(shop.shop.shopId, 'active', shop.clock.now());
  const orders = new Orders();
  const admin = await startFakeAdmin({ orders: 0, customers: 0 }, orders.answers());
  orders.listen(admin);
  await grow(shop, 0, small);
  const encore = await startProcess({
    name: 'Encore',
    flags: startFlags(),
    script: 'web/main.ts',
    env: environmentOf(shop.url, admin.url),
    onLine: (line) => console.error(line),
  });
  const few = await measure(shop, encore.url, orders);
  await grow(shop, small, large);
  const many = await measure(shop, encore.url, orders);
  await encore.stop();
  await admin.close();
  await shop.close();

  const of = (ways: readonly Way[], key: keyof Way) => median(ways.map((way) => way[key]));
  const line = (ways: readonly Way[], key: keyof Way) =>
    `${rounded(of(ways, key))} ms (p99 ${rounded(
      quantile(
        ways.map((way) => way[key]),
        0.99,
      ),
    )})`;
  const both = (what: string, key: keyof Way) => [
    { what: `${what}, ${grouped(small)} customers`, value: line(few, key) },
    { what: `${what}, ${grouped(large)} customers`, value: line(many, key) },
  ];
  const ratio = of(many, 'tagged') / of(few, 'tagged');
  report(
    `One order, webhook in → tag call out, median of ${few.length}`,
    [
      ...both('answered', 'answered'),
      ...both('recorded, its job begun', 'recorded'),
      ...both('tag call out', 'tagged'),
      {
        what: 'ratio large : small',
        value: `${ratio.toFixed(2)}×`,
        target: `≤ ${TOLERANCE}×`,
        met: ratio <= TOLERANCE,
      },
    ],
    {
      small,
      large,
      ratio: rounded(ratio, 2),
      ms: {
        answered: [of(few, 'answered'), of(many, 'answered')],
        recorded: [of(few, 'recorded'), of(many, 'recorded')],
        tagged: [of(few, 'tagged'), of(many, 'tagged')],
      },
    },
  );
}

await main();
