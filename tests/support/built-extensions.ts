import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CACHE = join(ROOT, 'node_modules/.cache/encore-extensions');
const LOCK = join(CACHE, 'building');
const INPUTS = ['extensions', 'web/domain/loyalty', 'web/domain/shared'];
/** A build takes seconds: an older lock was left by a process that died. */
const STALE_MS = 180_000;

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
  const marker = join(CACHE, `${hashInputs()}.json`);
  mkdirSync(CACHE, { recursive: true });
  for (;;) {
    if (existsSync(marker) && isThere()) return JSON.parse(readFileSync(marker, 'utf8')) as ExtensionBuild;
    if (takeLock()) break;
    await wait(200);
  }
  try {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['extensions/build.mjs'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    const built: ExtensionBuild = { ok: status === 0, output: `${stdout}${stderr}` };
    if (built.ok) writeFileSync(marker, JSON.stringify(built));
    return built;
  } finally {
    rmSync(LOCK, { recursive: true, force: true });
  }
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
