import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MigrationList } from '@prisma/schema-engine-wasm';

/** The project's own schema and migrations. */
export const prismaFolder = fileURLToPath(new URL('../../../prisma', import.meta.url));

/** A folder with `schema.prisma` and `migrations/<name>/migration.sql`, as the schema engine wants it. */
export function readMigrations(folder: string = prismaFolder): MigrationList {
  const baseDir = path.resolve(folder, 'migrations');
  const lockfile = path.join(baseDir, 'migration_lock.toml');
  const names = readdirSync(baseDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return {
    baseDir,
    shadowDbInitScript: '',
    lockfile: {
      path: 'migration_lock.toml',
      content: existsSync(lockfile) ? readFileSync(lockfile, 'utf8') : null,
    },
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: readFileSync(path.join(baseDir, name, 'migration.sql'), 'utf8') },
      },
    })),
  };
}

/** The Prisma schema of such a folder. */
export function readSchema(folder: string = prismaFolder): { path: string; content: string } {
  const file = path.join(path.resolve(folder), 'schema.prisma');
  return { path: file, content: readFileSync(file, 'utf8') };
}
