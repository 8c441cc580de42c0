import { afterAll, afterEach, beforeAll } from 'vitest';
import type { CampaignTerms } from '../../web/domain/campaigns/campaign.ts';
import { CampaignWorld, type WorldOptions } from './campaign-world.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

/** By mail alone, so that what becomes of a mail is what becomes of the message. */
export const MAIL_ONLY: CampaignTerms['channels'] = {
  email: true,
  on_site: false,
  flow: false,
  webhook: false,
};
export const NOBODY_HELD_BACK = { enabled: false, shareBps: null };

/** New shops for the tests of a file, in one database; each is closed after its test. */
export function openWorlds(): (options?: WorldOptions) => Promise<CampaignWorld> {
  let database: TestDatabase;
  const open: CampaignWorld[] = [];
  beforeAll(async () => {
    database = await createTestDatabase('pglite');
  });
  afterEach(async () => {
    for (const world of open.splice(0)) await world.close();
  });
  afterAll(() => database.close());
  return async (options) => {
    const world = await CampaignWorld.open(database, options);
    open.push(world);
    return world;
  };
}
