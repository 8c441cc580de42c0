import { expect, test } from 'vitest';
import { saveProgram } from '../../../web/use-cases/save-program.ts';
import { newLoyaltyShops } from '../../support/loyalty-shops.ts';

const newShop = newLoyaltyShops();

test('a tier is renamed → Shopify shows the new name though no points changed; once', async () => {
  const shop = await newShop().start();
  const tiers = (name: string) => ({
    by: 'spend' as const,
    levels: [{ key: 'member', name, threshold: 0, multiplierBps: 10_000 }],
    graceDays: 30,
  });
  await shop.program({ tiers: tiers('Member') });
  const customerId = await shop.member(57);
  expect(shop.rewards.members.get(customerId)).toMatchObject({ tier: { name: 'Member' } });
  const ctx = await shop.loyalty();
  await saveProgram(ctx, { terms: { ...shop.terms(), tiers: tiers('Bạn') }, basedOn: 1 });
  shop.rewards.publishedAtOnce.length = 0;
  await shop.runJobs();
  expect(shop.rewards.members.get(customerId)).toMatchObject({ points: 57, tier: { name: 'Bạn' } });
  expect(shop.rewards.publishedAtOnce).toEqual([1]);
});
