// `npm run build:extensions`: writes the app's address where extensions can read it, then has Shopify's CLI build them all, without
// a log-in or a network. Extensions are uploaded as they were built: after a change of application_url, build and deploy again.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'smol-toml';

const ROOT = new URL('../', import.meta.url);
const ADDRESS_FILE = new URL('shared/app-address.generated.ts', import.meta.url);

function writeAddress() {
  const { application_url: address } = parse(readFileSync(new URL('shopify.app.toml', ROOT), 'utf8'));
  const text = `// Written by \`npm run build:extensions\` from shopify.app.toml: extensions are uploaded as they were built and cannot ask for it.
export const APP_ADDRESS = '${String(address).replace(/\/$/, '')}';
`;
  if (!existsSync(ADDRESS_FILE) || readFileSync(ADDRESS_FILE, 'utf8') !== text)
    writeFileSync(ADDRESS_FILE, text);
}

/** UI extensions whose file did not come out, by folder. */
function unbuilt() {
  return readdirSync(new URL('./', import.meta.url)).filter((folder) => {
    const toml = new URL(`${folder}/shopify.extension.toml`, import.meta.url);
    if (!existsSync(toml)) return false;
    const [extension] = parse(readFileSync(toml, 'utf8')).extensions ?? [];
    if (extension?.type !== 'ui_extension') return false;
    return !existsSync(new URL(`${folder}/dist/${extension.handle}.js`, import.meta.url));
  });
}

writeAddress();
const cli = fileURLToPath(new URL('node_modules/@shopify/cli/bin/run.js', ROOT));
const { status } = spawnSync(process.execPath, [cli, 'app', 'build', '--skip-dependencies-installation'], {
  cwd: fileURLToPath(ROOT),
  stdio: 'inherit',
  env: { ...process.env, CI: '1', SHOPIFY_CLI_NO_ANALYTICS: '1' },
});
const missing = unbuilt();
if (missing.length > 0) console.error(`not built: ${missing.join(', ')}`);
process.exit(status === 0 && missing.length === 0 ? 0 : 1);
