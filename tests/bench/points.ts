// npm run bench -- points [--orders 100000] [--members 1000000] [--rounds 400]
// Everybody's points counted anew from so many orders, then what Encore answers a theme over HTTP and what the members' screens read in a large shop on PostgreSQL.
import { parseArgs } from 'node:util';
import { createReader } from '../../web/db/reader.ts';
import { defaultProgram, type ProgramTerms, type Reward } from '../../web/domain/loyalty/program.ts';
import type { CustomerId } from '../../web/domain/shared/ids.ts';
import { localDayOf } from '../../web/domain/shared/time.ts';
import type { LoyaltyCtx, LoyaltyReader } from '../../web/use-cases/ports.ts';
import { recountPoints } from '../../web/use-cases/recount-points.ts';
import { startRecount } from '../../web/use-cases/steps/start-recount.ts';
import { startFlags, startProcess } from '../demo/processes.ts';
import { signedQuery } from '../dev-store/app-proxy/sign.ts';
import { recordingLog } from '../support/silent-log.ts';
import { API_SECRET, type BenchShop, DOMAIN, environmentOf, openBenchShop } from './support/bench-shop.ts';
import { addLines, FIRST_MEMBER, fillMembers } from './support/fill-members.ts';
import { fillShop } from './support/fill-shop.ts';
import { grouped, median, quantile, report, rounded, timed } from './support/report.ts';

const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '100000' },
    members: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '400' },
  },
});
const orders = Number(values.orders);
const members = Number(values.members);
const rounds = Number(values.rounds);
const DAY_MS = 86_400_000;
const HISTORY_DAYS = 730;
const LAUNCHED_DAYS_AGO = 365;
/** `fillShop` gives three orders a customer; a few more customers, so that there are never fewer orders than asked for. */
const ORDERS_EACH = 2.9;
const REPLAY_LIMIT_S = 10;
const PROXY_LIMIT_MS = 50;
const PAGE_LIMIT_MS = 100;
/** Asked of every shop each minute. */
const WORK_LIMIT_MS = 10;
const AT_ONCE = 8;
const WARM_UP = 20;

/** As a shop runs it: two tiers, points that end after a year, orders of two years before now earn. */
function terms(todayOn: number): ProgramTerms {
  const levels = [
    { key: 'member', name: 'Member', threshold: 0, multiplierBps: 10_000 },
    { key: 'plus', name: 'Plus', threshold: 20_000, multiplierBps: 12_500 },
  ];
  return {
    ...defaultProgram('USD'),
    on: true,
    tiers: { by: 'spend', levels, graceDays: 30 },
    historyFromOn: todayOn - HISTORY_DAYS,
  };
}

async function replayAll(shop: BenchShop, ctx: LoyaltyCtx) {
  const { shopId } = shop.shop;
  const count = async () => {
    await shop.store.transaction((tx) => startRecount(tx, shopId, shop.clock.now()));
    return timed(() => recountPoints(ctx));
  };
  const first = await count();
  await shop.sql('ANALYZE ledger_entry');
  const again = await count();
  const { rows } = await shop.database.pool.query<{ entries: number; again: number; accounts: number }>(
    `SELECT (SELECT count(*)::int FROM ledger_entry WHERE shop_id = $1) AS entries,
      (SELECT count(*)::int FROM ledger_entry WHERE shop_id = $1 AND seq > 1) AS again,
      (SELECT count(*)::int FROM loyalty_account WHERE shop_id = $1) AS accounts`,
    [shopId],
  );
  const [posted] = rows;
  if (!posted) throw new Error('counts without a condition gave no row');
  return { ms: first.ms, againMs: again.ms, ...posted };
}

/** So many calls for members drawn at random, `AT_ONCE` at a time. */
async function asked(what: string, ask: (n: number) => Promise<unknown>, atOnce: number) {
  const times: number[] = [];
  const draw = () => 1 + Math.floor(Math.random() * members);
  for (let round = 0; round < rounds + WARM_UP; round += atOnce) {
    const some = await Promise.all(Array.from({ length: atOnce }, () => timed(() => ask(draw()))));
    if (round >= WARM_UP) times.push(...some.map(({ ms }) => ms));
  }
  return { what, medianMs: median(times), p95Ms: quantile(times, 0.95) };
}

const memberId = (n: number) => String(FIRST_MEMBER + BigInt(n)) as CustomerId;

/** What a theme asks, signed as Shopify's app proxy signs it, answered by Encore in a process of its own. */
async function proxyAnswers({ url }: BenchShop) {
  const door = await startProcess({
    name: 'Encore',
    flags: startFlags(),
    script: 'tests/bench/support/door-server.ts',
    args: ['ours'],
    env: environmentOf(url, 'http://localhost:9'),
    onLine: (line) => console.error(line),
  });
  const ask = async (n: number) => {
    const facts = {
      shopDomain: DOMAIN,
      customerId: memberId(n),
      pathPrefix: '/apps/encore',
      nowMs: Date.now(),
    };
    const answer = await fetch(
      `${door.url}/proxy/shopper?${signedQuery(new URLSearchParams(), facts, API_SECRET)}`,
    );
    const { member } = (await answer.json()) as { member?: { history: unknown[] } | null };
    if (!member?.history.length) throw new Error(`no member was answered (${answer.status})`);
  };
  const alone = await asked('app proxy, one at a time', ask, 1);
  const crowd = await asked(`app proxy, ${AT_ONCE} at once`, ask, AT_ONCE);
  await door.stop();
  return [alone, crowd];
}

async function screens(shop: BenchShop, reader: LoyaltyReader) {
  const { shopId } = shop.shop;
  const sorts = ['points', 'pending', 'next_expiry', 'joined'] as const;
  const page = { after: null, limit: 50 };
  const first = sorts.map((sort): [string, () => Promise<unknown>] => [
    `members by ${sort}, first page`,
    () => reader.members(shopId, {}, { sort, direction: 'desc' }, page),
  ]);
  const order = { sort: 'points', direction: 'desc' } as const;
  const middle = { value: '600', accountId: String(Math.floor(members / 2)) };
  const rest: [string, () => Promise<unknown>][] = [
    ['members by points, further on', () => reader.members(shopId, {}, order, { after: middle, limit: 50 })],
    ['members of a tier', () => reader.members(shopId, { tier: 'plus' }, order, page)],
    ['members with debt', () => reader.members(shopId, { withDebt: true }, order, page)],
    ['sums of the shop', () => reader.totals(shopId)],
  ];
  const found = [];
  for (const [what, ask] of [...first, ...rest]) found.push(await asked(what, ask, 1));
  return found;
}

async function main(): Promise<void> {
  const shop = await openBenchShop();
  const { store, clock, queue } = shop;
  const { shopId } = shop.shop;
  const todayOn = localDayOf(clock.now(), 'UTC');
  await store.shops.setState(shopId, 'active', clock.now());
  await fillShop(shop, { from: 0, to: Math.ceil(orders / ORDERS_EACH), todayOn });
  await addLines(shop);
  const held = await store.orders.count(shopId);
  const launchedAt = new Date(clock.now().getTime() - LAUNCHED_DAYS_AGO * DAY_MS);
  await store.loyalty.saveProgram(shopId, terms(todayOn), { excluded: [], basedOn: 0, at: launchedAt });
  const reader = createReader(shop.database.pool);
  const current = (await store.shops.find(shopId)) ?? shop.shop;
  const parts = { shop: current, store, reader, queue, clock, log: recordingLog() };
  const ctx = parts as unknown as LoyaltyCtx;

  const replay = await replayAll(shop, ctx);
  console.error(`${grouped(held)} orders replayed in ${rounded(replay.ms / 1_000, 1)} s`);
  const [reward] = defaultProgram('USD').rewards as readonly [Reward];
  await fillMembers(shop, members, reward);
  console.error(`${grouped(members)} members filled`);
  const proxy = await proxyAnswers(shop);
  const refreshed = await timed(() => store.loyalty.refreshTotals(shopId, clock.now()));
  const lists = await screens(shop, reader.loyalty);
  const work = await asked('is there anything to do', () => store.loyalty.work(shopId, clock.now()), 1);
  const sums = await reader.loyalty.totals(shopId);
  const kept =
    sums.available + sums.pending + sums.reserved - sums.debt + sums.spent + sums.expired + sums.forgotten;
  await shop.close();

  const seconds = (replay.ms * 100_000) / Math.max(1, held) / 1_000;
  const shown =
    (limit: number) =>
    ({ what, medianMs, p95Ms }: Awaited<ReturnType<typeof asked>>) => ({
      what,
      value: `${rounded(medianMs, 1)} ms (p95 ${rounded(p95Ms, 1)})`,
      target: `p95 ≤ ${limit} ms`,
      met: p95Ms <= limit,
    });
  report(
    `Points: ${grouped(held)} orders of ${grouped(replay.accounts)} customers, then ${grouped(members)} members`,
    [
      {
        what: 'orders replayed and posted, per 100,000',
        value: `${rounded(seconds, 1)} s`,
        target: `≤ ${REPLAY_LIMIT_S} s`,
        met: seconds <= REPLAY_LIMIT_S,
      },
      { what: 'entries posted', value: grouped(replay.entries) },
      {
        what: 'the same again',
        value: `${rounded(replay.againMs / 1_000, 1)} s, ${replay.again} posted`,
        target: 'nothing posted',
        met: replay.again === 0,
      },
      ...proxy.map(shown(PROXY_LIMIT_MS)),
      ...lists.map(shown(PAGE_LIMIT_MS)),
      shown(WORK_LIMIT_MS)(work),
      { what: 'night: members and ledger summed', value: `${rounded(refreshed.ms / 1_000, 2)} s` },
      { what: 'books', value: `${sums.issued} = ${kept}`, target: 'equal', met: sums.issued === kept },
    ],
    {
      orders: held,
      members,
      seconds: {
        replay: rounded(replay.ms / 1_000, 2),
        again: rounded(replay.againMs / 1_000, 2),
        totals: rounded(refreshed.ms / 1_000, 2),
      },
      p95Ms: Object.fromEntries(
        [...proxy, ...lists, work].map(({ what, p95Ms }) => [what, rounded(p95Ms, 1)]),
      ),
    },
  );
}

await main();
