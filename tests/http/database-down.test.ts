import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorBodySchema } from '../../web/contract/errors.ts';
import { openDatabase } from '../../web/db/open-database.ts';
import { eachDatabase, type TestDatabase } from '../support/test-database.ts';
import { type Encore, type Installed, startEncore } from './support/encore.ts';

eachDatabase((_kind, open) => {
  describe('the database is gone', () => {
    let encore: Encore;
    let shop: Installed;
    let back: () => Promise<void>;

    beforeAll(async () => {
      encore = await startEncore(await open());
      shop = await encore.install('down');
      back = await takeAway(encore.database);
    });
    afterAll(async () => {
      await back();
      await encore.close();
    });

    it('a delivery → 503, so that Shopify comes again', async () => {
      const sent = { shop: shop.domain, topic: 'orders/create', body: '{"id":1}' };
      expect((await encore.deliver(sent)).status).toBe(503);
    });

    it('the API and the health check → 503 by the contract, without the reason', async () => {
      for (const answer of [
        await encore.api(shop.domain, '/api/home'),
        await fetch(`${encore.url}/healthz`),
      ]) {
        expect(answer.status).toBe(503);
        const body = errorBodySchema.parse(await answer.json());
        expect(body).toMatchObject({ code: 'UNAVAILABLE', issues: [] });
        expect(body.message).not.toMatch(/pool|connect|postgres/i);
      }
    });
  });
});

/** A server that accepts no one any more, or an embedded database that was closed. Answers how to bring it back. */
async function takeAway(database: TestDatabase): Promise<() => Promise<void>> {
  if (!('url' in database.place)) {
    await database.close();
    return async () => undefined;
  }
  const name = new URL(database.place.url).pathname.slice(1);
  const admin = await openDatabase({
    url: database.place.url.replace(`/${name}?`, '/postgres?'),
    poolSize: 1,
  });
  const allow = (yes: boolean) => admin.pool.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS ${yes}`);
  await allow(false);
  await admin.pool.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
  return async () => {
    await allow(true);
    await admin.close();
  };
}
