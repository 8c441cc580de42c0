import { createWriteStream, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ShopModel } from '../../../web/domain/rfm/model.ts';
import { CUT_SHARES } from '../../../web/domain/rfm/rule.ts';
import { benchPackage } from './bench-packages.ts';
import type { BenchShop } from './bench-shop.ts';

type Connection = {
  run(sql: string): Promise<unknown>;
  runAndReadAll(sql: string): Promise<{ getRowObjects(): Record<string, unknown>[] }>;
  closeSync(): void;
};
type DuckDb = {
  DuckDBInstance: { create(place: string, options: object): Promise<{ connect(): Promise<Connection> }> };
};
type Fact = { customer_id: string; frequency: number; monetary_minor: string; last_on: number };

/** What DuckDB found: the cut points, and how many customers have each triple of scores. */
export type DuckNight = { cuts: ShopModel['cuts']; scores: Map<string, number> };
export type DuckFacts = { night(asOfOn: number): Promise<DuckNight>; close(): void };

/** The same customers' facts in a DuckDB in memory, on two threads. */
export async function openDuckFacts(shop: BenchShop): Promise<DuckFacts> {
  const { DuckDBInstance } = await benchPackage<DuckDb>('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  const file = path.join(os.tmpdir(), `encore-bench-${process.pid}.csv`);
  await pipeline(Readable.from(csvLines(shop)), createWriteStream(file));
  await connection.run(
    `CREATE TABLE fact AS SELECT * FROM read_csv('${file}', header = false, columns = {
      'customer_id': 'BIGINT', 'frequency': 'INTEGER', 'monetary_minor': 'BIGINT', 'last_on': 'INTEGER'})`,
  );
  rmSync(file);
  return { night: (asOfOn) => night(connection, asOfOn), close: () => connection.closeSync() };
}

async function* csvLines({ database, shop }: BenchShop): AsyncGenerator<string> {
  const text = `SELECT customer_id, frequency, monetary_minor, last_on FROM customer_fact
    WHERE shop_id = $1 AND customer_id > $2 ORDER BY customer_id LIMIT 50000`;
  for (let after = '0'; ; ) {
    const { rows } = await database.pool.query<Fact>(text, [shop.shopId, after]);
    if (rows.length === 0) return;
    yield rows
      .map((row) => `${row.customer_id},${row.frequency},${row.monetary_minor},${row.last_on}\n`)
      .join('');
    after = rows.at(-1)?.customer_id ?? after;
  }
}

const MEASURES = { recencyDays: 'recency', frequency: 'frequency', monetaryMinor: 'monetary_minor' };

/** Cut points, then everybody's scores by them, in two statements; the scores are counted, so that every one is computed. */
async function night(connection: Connection, asOfOn: number): Promise<DuckNight> {
  const facts = `(SELECT greatest(0, ${asOfOn} - last_on) AS recency, frequency, monetary_minor FROM fact)`;
  const shares = `[${CUT_SHARES.join(', ')}]`;
  const quantiles = Object.entries(MEASURES).map(
    ([name, column]) => `quantile_cont(${column}::DOUBLE, ${shares}) AS "${name}"`,
  );
  const found = await connection.runAndReadAll(`SELECT ${quantiles.join(', ')} FROM ${facts}`);
  const cuts = readCuts(found.getRowObjects()[0] ?? {});
  const below = (points: readonly number[], column: string) =>
    points.map((point) => `(${column} > ${point})::TINYINT`).join(' + ');
  const counted = await connection.runAndReadAll(
    `SELECT 5 - (${below(cuts.recencyDays, 'recency')}) AS r, 1 + ${below(cuts.frequency, 'frequency')} AS f,
      1 + ${below(cuts.monetaryMinor, 'monetary_minor')} AS m, count(*) AS n FROM ${facts} GROUP BY ALL`,
  );
  const rows = counted.getRowObjects();
  return { cuts, scores: new Map(rows.map(({ r, f, m, n }) => [`${r}${f}${m}`, Number(n)])) };
}

function readCuts(row: Record<string, unknown>): ShopModel['cuts'] {
  const points = (name: string): [number, number, number, number] => {
    const { items } = row[name] as { items: number[] };
    const [a = 0, b = 0, c = 0, d = 0] = items;
    return [a, b, c, d];
  };
  return {
    recencyDays: points('recencyDays'),
    frequency: points('frequency'),
    monetaryMinor: points('monetaryMinor'),
  };
}
