import { createHmac } from 'node:crypto';
import type { Draws } from '../use-cases/outward-port.ts';

const PLACE_BITS = 52;
const CODE_BYTES = 5;

/**
 * Draws by HMAC-SHA256 under a key of this installation (`dataKey`): the comparison group by the first 52 bits of
 * (shop, customer, half-year), as science section 5 has it. Each purpose has its own prefix, so that no draw tells of another.
 */
export function createKeyedDraws(key: string): Draws {
  const digest = (text: string) => createHmac('sha256', key).update(text).digest();
  return {
    place(shop, customerId, halfYear) {
      const first = digest(`place|${shop}|${customerId}|${halfYear}`).readBigUInt64BE(0);
      return Number(first >> BigInt(64 - PLACE_BITS)) / 2 ** PLACE_BITS;
    },
    codeBytes(shop, { enrolmentId, step }, attempt) {
      return digest(`code|${shop}|${enrolmentId}|${step}|${attempt}`).subarray(0, CODE_BYTES);
    },
    memberCodeBytes(shop, { purpose, key: of }, attempt) {
      return digest(`${purpose}|${shop}|${of}|${attempt}`).subarray(0, CODE_BYTES);
    },
  };
}
