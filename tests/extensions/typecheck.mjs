// Each kind of surface has components of its own under the same names, so each is a program of its own.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const programs = readdirSync(`${ROOT}extensions`).filter((name) => /^tsconfig\.\w+\.json$/.test(name));
let failed = programs.length === 0;
for (const program of programs) {
  const compile = ['node_modules/typescript-native/bin/tsc', '-p', `extensions/${program}`];
  const { status } = spawnSync(process.execPath, compile, { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) failed = true;
}
process.exit(failed ? 1 : 0);
