import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { AppError } from '../domain/shared/errors.ts';
import type { TokenCipher } from './token-cipher.ts';
import { inTransaction } from './transaction.ts';

const KEY_BYTES = 32;

/**
 * A key for data that must outlive the encryption keys of the settings: random, made by the first process that asks, stored
 * encrypted and encrypted anew once another key is the current one, so that older keys can be dropped. Base64.
 * @throws AppError CONFLICT when none of the configured keys opens it: a new one would forget what the old one knew
 */
export function dataKey(pool: pg.Pool, cipher: TokenCipher, name: string): Promise<string> {
  const context = `app_secret.${name}`;
  return inTransaction(pool, async (client) => {
    // Of several processes that start at once the others wait here for the first and then find its key.
    await client.query('INSERT INTO app_secret (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING', [
      name,
      Buffer.from(cipher.encrypt(randomBytes(KEY_BYTES).toString('base64'), context)),
    ]);
    const { rows } = await client.query<{ value: Buffer }>(
      'SELECT value FROM app_secret WHERE name = $1 FOR UPDATE',
      [name],
    );
    const stored = rows[0]?.value;
    if (!stored) throw new AppError('INTERNAL', `the key "${name}" vanished while it was read`);
    const opens = cipher.keyOf(stored);
    if (opens === 'unknown')
      throw new AppError(
        'CONFLICT',
        `None of the keys in ENCRYPTION_KEY opens the stored key "${name}". Put the key it was encrypted with behind the new one (new,old) for one start.`,
      );
    const key = cipher.decrypt(stored, context);
    if (opens === 'older')
      await client.query('UPDATE app_secret SET value = $2 WHERE name = $1', [
        name,
        Buffer.from(cipher.encrypt(key, context)),
      ]);
    return key;
  });
}
