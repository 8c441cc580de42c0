// npm run bench [-- NAME [flags of that bench]]
// All benchmarks one after another, or one of them: webhook-door, night, backfill, latency, campaigns, points. Each prints its figures and one JSON line.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { whyNoPostgres } from '../support/postgres-server.ts';

const BENCHES = ['webhook-door', 'night', 'backfill', 'latency', 'campaigns', 'points'];

const [name, ...flags] = process.argv.slice(2);
const reason = whyNoPostgres();
if (reason) throw new Error(`the benchmarks need PostgreSQL: ${reason}`);
if (name !== undefined && !BENCHES.includes(name)) throw new Error(`no bench ${name}: ${BENCHES.join(', ')}`);
for (const bench of name === undefined ? BENCHES : [name]) {
  const script = fileURLToPath(new URL(`${bench}.ts`, import.meta.url));
  const { status } = spawnSync(process.execPath, [script, ...flags], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
