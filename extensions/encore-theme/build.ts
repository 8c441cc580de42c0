import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const HERE = fileURLToPath(new URL('.', import.meta.url));
/** Kept in the repository: `shopify app build` and `deploy` send a theme extension's assets as they stand and run no build of ours. */
export const SCRIPT = `${HERE}assets/encore.generated.js`;

/** The one script of all blocks, made of `src/`; the same sources give the same bytes. */
export async function buildTheme(): Promise<string> {
  const made = await build({
    configFile: false,
    root: HERE,
    logLevel: 'error',
    // A test run's NODE_ENV must not change what comes out.
    mode: 'production',
    build: {
      write: false,
      target: 'es2022',
      lib: {
        entry: `${HERE}src/main.ts`,
        formats: ['iife'],
        name: 'encore',
        fileName: () => 'encore.generated.js',
      },
    },
  });
  const outputs = Array.isArray(made) ? made : [made];
  const chunk = outputs
    .flatMap((one) => ('output' in one ? one.output : []))
    .find((one) => one.type === 'chunk');
  if (chunk?.type !== 'chunk') throw new Error('the build made no script');
  return chunk.code;
}

/** What stands in `assets/` now; empty where there is none. */
export function standingScript(): string {
  try {
    return readFileSync(SCRIPT, 'utf8');
  } catch {
    return '';
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(SCRIPT, await buildTheme());
