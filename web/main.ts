import { once } from 'node:events';
import { createServer } from 'node:http';
import { createApp } from './app.ts';
import { ConfigError, readConfig } from './config.ts';
import { createLog } from './log.ts';

/** Config → app → listen → workers → graceful stop. Prints one JSON line `{"ready":true,"url":…}` once it serves. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  const app = await createApp(config, { log, clock: { now: () => new Date() } });
  const server = createServer(app.http);
  server.keepAliveTimeout = 65_000;
  server.listen(config.port);
  await once(server, 'listening');
  await app.startWorkers();
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : config.port;
  console.log(JSON.stringify({ ready: true, url: `http://localhost:${port}` }));

  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    server.close();
    server.closeIdleConnections();
    await app.stop();
    server.closeAllConnections();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal));
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
});
