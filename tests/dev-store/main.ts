import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { LocalShopify } from './controls/local-shopify.ts';
import { openShop, shopShape } from './controls/shop-routes.ts';
import { startServer } from './server.ts';

/**
 * The local Shopify as a process. Flags win over the environment: `--port` (DEV_STORE_PORT, 4000), `--smtp-port`
 * (DEV_STORE_SMTP_PORT, 4025; any free one where `--port` is 0), `--toml` (APP_TOML, ./shopify.app.toml), `--app-url` (APP_URL,
 * http://localhost:3000), `--client-id` (SHOPIFY_API_KEY), `--client-secret` (SHOPIFY_API_SECRET), `--shop` (JSON as
 * `POST /__dev/shops` takes it; repeatable). Prints one line, `{"ready":true,"url":…,"smtpPort":…}`.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      'smtp-port': { type: 'string' },
      toml: { type: 'string' },
      'app-url': { type: 'string' },
      'client-id': { type: 'string' },
      'client-secret': { type: 'string' },
      shop: { type: 'string', multiple: true, default: [] },
    },
  });
  const { env } = process;
  const toml = readFileSync(values.toml ?? env.APP_TOML ?? 'shopify.app.toml', 'utf8');
  const local = new LocalShopify({
    toml,
    appUrl: values['app-url'] ?? env.APP_URL ?? 'http://localhost:3000',
    app: {
      clientId: values['client-id'] ?? env.SHOPIFY_API_KEY ?? 'encore-local-client-id',
      clientSecret: values['client-secret'] ?? env.SHOPIFY_API_SECRET ?? 'encore-local-client-secret',
    },
  });
  const port = Number(values.port ?? env.DEV_STORE_PORT ?? 4000);
  const running = await listening('DEV_STORE_PORT', () => startServer(local, port));
  const mailPort = Number(values['smtp-port'] ?? env.DEV_STORE_SMTP_PORT ?? (port === 0 ? 0 : 4025));
  await listening('DEV_STORE_SMTP_PORT', () => local.mail.up(mailPort));
  for (const shop of values.shop) await openShop(local, shopShape.parse(JSON.parse(shop)));
  console.log(JSON.stringify({ ready: true, url: running.url, smtpPort: local.mail.port }));
  const stop = (): void => {
    running.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

/** Where the port is taken the process ends with one sentence. */
async function listening<T>(variable: string, listen: () => Promise<T>): Promise<T> {
  try {
    return await listen();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error))
      throw error;
    console.error(`Port ${error.port} is taken: end what listens there or set ${variable} to another one.`);
    process.exit(1);
  }
}

await main();
