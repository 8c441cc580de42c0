// npm run db:diff: prints the SQL that leads from the migrations to schema.prisma (the text of the next migration).
// Exit code 0 when they agree, 2 when they differ. Needs no server.
import { diffMigrations } from '../web/db/migrate.ts';

const sql = await diffMigrations();
if (sql === null) console.error('prisma/migrations and prisma/schema.prisma agree');
else {
  console.log(sql);
  process.exitCode = 2;
}
