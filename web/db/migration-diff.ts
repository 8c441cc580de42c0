import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import { prismaFolder, readMigrations, readSchema } from './engine/migration-files.ts';
import { openPGlite } from './engine/pglite-database.ts';
import { noFilters, withSchemaEngine } from './engine/schema-engine.ts';
import { withSingleSession } from './engine/single-session.ts';
import type { Database } from './open-database.ts';

/** The SQL that is missing between the migrations and `schema.prisma` of a folder; null when they agree. Needs no server. */
export async function diffMigrations(folder: string = prismaFolder): Promise<string | null> {
  const { pool, close } = await openPGlite({ durable: false });
  try {
    const differences = (engine: SchemaEngine) =>
      engine.diff({
        from: { tag: 'migrations', ...readMigrations(folder) },
        to: { tag: 'schemaDatamodel', files: [readSchema(folder)] },
        script: true,
        exitCode: true,
        filters: noFilters,
      });
    const result = await withSchemaEngine(pool, differences, { shadow: pool });
    return result.exitCode === 0 ? null : (result.stdout ?? '');
  } finally {
    await close();
  }
}

/** The SQL that leads from a live database to `schema.prisma`; null when they agree: somebody's change by hand shows here. */
export function diffDatabase(database: Database, folder: string = prismaFolder): Promise<string | null> {
  const files = [readSchema(folder)];
  return withSingleSession(database, (pool) =>
    withSchemaEngine(pool, async (engine) => {
      const result = await engine.diff({
        from: { tag: 'schemaDatasource', files, configDir: folder },
        to: { tag: 'schemaDatamodel', files },
        script: true,
        exitCode: true,
        filters: noFilters,
      });
      return result.exitCode === 0 ? null : (result.stdout ?? '');
    }),
  );
}
