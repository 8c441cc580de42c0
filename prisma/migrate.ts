// npm run db:migrate [-- --url URL | --data-dir FOLDER] [-- --rolled-back NAME]
// Brings a database to the newest migration. Without an address: the one of DATABASE_URL, else of DATA_DIR.
import { parseArgs } from 'node:util';
import { markRolledBack, migrate } from '../web/db/migrate.ts';
import { openDatabase } from '../web/db/open-database.ts';

const { values } = parseArgs({
  options: { url: { type: 'string' }, 'data-dir': { type: 'string' }, 'rolled-back': { type: 'string' } },
});

function place(): { url: string } | { dataDir: string } {
  if (values.url) return { url: values.url };
  if (values['data-dir']) return { dataDir: values['data-dir'] };
  if (process.env.DATABASE_URL) return { url: process.env.DATABASE_URL };
  if (process.env.DATA_DIR) return { dataDir: process.env.DATA_DIR };
  throw new Error('Which database? Set DATABASE_URL or DATA_DIR, or pass --url or --data-dir.');
}

try {
  const database = await openDatabase(place());
  try {
    const failed = values['rolled-back'];
    if (failed !== undefined) await markRolledBack(database, failed);
    else
      console.log(
        (await migrate(database)).map((name) => `applied ${name}`).join('\n') || 'nothing to apply',
      );
  } finally {
    await database.close();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
