import { fromDollars } from '../dev-store/seed/catalog.ts';
import { cdnowFit } from '../dev-store/seed/cdnow-model.ts';
import type { Random } from '../dev-store/seed/random.ts';
import type { LocalShop } from './local-shop.ts';

type Product = {
  title: string;
  giftCard: boolean;
  currency: string;
  variants: { id: string; priceMinor: number }[];
};

export type CartLine = { variantId: string; quantity: number };
/** Fills a cart as one customer does: each has a spend of their own. */
export type FillCart = () => CartLine[];

/** What the shop sells one by one, and how customers choose of it: spends follow the model of the history. */
export async function openGoods(shop: Pick<LocalShop, 'get'>, random: Random): Promise<() => FillCart> {
  const products = await shop.get<Product[]>('/products');
  const goods = products
    .filter(({ giftCard, title }) => !giftCard && title !== 'Monthly coffee box')
    .flatMap(({ variants }) => variants)
    .sort((left, right) => left.priceMinor - right.priceMinor);
  const currency = products[0]?.currency ?? 'VND';
  return () => {
    const spendRate = random.gamma(cdnowFit.spendMixShape, cdnowFit.spendMixRate);
    return () => {
      const amountMinor = fromDollars(random.gamma(cdnowFit.spendShape, spendRate), currency);
      const affordable = goods.filter(({ priceMinor }) => priceMinor <= amountMinor * 1.2).slice(-5);
      const { id, priceMinor } = random.pick(affordable.length > 0 ? affordable : goods.slice(0, 1));
      const quantity = Math.min(6, Math.max(1, Math.round(amountMinor / priceMinor)));
      return [{ variantId: id, quantity }];
    };
  };
}
