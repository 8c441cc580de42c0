import { liability } from '../domain/loyalty/liability.ts';
import { defaultProgram } from '../domain/loyalty/program.ts';
import type { Money } from '../domain/shared/money.ts';
import type { LoyaltyCtx, LoyaltyTotals } from './ports.ts';
import { termsNow } from './steps/loyalty-scene.ts';

export type ShopLiability = {
  totals: LoyaltyTotals;
  /** What open points could cost: all at the dearest reward, and at the share of finished points that were spent. */
  atMost: Money | null;
  likely: Money | null;
  usedPercent: number | null;
  tiers: readonly { key: string; name: string; members: number }[];
  /** Whether the books of the ledger and the numbers of the members agree. */
  balanced: boolean;
};

/** What the shop's open points could cost. */
export async function getLiability({
  store,
  reader,
  shop,
}: Pick<LoyaltyCtx, 'store' | 'reader' | 'shop'>): Promise<ShopLiability> {
  const { shopId, currency } = shop;
  const [history, totals, typical] = await Promise.all([
    store.loyalty.program(shopId),
    reader.loyalty.totals(shopId),
    store.campaigns.typicalOrder(shopId),
  ]);
  const terms = termsNow(history, shop) ?? defaultProgram(currency);
  const { atMostMinor, likelyMinor, usedPercent } = liability(totals, terms, typical.orderMinor);
  const money = (amountMinor: number | null) => (amountMinor === null ? null : { amountMinor, currency });
  const levels = terms.tiers?.levels ?? [];
  return {
    totals,
    atMost: money(atMostMinor),
    likely: money(likelyMinor),
    usedPercent,
    tiers: levels.map(({ key, name }) => {
      const members = totals.tiers.find((tier) => tier.key === key)?.members ?? 0;
      return { key, name, members };
    }),
    balanced: isBalanced(totals),
  };
}

/** Accounts are summed on one side, the ledger on the other. */
function isBalanced(totals: LoyaltyTotals): boolean {
  const { available, pending, reserved, debt, issued, spent, expired, forgotten } = totals;
  return issued === available + pending + reserved - debt + spent + expired + forgotten;
}
