import { afterAll, beforeAll, expect, it } from 'vitest';
import { liabilityPath, liabilityResponseSchema } from '../../web/contract/loyalty.ts';
import { eachDatabase } from '../support/test-database.ts';
import { type Encore, startEncore } from './support/encore.ts';

eachDatabase((_kind, open) => {
  let encore: Encore;
  beforeAll(async () => {
    encore = await startEncore(await open());
  });
  afterAll(() => encore.close());

  it('what open points could cost in a large shop → the sums of the last night, and of when they are', async () => {
    const large = await encore.install('large');
    await encore.rows(
      `INSERT INTO loyalty_account (shop_id, customer_id, joined_at, changed_at, available)
       SELECT $1, n, now(), now(), 1 FROM generate_series(1, 20000) AS n`,
      [large.shopId],
    );
    const told = async () => {
      const answer = await encore.api(large.domain, liabilityPath);
      return liabilityResponseSchema.parse(await answer.json());
    };
    expect(await told()).toMatchObject({ asOf: null, points: 20_000 });
    await encore.rows(
      `INSERT INTO loyalty_totals (shop_id, totals, computed_at)
       VALUES ($1, '{"members":19000,"withPoints":19000,"available":19000,"pending":0,"reserved":0,"debt":0,"issued":19000,
         "spent":0,"expired":0,"forgotten":0,"tiers":[]}', '2026-11-21T20:10:00Z')`,
      [large.shopId],
    );
    expect(await told()).toMatchObject({
      asOf: '2026-11-21T20:10:00.000Z',
      points: 19_000,
      balanced: true,
    });
  });
});
