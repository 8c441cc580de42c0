// npm run soak -- [--seconds 180] [--clients 8] [--hostile]
// Hours of ordinary and hostile work on the embedded database, every answer checked; looks for stalls and lost commits.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { openDatabase } from '../../web/db/open-database.ts';
import {
  auditSoak,
  everyday,
  hostile,
  type Ledger,
  type Operation,
  prepareSoak,
} from '../support/soak-workload.ts';

/** What one soak has found. Times in milliseconds, from the call to the answer, waiting for the session included. */
export type SoakReport = {
  operations: number;
  perSecond: number;
  complaints: string[];
  restarts: number;
  p50: number;
  p99: number;
  slowest: { name: string; ms: number };
  /** The longest time in which no operation ended. */
  longestSilenceMs: number;
  reopenMs: number;
  rssMb: number;
};

type Measured = {
  times: number[];
  complaints: string[];
  slowest: { name: string; ms: number };
  longestSilenceMs: number;
};

type SoakOptions = {
  seconds: number;
  clients: number;
  hostile: boolean;
  /** Goes on until so many operations have ended, however slow the machine. */
  atLeast?: number;
};

/** No ordinary statement meets this, also on a busy machine. */
const HOSTILE_LIMIT_MS = 5_000;

/** Works on a new database in a temporary folder, then closes it, opens it again and audits what was acknowledged. */
export async function soak(options: SoakOptions): Promise<SoakReport> {
  const parent = mkdtempSync(path.join(os.tmpdir(), 'encore-soak-'));
  const place = {
    dataDir: path.join(parent, 'data'),
    statementLimitMs: options.hostile ? HOSTILE_LIMIT_MS : 60_000,
  };
  let restarts = 0;
  const database = await openDatabase({ ...place, checkpointBytes: 64_000_000, onCrash: () => restarts++ });
  const ledger = await prepareSoak(database.pool);
  const mix = options.hostile ? [...everyday, ...hostile] : everyday;
  const { times, complaints, slowest, longestSilenceMs } = await work(database.pool, ledger, mix, options);
  complaints.push(...(await auditSoak(database.pool, ledger)));
  await database.close();
  const start = Date.now();
  const again = await openDatabase(place);
  const reopenMs = Date.now() - start;
  complaints.push(
    ...(await auditSoak(again.pool, ledger)).map((complaint) => `after reopening, ${complaint}`),
  );
  await again.close();
  rmSync(parent, { recursive: true, force: true });
  const operations = times.length;
  const perSecond = Math.round(operations / options.seconds);
  const [p50, p99] = [quantile(times, 0.5), quantile(times, 0.99)];
  const rssMb = Math.round(process.memoryUsage.rss() / 1e6);
  return {
    operations,
    perSecond,
    complaints,
    restarts,
    p50,
    p99,
    slowest,
    longestSilenceMs,
    reopenMs,
    rssMb,
  };
}

/** Several callers, each doing one random operation after another until the time is up. */
async function work(
  pool: pg.Pool,
  ledger: Ledger,
  mix: Operation[],
  options: SoakOptions,
): Promise<Measured> {
  const measured: Measured = { times: [], complaints: [], slowest: { name: '', ms: 0 }, longestSilenceMs: 0 };
  let lastEnd = Date.now();
  const listen = () => {
    measured.longestSilenceMs = Math.max(measured.longestSilenceMs, Date.now() - lastEnd);
  };
  const watch = setInterval(listen, 500);
  const until = Date.now() + options.seconds * 1000;
  const caller = async () => {
    while (Date.now() < until || measured.times.length < (options.atLeast ?? 0)) {
      const operation = choose(mix);
      const start = performance.now();
      const complaint = await operation.run(pool, ledger).catch((error: unknown) => String(error));
      const ms = Math.round((performance.now() - start) * 10) / 10;
      if (complaint !== null) measured.complaints.push(`${operation.name}: ${complaint}`);
      measured.times.push(ms);
      if (ms > measured.slowest.ms) measured.slowest = { name: operation.name, ms };
      listen();
      lastEnd = Date.now();
    }
  };
  await Promise.all(Array.from({ length: options.clients }, caller));
  clearInterval(watch);
  return measured;
}

function quantile(times: number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * share)] ?? 0;
}

function choose(mix: Operation[]): Operation {
  let at = Math.random() * mix.reduce((sum, operation) => sum + operation.share, 0);
  for (const operation of mix) {
    at -= operation.share;
    if (at < 0) return operation;
  }
  throw new Error('an empty mix');
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { seconds: { type: 'string' }, clients: { type: 'string' }, hostile: { type: 'boolean' } },
  });
  const seconds = Number(values.seconds ?? 180);
  const report = await soak({
    seconds,
    clients: Number(values.clients ?? 8),
    hostile: values.hostile ?? false,
  });
  console.log(JSON.stringify({ ...report, complaints: report.complaints.length }));
  for (const complaint of report.complaints.slice(0, 50)) console.error(complaint);
  if (report.complaints.length > 0 || report.longestSilenceMs > 10_000) process.exitCode = 1;
}
