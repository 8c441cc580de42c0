import { cpSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildAdmin } from '../frontend/fixture/build-admin.ts';

const DIST = fileURLToPath(new URL('../../dist/admin/', import.meta.url));

/** Puts the admin of the present sources where the server takes it from (`npm run build:admin` does the same by hand). */
export async function prepareAdmin(): Promise<void> {
  const built = await buildAdmin();
  const [fresh, standing] = [join(built, 'index.html'), join(DIST, 'index.html')];
  // Asset names carry their content's hash, so equal documents mean equal builds.
  if (existsSync(standing) && readFileSync(fresh, 'utf8') === readFileSync(standing, 'utf8')) return;
  mkdirSync(DIST, { recursive: true });
  cpSync(join(built, 'assets'), join(DIST, 'assets'), { recursive: true });
  const draft = join(DIST, `index.${process.pid}.html`);
  cpSync(fresh, draft);
  renameSync(draft, standing);
}
