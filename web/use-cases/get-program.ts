import { defaultProgram, type ProgramTerms } from '../domain/loyalty/program.ts';
import type { ProductId } from '../domain/shared/ids.ts';
import type { LoyaltyCtx } from './ports.ts';
import { newest } from './steps/loyalty-scene.ts';
import { unlessAway } from './steps/unless-away.ts';

const DAY_MS = 86_400_000;
const PAYMENT_DAYS = 90;

export type ProgramDetail = {
  /** 0 = never saved: `terms` is what a shop of this currency starts from. */
  version: number;
  savedAt: Date | null;
  launchedAt: Date | null;
  terms: ProgramTerms;
  /** The shop's, and the one the terms' amounts were saved in: unequal = the program is off until it is saved anew. */
  currency: string;
  savedIn: string;
  timeZone: string;
  payment: { orders: number; unpaidAndFulfilled: number };
  /** null = Shopify did not say. */
  storeCredit: boolean | null;
  /** Titles of the products the terms name, as far as Shopify has them. */
  products: readonly { productId: ProductId; title: string }[];
  /** Everybody's points are being counted anew. */
  recounting: boolean;
};

/** The program as its editor shows it. */
export async function getProgram(ctx: LoyaltyCtx): Promise<ProgramDetail> {
  const { store, reader, shop, clock } = ctx;
  const { shopId, currency, timeZone } = shop;
  const history = await store.loyalty.program(shopId);
  const program = newest(history);
  const terms = program?.terms ?? defaultProgram(currency);
  const since = new Date(clock.now().getTime() - PAYMENT_DAYS * DAY_MS);
  const ids = [...new Set(productsIn(terms))];
  const [payment, storeCredit, titles, recount] = await Promise.all([
    reader.loyalty.payment(shopId, since),
    unlessAway(ctx.log, () => ctx.rewards.storeCreditOn()),
    ids.length === 0 ? null : unlessAway(ctx.log, () => ctx.offers.productTitles(ids)),
    store.syncRuns.latest(shopId, 'recount'),
  ]);
  return {
    version: program?.version ?? 0,
    savedAt: history.versions.find(({ version }) => version === program?.version)?.savedAt ?? null,
    launchedAt: history.launchedAt,
    terms,
    currency,
    savedIn: program?.currency ?? currency,
    timeZone,
    payment,
    storeCredit,
    products: ids.flatMap((productId) => {
      const title = titles?.get(productId);
      return title === undefined ? [] : [{ productId, title }];
    }),
    recounting: recount?.state === 'running',
  };
}

/** Products that rewards give and that earn nothing. */
export function productsIn(terms: ProgramTerms): ProductId[] {
  const given = terms.rewards.flatMap(({ value }) =>
    value.kind === 'free_product' ? [value.productId] : [],
  );
  return [...terms.earn.excludedProducts, ...given];
}
