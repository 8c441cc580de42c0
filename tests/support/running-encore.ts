import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connectEncore, type EncoreClient } from '../demo/encore-client.ts';
import { connectShop, type LocalShop } from '../demo/local-shop.ts';
import { portOrOther } from '../demo/ports.ts';
import { type Running, startProcess } from '../demo/processes.ts';

export type Database = { DATABASE_URL: string } | { DATA_DIR: string };
type Options = {
  database: Database;
  /** As `POST /__dev/shops` takes it. */
  shop: { domain: string } & Record<string, unknown>;
};

/** A local Shopify and Encore beside it, each a process of its own. Encore may be killed and started again. */
export type RunningEncore = {
  storeUrl: string;
  url: string;
  shop: LocalShop;
  client: EncoreClient;
  /** What Encore printed so far, over all its lives. */
  lines: string[];
  /** SIGKILL: nothing is finished, nothing is closed. */
  kill(): Promise<void>;
  /** SIGTERM: what is under way is finished first. */
  end(): Promise<void>;
  /** Starts Encore again where it was. */
  start(): Promise<void>;
  /** Starts it on another database. */
  startOn(other: Database): Promise<EncoreClient>;
  stop(): Promise<void>;
};

export async function runEncore({ database, shop }: Options): Promise<RunningEncore> {
  const [appPort, storePort] = [await portOrOther(0), await portOrOther(0)];
  const url = `http://localhost:${appPort}`;
  const storeUrl = `http://localhost:${storePort}`;
  const keys = { SHOPIFY_API_KEY: 'e2e-client-id', SHOPIFY_API_SECRET: randomBytes(24).toString('hex') };
  const store = await startProcess({
    name: 'the local Shopify',
    script: 'tests/dev-store/main.ts',
    args: ['--port', String(storePort), '--smtp-port', '0', '--app-url', url, '--shop', JSON.stringify(shop)],
    env: keys,
  });
  const lines: string[] = [];
  const env = {
    ...keys,
    PORT: String(appPort),
    APP_URL: url,
    ENCORE_LOCAL: '1',
    ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    SHOPIFY_API_ORIGIN: storeUrl,
    APP_BRIDGE_URL: `${storeUrl}/app-bridge.js`,
    FRAME_ANCESTORS: storeUrl,
    LOG_LEVEL: 'debug',
  };
  const startEncore = (where: Database = database): Promise<Running> =>
    startProcess({
      name: 'Encore',
      script: 'web/main.ts',
      env: { ...env, ...where },
      onLine: (line) => {
        lines.push(line);
        if (process.env.E2E_VERBOSE === 'all') console.error(line);
      },
    });
  let encore = await startEncore();
  const local = connectShop(storeUrl, shop.domain);
  const client = connectEncore(url, local);
  return {
    storeUrl,
    url,
    lines,
    shop: local,
    client,
    async kill() {
      const { exitCode, signalCode } = encore.process;
      if (exitCode !== null || signalCode !== null)
        throw new Error(
          `Encore ended by itself (${exitCode ?? signalCode}):\n${lines.slice(-20).join('\n')}`,
        );
      const ended = once(encore.process, 'exit');
      encore.process.kill('SIGKILL');
      await ended;
    },
    end: () => encore.stop(),
    async start() {
      encore = await startEncore();
    },
    async startOn(other) {
      encore = await startEncore(other);
      return client;
    },
    async stop() {
      await encore.stop();
      await store.stop();
    },
  };
}
