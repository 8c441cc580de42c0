import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
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
    await closeServer(server);
    await app.stop();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal));
}

const CLOSE_GRACE_MS = 5_000;

/** Lets requests under way end (for at most 5 s) before the database goes, so that no delivery is answered by a closed pool. */
async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const late = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
}

/** What to print when the process cannot start: what the merchant can mend in a sentence, anything else whole. */
function complaintOf(error: unknown): unknown {
  if (error instanceof ConfigError) return error.message;
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error)
    return `Port ${error.port} is taken: end what listens there or set PORT to another one.`;
  return error;
}

main().catch((error: unknown) => {
  console.error(complaintOf(error));
  process.exit(1);
});
