import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { homeResponseSchema } from '../../web/contract/home.ts';
import { syncProgressSchema } from '../../web/contract/sync.ts';
import { eachDatabase } from '../support/test-database.ts';
import { type Encore, startEncore } from './support/encore.ts';
import { fillSmallShop } from './support/small-shop.ts';

eachDatabase((_kind, open) => {
  describe('the first sync over HTTP', () => {
    let encore: Encore;

    beforeAll(async () => {
      encore = await startEncore(await open());
    });
    afterAll(() => encore.close());

    const progress = async (domain: string, init?: RequestInit) => {
      const path = init ? '/api/sync/retry' : '/api/sync';
      return syncProgressSchema.parse(await (await encore.api(domain, path, init)).json());
    };

    it('the first call of five at once → one installation and one history read, then numbers', async () => {
      const shop = await encore.openShop('first');
      await fillSmallShop(shop);
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => encore.api(shop.domain, '/api/home')),
      );
      for (const answer of answers)
        expect(homeResponseSchema.parse(await answer.json()).phase).toBe('syncing');
      await encore.startWorkers();
      await encore.settled();
      const home = homeResponseSchema.parse(await (await encore.api(shop.domain, '/api/home')).json());
      expect(home).toMatchObject({ phase: 'ready', customers: 6 });
      expect(await encore.rows(`SELECT kind, state FROM sync_run`)).toEqual([
        { kind: 'backfill', state: 'done' },
      ]);
    });

    it("Shopify's bulk query fails again and again → it says so, and trying again ends well", async () => {
      const shop = await encore.openShop('second');
      await fillSmallShop(shop);
      for (let i = 0; i < 8; i++) await shop.post('/bulk-faults', { errorCode: 'INTERNAL_SERVER_ERROR' });
      await encore.api(shop.domain, '/api/home');
      await encore.settled();
      expect(await progress(shop.domain)).toMatchObject({ state: 'failed', failure: 'shopify_refused' });
      expect(await progress(shop.domain, { method: 'POST' })).toMatchObject({
        state: 'running',
        failure: null,
      });
      await encore.settled();
      expect(await progress(shop.domain)).toMatchObject({ state: 'done', step: 'done' });
      // Nothing to try again: nothing happens.
      expect(await progress(shop.domain, { method: 'POST' })).toMatchObject({ state: 'done' });
    });
  });
});
