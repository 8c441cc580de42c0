import type { ProgramTerms } from '../../web/contract/loyalty.ts';
import { allDone } from './all-done.ts';
import type { EncoreClient } from './encore-client.ts';
import type { LocalShop } from './local-shop.ts';
import type { Stage } from './simulate-days.ts';

/** Where a merchant puts our blocks in the theme editor. */
const PLACED = [
  { file: 'templates/index.json', handle: 'offer-banner' },
  { file: 'templates/product.json', handle: 'product-points' },
  { file: 'templates/cart.json', handle: 'cart-points' },
  { file: 'templates/page.json', handle: 'loyalty-page' },
];

/** Launches the shop's loyalty program over HTTP, its widgets placed; resolves when everybody's points are counted. */
export async function launchLoyalty(
  { encore, shop }: Pick<Stage, 'encore' | 'shop'>,
  client: EncoreClient,
  changes: Partial<ProgramTerms>,
): Promise<ProgramTerms> {
  await placeWidgets(shop);
  const { terms } = await client.saveProgram({ ...changes, on: true });
  await allDone(encore, shop);
  const { recounting } = await client.program();
  if (recounting) throw new Error('the points are still being counted, though no job waits');
  return terms;
}

/** What the demo's merchant offers, by how much one point takes: three rewards, three levels, and a referral link. */
export function demoProgram({ earn, rewards, referral }: ProgramTerms, historyFromOn: string) {
  const worth = (points: number) => points * earn.perMinor;
  const [standard] = rewards;
  if (!standard) throw new Error('a shop starts with a reward');
  const changes: Partial<ProgramTerms> = {
    historyFromOn,
    rewards: [
      {
        ...standard,
        rewardId: 'shipping',
        value: { kind: 'free_shipping' },
        costPoints: 40,
        minimumSpendMinor: null,
      },
      { ...standard, rewardId: 'amount' },
      {
        ...standard,
        rewardId: 'share',
        value: { kind: 'percentage', percentageBps: 1_500 },
        costPoints: 250,
      },
    ],
    tiers: {
      by: 'spend',
      graceDays: 30,
      levels: [
        { key: 'member', name: 'Member', threshold: 0, multiplierBps: 10_000 },
        { key: 'silver', name: 'Silver', threshold: worth(200), multiplierBps: 12_500 },
        { key: 'gold', name: 'Gold', threshold: worth(600), multiplierBps: 15_000 },
      ],
    },
    referral: { ...referral, on: true },
  };
  return changes;
}

async function placeWidgets(shop: LocalShop): Promise<void> {
  await shop.post('/theme', { embeds: { launcher: true }, blocks: PLACED });
}
