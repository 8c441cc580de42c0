// Generates the Prisma client into prisma/client. Plain JavaScript: npm may run it on its own, older Node during `npm ci`.
// The generator never starts the native schema engine but downloads it unless one is named: any existing file does.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const manifest = require('prisma/package.json');
const cli = path.join(path.dirname(require.resolve('prisma/package.json')), manifest.bin.prisma);

const { status, error, stdout, stderr } = spawnSync(
  process.execPath,
  [cli, 'generate', '--schema', path.join(here, 'schema.prisma')],
  {
    cwd: path.dirname(here),
    encoding: 'utf8',
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      PRISMA_HIDE_PREVIEW_FLAG_WARNINGS: '1',
      CHECKPOINT_DISABLE: '1',
    },
  },
);
if (error || status !== 0) {
  process.stderr.write(`prisma generate failed\n${error?.message ?? ''}${stdout}${stderr}`);
  process.exit(1);
}
