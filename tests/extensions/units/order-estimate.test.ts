import { describe, expect, test } from 'vitest';
import { estimateOrder } from '../../../extensions/shared/order-estimate.ts';
import { makeSieve } from '../../../web/domain/loyalty/product-sieve.ts';
import { program } from '../support/shopper-view.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const line = (amount: number, over: { id?: string; productType?: string; currencyCode?: string } = {}) => ({
  merchandise: {
    product: { id: over.id ?? 'gid://shopify/Product/7', productType: over.productType ?? 'Tea' },
  },
  cost: { totalAmount: { amount, currencyCode: over.currencyCode ?? 'VND' } },
});
const off = (amount: number) => ({ discountedAmount: { amount, currencyCode: 'VND' } });
const estimate = (
  lines: ReturnType<typeof line>[],
  discounts = [off(0)],
  terms = program(),
  tierBps: number | null = null,
) => estimateOrder(terms, tierBps, { lines, discounts }, ZONE);

describe('what an order would earn', () => {
  test('lines after their discounts → floored once over all', () => {
    expect(estimate([line(255_000), line(14_999)])).toBe(26);
  });

  test('a discount of the whole order → off what earns', () => {
    expect(estimate([line(250_000)], [off(50_000)])).toBe(20);
  });

  test('products the program names (of a collection left out, a gift card by any name) → nothing, the others count', () => {
    const terms = program({ earn: { ...program().earn, excludedProducts: ['9', '11'] } });
    const lines = [
      line(100_000),
      line(500_000, { id: 'gid://shopify/Product/11', productType: 'Thẻ quà tặng' }),
      line(70_000, { id: 'gid://shopify/Product/9' }),
    ];
    expect(estimate(lines, [], terms)).toBe(10);
  });

  test('a gift card that was made since the program was published → known by its type', () => {
    expect(estimate([line(100_000), line(500_000, { productType: 'Gift card' })])).toBe(10);
  });

  test('more products left out than can be named → those that are certainly none of them count', () => {
    const terms = program({
      earn: { ...program().earn, excludedProducts: [], excludedSieve: makeSieve(['9', '11']) },
    });
    expect(estimate([line(100_000), line(70_000, { id: 'gid://shopify/Product/9' })], [], terms)).toBe(10);
  });

  test('an order of a bonus day that is over → as it was that day, by the shop’s calendar; a cancelled one → cannot be said', () => {
    const bonuses = [{ name: 'Twice', fromOn: '2026-11-20', toOn: '2026-11-20', multiplierBps: 20_000 }];
    const order = { lines: [line(100_000)], discounts: [] };
    const of = (change: object) => estimateOrder(program({ bonuses }), null, { ...order, ...change }, ZONE);
    expect(of({ processedAt: '2026-11-19T17:30:00Z' })).toBe(20);
    expect(of({ processedAt: '2026-11-20T17:30:00Z' })).toBe(10);
    expect(of({ cancelledAt: '2026-11-20T17:30:00Z' })).toBeNull();
  });

  test('a tier and a bonus day → both multiply', () => {
    const bonuses = [{ name: 'Twice', fromOn: '2000-01-01', toOn: '2999-12-31', multiplierBps: 20_000 }];
    expect(estimate([line(100_000)], [], program({ bonuses }), 12_500)).toBe(25);
  });

  test('cents → counted whole', () => {
    const terms = program({ currency: 'USD', earn: { ...program().earn, perMinor: 100 } });
    expect(
      estimate([line(19.99, { currencyCode: 'USD' }), line(0.01, { currencyCode: 'USD' })], [], terms),
    ).toBe(20);
  });

  test('another currency, or a program that is off → cannot be said', () => {
    expect(estimate([line(10, { currencyCode: 'USD' })], [])).toBeNull();
    expect(estimate([line(100_000)], [], program({ on: false }))).toBeNull();
  });
});
