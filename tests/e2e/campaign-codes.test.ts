import { expect, it } from 'vitest';
import { plantBuyers } from '../dev-store/seed/plant-buyers.ts';
import type { CampaignWorld } from '../support/campaign-world.ts';
import { MAIL_ONLY, NOBODY_HELD_BACK, openWorlds } from '../support/open-worlds.ts';

const newWorld = openWorlds();
const PEOPLE = 10_000;

/** So many buyers, straight into the local Shopify. */
function plant({ local, control }: CampaignWorld): void {
  const { shop } = local.shop(control.domain);
  // Nobody listens: a body for each change would cost more than the changes.
  local.manifest = { ...local.manifest, subscriptions: [] };
  plantBuyers(local.state, local.clock, shop, { count: PEOPLE, daysAgo: 30 });
}

it('10,000 codes on one discount, tagged, bound and ready → at most 60 Admin API calls, polls included', async () => {
  const world = await newWorld();
  plant(world);
  await world.install({ comparisonGroup: NOBODY_HELD_BACK });
  await world.launch('second_purchase', { channels: MAIL_ONLY, backlogPerDay: PEOPLE });
  await world.runOnly('run-campaigns');
  const stats = world.local.stats.of(world.control.domain);
  const before = { ...stats.byOperation };
  const calls = stats.calls;
  await world.runOnly('issue-offers');
  const used = Object.entries(stats.byOperation)
    .map(([name, count]) => [name, count - (before[name] ?? 0)] as const)
    .filter(([, count]) => count > 0);
  const ready = await world.rows(`SELECT FROM message WHERE shop_id = $1 AND state = 'ready'`);
  expect(ready).toHaveLength(PEOPLE);
  const [discount, ...others] = world.discounts();
  expect(others).toEqual([]);
  expect(discount?.codes).toHaveLength(PEOPLE);
  expect(stats.calls - calls, JSON.stringify(used)).toBeLessThanOrEqual(60);
}, 240_000);
