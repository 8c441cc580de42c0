import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { AppError } from '../domain/shared/errors.ts';

/** Encrypts short secrets for storage. `context` (whose secret it is) is authenticated, so a value cannot be moved to another row. */
export type TokenCipher = {
  encrypt(plain: string, context: string): Uint8Array<ArrayBuffer>;
  /** @throws AppError INTERNAL when no configured key fits or the bytes were changed */
  decrypt(stored: Uint8Array, context: string): string;
  /** Which key is needed: the one that encrypts now, another that is configured, or none of them. */
  keyOf(stored: Uint8Array): 'current' | 'older' | 'unknown';
};

const KEY_ID_BYTES = 4;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM. Stored form: key id (4 bytes of the key's SHA-256) · IV · tag · ciphertext. The first key encrypts, every key
 * decrypts, so keys rotate by prepending a new one.
 */
export function createTokenCipher(keys: readonly Uint8Array[]): TokenCipher {
  const known = new Map(keys.map((key) => [keyId(key).toString('hex'), key]));
  const current = keys[0];
  const idOf = (stored: Uint8Array) => Buffer.from(stored.subarray(0, KEY_ID_BYTES)).toString('hex');
  if (!current) throw new AppError('INTERNAL', 'no encryption key is configured');
  return {
    encrypt: (plain, context) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', current, iv).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Uint8Array.from(Buffer.concat([keyId(current), iv, cipher.getAuthTag(), body]));
    },
    decrypt: (stored, context) => {
      const id = idOf(stored);
      const key = known.get(id);
      if (!key)
        throw new AppError(
          'INTERNAL',
          `a token was encrypted with key ${id}, which is not among the configured encryption keys`,
        );
      return open(key, stored, context);
    },
    keyOf: (stored) => {
      const key = known.get(idOf(stored));
      if (!key) return 'unknown';
      return key === current ? 'current' : 'older';
    },
  };
}

function open(key: Uint8Array, stored: Uint8Array, context: string): string {
  const ivEnd = KEY_ID_BYTES + IV_BYTES;
  const tagEnd = ivEnd + TAG_BYTES;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, stored.subarray(KEY_ID_BYTES, ivEnd));
    decipher.setAAD(Buffer.from(context)).setAuthTag(stored.subarray(ivEnd, tagEnd));
    return decipher.update(stored.subarray(tagEnd), undefined, 'utf8') + decipher.final('utf8');
  } catch (cause) {
    throw new AppError('INTERNAL', 'a stored token was changed or belongs to another session', { cause });
  }
}

function keyId(key: Uint8Array): Buffer {
  return createHash('sha256').update(key).digest().subarray(0, KEY_ID_BYTES);
}
