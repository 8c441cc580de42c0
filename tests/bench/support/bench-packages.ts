import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What only a benchmark needs: Shopify's own webhook door, a column store. No dependency of the project. */
const PACKAGES = {
  '@shopify/shopify-app-express': '8.0.2',
  '@duckdb/node-api': '1.5.6-r.1',
  express: '5.3.0',
};

const folder = fileURLToPath(new URL('../../../node_modules/.cache/encore-bench/', import.meta.url));
const manifest = path.join(folder, 'package.json');

/** Installs the packages once (about half a minute); without scripts. */
export function ensureBenchPackages(): void {
  const wanted = `${JSON.stringify({ private: true, dependencies: PACKAGES }, null, 2)}\n`;
  const standing = existsSync(manifest) ? readFileSync(manifest, 'utf8') : '';
  if (standing === wanted && existsSync(path.join(folder, 'node_modules/.package-lock.json'))) return;
  console.error('Installing the packages of the benchmarks …');
  mkdirSync(folder, { recursive: true });
  const npm = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  writeFileSync(manifest, wanted);
  const { status } = spawnSync('npm', npm, { cwd: folder, stdio: ['ignore', 2, 2] });
  if (status === 0) return;
  writeFileSync(manifest, '{}');
  throw new Error('the packages of the benchmarks could not be installed');
}

/** A package out of that folder; the caller says what it takes it for. */
export async function benchPackage<Module>(
  name: keyof typeof PACKAGES | `${string}/${string}`,
): Promise<Module> {
  const file = createRequire(manifest).resolve(name);
  return (await import(pathToFileURL(file).href)) as Module;
}
