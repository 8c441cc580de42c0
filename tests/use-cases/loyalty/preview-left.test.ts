import { expect, test } from 'vitest';
import { previewProgram } from '../../../web/use-cases/preview-program.ts';
import { newLoyaltyShops } from '../../support/loyalty-shops.ts';

const newShop = newLoyaltyShops();

test('whoever asked for a preview has gone → the orders are read no further', async () => {
  const shop = await newShop().start();
  shop.fake.placeOrder(shop.fake.addCustomer());
  await shop.settle();
  shop.clock.advance(60_000);
  const terms = { ...shop.terms(), historyFromOn: 0 };
  const left = previewProgram(await shop.loyalty(), { terms, isLeft: () => true });
  await expect(left).rejects.toMatchObject({ code: 'CONFLICT' });
});
