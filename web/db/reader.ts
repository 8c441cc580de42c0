import type pg from 'pg';
import type { Reader } from '../use-cases/read-port.ts';
import { createCustomerReader } from './customer-reader.ts';
import { createHomeReader } from './home-reader.ts';
import { createLoyaltyReader } from './loyalty-reader.ts';
import { createPrivacyReader } from './privacy-reader.ts';
import { createSettingsReader } from './settings-reader.ts';

/** Everything the screens read, on the pool. */
export function createReader(pool: pg.Pool): Reader {
  return {
    customers: createCustomerReader(pool),
    home: createHomeReader(pool),
    settings: createSettingsReader(pool),
    privacy: createPrivacyReader(pool),
    loyalty: createLoyaltyReader(pool),
  };
}
