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

async function placeWidgets(shop: LocalShop): Promise<void> {
  await shop.post('/theme', { embeds: { launcher: true }, blocks: PLACED });
}
