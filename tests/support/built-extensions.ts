import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CACHE = join(ROOT, 'node_modules/.cache/encore-extensions');
const LOCK = join(CACHE, 'building');
const STANDING = join(CACHE, 'standing.json');
const INPUTS = ['extensions', 'web/domain/loyalty', 'web/domain/shared'];
/** A build takes seconds, on a busy machine a minute or two: an older lock was left by a process that died. */
const STALE_MS = 600_000;

function hashInputs(): string {
  const hash = createHash('sha256');
  for (const file of ['shopify.app.toml', 'package-lock.json']) hash.update(readFileSync(join(ROOT, file)));
  for (const folder of INPUTS) {
    const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).toSorted();
    const sources = files.filter(
      (name) => /\.(ts|tsx|mjs|json|toml|liquid|css)$/.test(name) && !isMade(name),
    );
    for (const file of sources) hash.update(file).update(readFileSync(join(ROOT, folder, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

const isMade = (name: string): boolean => /(^|\/)(dist|assets)\/|manifest\.json$|\.generated\.ts$/.test(name);

/** What the build printed, and that it went well. */
export type ExtensionBuild = { ok: boolean; output: string };

/** Builds every extension with Shopify's CLI, once per state of the sources, however many test files ask at once. */
export async function buildExtensions(): Promise<ExtensionBuild> {
  const hash = hashInputs();
  mkdirSync(CACHE, { recursive: true });
  for (;;) {
    const standing = readStanding();
    if (standing?.hash === hash && isThere()) return standing;
    if (takeLock()) break;
    await wait(200);
  }
  try {
    rmSync(STANDING, { force: true });
    const built = await build();
    if (built.ok) writeWhole(STANDING, JSON.stringify({ hash, ...built }));
    return built;
  } finally {
    rmSync(LOCK, { recursive: true, force: true });
  }
}

/** Not `spawnSync`: a test process that answers nobody for a minute is given up. */
async function build(): Promise<ExtensionBuild> {
  const child = spawn(process.execPath, ['extensions/build.mjs'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const status = new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve);
    child.once('error', reject);
  });
  const [code, ...said] = await Promise.all([status, text(child.stdout), text(child.stderr)]);
  return { ok: code === 0, output: said.join('') };
}

/** What was built last: there is one place for what is built, whatever state of the sources it was built from. */
function readStanding(): (ExtensionBuild & { hash: string }) | null {
  try {
    return JSON.parse(readFileSync(STANDING, 'utf8'));
  } catch {
    return null;
  }
}

/** Others read it meanwhile. */
function writeWhole(file: string, content: string): void {
  const made = `${file}.${process.pid}`;
  writeFileSync(made, content);
  renameSync(made, file);
}

/** The marker lies in node_modules, what it speaks of does not. */
function isThere(): boolean {
  return existsSync(join(ROOT, 'extensions/encore-checkout/dist/encore-checkout.js'));
}

function takeLock(): boolean {
  try {
    mkdirSync(LOCK);
    return true;
  } catch {
    const age = Date.now() - (statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > STALE_MS) rmSync(LOCK, { recursive: true, force: true });
    return false;
  }
}
