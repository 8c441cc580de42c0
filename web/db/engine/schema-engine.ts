import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import type pg from 'pg';
import { migrationAdapter } from './migration-adapter.ts';

type Glue = typeof import('@prisma/schema-engine-wasm/schema_engine_bg');

/** No table of the database is managed outside the migrations. */
export const noFilters = { externalTables: [], externalEnums: [] };

let loaded: Promise<Glue> | null = null;

/** The engine never clears its timers (ten seconds for its lock): they must not hold up the end of the process. */
function withQuietTimers(glue: Glue): WebAssembly.ModuleImports {
  const quiet = (run: () => void, ms: number) => setTimeout(run, ms).unref();
  const entries = Object.entries(glue) as [string, WebAssembly.ImportValue][];
  return Object.fromEntries(
    entries.map(([name, value]) => [name, name.startsWith('__wbg_setTimeout_') ? quiet : value]),
  );
}

/** The package's own entry imports `.wasm` as a module, which Node does not do without a flag: instantiate it by hand. */
async function load(): Promise<Glue> {
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm');
  const bytes = readFileSync(path.join(path.dirname(entry), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, {
    './schema_engine_bg.js': withQuietTimers(glue),
  });
  glue.__wbg_set_wasm(instance.exports);
  const { __wbindgen_start: start } = instance.exports;
  if (typeof start === 'function') start();
  return glue;
}

/**
 * Prisma's schema engine (WebAssembly, no native binary) on one session. The engine takes an advisory lock and keeps it:
 * the caller must end the session afterwards.
 * @param options.shadow an empty throw-away database to replay migrations in; else one in memory is made when needed
 */
export async function withSchemaEngine<T>(
  pool: pg.Pool,
  run: (engine: SchemaEngine) => Promise<T>,
  options: { shadow?: pg.Pool } = {},
): Promise<T> {
  loaded ??= load();
  const { SchemaEngine: Engine } = await loaded;
  const { factory, disconnect } = migrationAdapter(pool, options.shadow);
  try {
    const bound = bindMigrationAwareSqlAdapterFactory(factory);
    const engine = await Engine.new({ datamodels: undefined }, () => {}, bound);
    return await run(engine).finally(() => engine.free());
  } finally {
    await disconnect();
  }
}
