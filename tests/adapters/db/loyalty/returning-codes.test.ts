import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { AT, eachStore } from '../stores/each-store.ts';
import { customerId } from '../stores/sample-rows.ts';
import { later, memberWith, sampleRedemption } from './loyalty-rows.ts';

const MIGRATION = new URL(
  '../../../../prisma/migrations/0015_returning_codes/migration.sql',
  import.meta.url,
);
const ENDS_AT = later(100);

/** Rows as they were written before there was the state, by the name of what they are. */
const OLD = {
  standing: { state: 'issued', checkAt: later(160) },
  'looked at when it ends': { state: 'issued', checkAt: ENDS_AT },
  'never looked at': { state: 'issued', checkAt: null },
  'being given back': { state: 'issued', checkAt: later(1) },
  'being given back in its last moment': { state: 'issued', checkAt: new Date(ENDS_AT.getTime() - 1) },
  'being made': { state: 'reserved', checkAt: later(1) },
  lost: { state: 'unknown', checkAt: later(1) },
  used: { state: 'used', checkAt: null },
} as const;

eachStore((bench) => {
  test('codes from before the state → those whose return had begun have it, all others stay; again → nothing', async () => {
    const { loyalty } = bench.store;
    const shop = await bench.newShop();
    const { accountId } = await memberWith(loyalty, shop, customerId(7));
    const ids = new Map<string, string>();
    for (const [name, { state, checkAt }] of Object.entries(OLD)) {
      const asked = { requestKey: name, code: name, endsAt: ENDS_AT };
      const { redemption } = await loyalty.reserve(shop, sampleRedemption(accountId, asked));
      await loyalty.moveRedemption(shop, redemption.redemptionId, ['reserved'], { state, checkAt });
      ids.set(name, redemption.redemptionId);
    }
    const told = async () => {
      const rows: Record<string, unknown> = {};
      for (const [name, id] of ids) {
        const row = await loyalty.redemption(shop, id);
        rows[name] = { state: row?.state, checkAt: row?.checkAt };
      }
      return rows;
    };
    expect(await told()).toEqual(OLD);
    for (let time = 0; time < 2; time += 1) {
      await bench.pool.query(readFileSync(MIGRATION, 'utf8'));
      expect(await told()).toEqual({
        ...OLD,
        'being given back': { state: 'returning', checkAt: later(1) },
        'being given back in its last moment': {
          state: 'returning',
          checkAt: new Date(ENDS_AT.getTime() - 1),
        },
      });
    }
    expect(await loyalty.redemptionsToCheck(shop, AT, 9)).toEqual([]);
    const open = await loyalty.openRedemptions(shop, accountId);
    expect(open.filter(({ state }) => state === 'returning')).toHaveLength(2);
  });
});
