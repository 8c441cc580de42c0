// npm run db:diff [-- FOLDER]: prints the SQL that leads from the migrations to schema.prisma (the text of the next migration).
// Exit code 0 when they agree, 2 when they differ. Needs no server.
import { diffMigrations } from '../web/db/migration-diff.ts';

const [folder] = process.argv.slice(2);
const sql = await diffMigrations(folder);
if (sql === null) console.error('migrations and schema.prisma agree');
else {
  console.log(sql);
  process.exitCode = 2;
}
