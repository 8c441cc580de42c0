import { beforeAll, expect, test } from 'vitest';
import { dataKey } from '../../../web/db/data-key.ts';
import { openDatabase } from '../../../web/db/open-database.ts';
import { createStore } from '../../../web/db/store.ts';
import { createTokenCipher } from '../../../web/db/token-cipher.ts';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';
import { eachDatabase, type TestDatabase } from '../../support/test-database.ts';

const NAME = 'redacted customers';
const AT = new Date('2026-03-01T08:00:00Z');
const [oldKey, newKey, otherKey] = [1, 2, 3].map((byte) => Buffer.alloc(32, byte));

eachDatabase((kind, open) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await open();
  });
  const start = (...keys: (Buffer | undefined)[]) =>
    dataKey(database.pool, createTokenCipher(keys.filter((key) => key !== undefined)), NAME);
  const storeWith = (redactionKey: string) =>
    createStore({ pool: database.pool, redactionKey, enqueueIn: async () => undefined });

  test('the encryption key is rotated and the old one dropped → who was redacted stays known', async () => {
    const before = storeWith(await start(oldKey));
    const { shop } = await before.shops.install('one.myshopify.com', AT, []);
    const id = '9007199254740993' as CustomerId;
    await before.customers.redact(shop.shopId, id, AT);
    await start(newKey, oldKey);
    const after = storeWith(await start(newKey));
    expect(await after.customers.isRedacted(shop.shopId, [id])).toEqual(new Set([id]));
  });

  test('no configured key opens it → refused with the way out, and the stored key stands', async () => {
    const key = await start(newKey);
    await expect(start(otherKey)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('ENCRYPTION_KEY'),
    });
    expect(await start(newKey)).toBe(key);
  });

  test('the database alone → does not tell the key, and another database has another', async () => {
    const key = await start(newKey);
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    const { rows } = await database.pool.query<{ value: Buffer }>('SELECT value FROM app_secret');
    expect(rows).toHaveLength(1);
    expect(rows[0]?.value.includes(key)).toBe(false);
    await database.pool.query('DELETE FROM app_secret');
    expect(await start(newKey)).not.toBe(key);
  });

  test('several processes start first at once → one key for all of them', async () => {
    await database.pool.query('DELETE FROM app_secret');
    const others =
      'url' in database.place
        ? [await openDatabase(database.place), await openDatabase(database.place)]
        : [database, database];
    const cipher = createTokenCipher([newKey ?? Buffer.alloc(0)]);
    const keys = await Promise.all(
      [database, ...others, database].map(({ pool }) => dataKey(pool, cipher, NAME)),
    );
    expect(new Set(keys).size).toBe(1);
    if (kind === 'postgres') await Promise.all(others.map((other) => other.close()));
  });
});
