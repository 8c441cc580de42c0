import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Pool } from 'pg';
import { pino } from 'pino';
import { createApp } from '../../web/app.ts';
import type { Config } from '../../web/config.ts';
import { openDatabase } from '../../web/db/open-database.ts';
import type { DrivenClock } from './driven-clock.ts';

/** Encore as `npm start` serves it, in this process, on a clock that can be driven. */
export type HostedEncore = {
  url: string;
  /** What a look from above needs: who was held out, what still waits. Nothing is written by it. */
  pool: Pool;
  /** What the clock starts every minute. */
  tick(): Promise<void>;
  stop(): Promise<void>;
};

/** Everything here is woken; looking more often would only take from the simulated days. */
const POLL_SECONDS = 3;

/** Joins, listens and works. Log lines go to stderr, so that stdout is the demo's own. */
export async function hostEncore(config: Config, clock: DrivenClock): Promise<HostedEncore> {
  const log = pino({ level: config.logLevel, base: null }, pino.destination({ dest: 2, sync: true }));
  let pool: Pool | undefined;
  const app = await createApp(config, {
    log,
    clock,
    wait: clock.wait,
    pollSeconds: POLL_SECONDS,
    open: async (options) => {
      // What this process writes is gone with it: no disk needs to have it for sure.
      const database = await openDatabase('dataDir' in options ? { ...options, durable: false } : options);
      pool = database.pool;
      return database;
    },
  });
  if (!pool) throw new Error('Encore opened no database');
  const server = createServer(app.http);
  server.keepAliveTimeout = 65_000;
  server.listen(config.port);
  await once(server, 'listening');
  await app.startWorkers();
  return {
    url: `http://localhost:${config.port}`,
    pool,
    tick: app.tick,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await app.stop();
    },
  };
}
