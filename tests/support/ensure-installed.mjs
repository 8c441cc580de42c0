// Runs before `npm test`, `npm run demo` and the like on any Node ≥ 20: installs what the lock file asks for and is not there,
// and generates the Prisma client where the schema is newer.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';

const [major] = process.versions.node.split('.').map(Number);
if (major < 20) {
  console.error(
    `Encore needs Node 20 or newer to start (it brings its own Node 24); this is ${process.version}.`,
  );
  process.exit(1);
}

/** npm keeps what it installed in node_modules/.package-lock.json; packages for other platforms are not there. */
function isInstalled() {
  const standing = 'node_modules/.package-lock.json';
  if (!existsSync(standing) || !existsSync('node_modules/.bin/node')) return false;
  const { packages: wanted } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const { packages: present } = JSON.parse(readFileSync(standing, 'utf8'));
  return Object.entries(wanted).every(
    ([path, { optional, version }]) => path === '' || optional || present[path]?.version === version,
  );
}

/** The Prisma client is made from the schema when packages are installed; a schema pulled or edited since is newer. */
function isGenerated() {
  const client = 'prisma/client/client.ts';
  return existsSync(client) && statSync(client).mtimeMs >= statSync('prisma/schema.prisma').mtimeMs;
}

function runOrStop(command, given) {
  const { status } = spawnSync(command, given, { stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(status ?? 1);
}

if (!isInstalled()) {
  console.error('Installing packages (npm ci) …');
  runOrStop('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}
if (!isGenerated()) {
  console.error('Generating the Prisma client …');
  runOrStop('node_modules/.bin/node', ['prisma/generate.mjs']);
}
