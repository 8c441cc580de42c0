// Runs before `npm test`, `npm run demo` and the like on any Node ≥ 20: installs what the lock file asks for, once per lock file.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const STAMP = 'node_modules/.encore-installed';
const [major] = process.versions.node.split('.').map(Number);
if (major < 20) {
  console.error(`Encore needs Node 20 or newer to start (it brings its own Node 24); this is ${process.version}.`);
  process.exit(1);
}

const wanted = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
const standing = existsSync(STAMP) ? readFileSync(STAMP, 'utf8') : '';
if (standing !== wanted || !existsSync('node_modules/.bin/node')) {
  console.log('Installing packages (npm ci) …');
  const result = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: 'inherit' });
  if (result.status !== 0) process.exit(result.status ?? 1);
  writeFileSync(STAMP, wanted);
}
