import { describe, expect, it } from 'vitest';
import { estimateCart } from '../../../extensions/encore-theme/src/cart-points.ts';
import { estimateOrder } from '../../../extensions/shared/order-estimate.ts';
import { type EstimateLine, estimatePoints } from '../../../web/domain/loyalty/estimate.ts';
import { memberOrder } from '../../../web/domain/loyalty/member-order.ts';
import { pointsFor } from '../../../web/domain/loyalty/points-for.ts';
import { mayHold } from '../../../web/domain/loyalty/product-sieve.ts';
import type { Program, ProgramTerms } from '../../../web/domain/loyalty/program.ts';
import { defaultProgram } from '../../../web/domain/loyalty/program.ts';
import { programView } from '../../../web/domain/loyalty/program-view.ts';
import { replayMember } from '../../../web/domain/loyalty/replay.ts';
import { milestonesOf } from '../../../web/domain/orders/milestones.ts';
import { judgeOrder } from '../../../web/domain/orders/qualify.ts';
import { DEFAULT_RULES } from '../../../web/domain/rules.ts';
import type { CollectionId, LineId, ProductId } from '../../../web/domain/shared/ids.ts';
import { minorDigits } from '../../../web/domain/shared/money.ts';
import { dayToIso, localDayOf } from '../../../web/domain/shared/time.ts';
import { randomDraws } from '../../support/random-draws.ts';
import { aLine, anOrder } from '../factories.ts';
import { given, LAUNCH, member, terms } from './members.ts';
import { type Dice, diceOf } from './random-life.ts';

const CURRENCIES = ['VND', 'THB', 'JPY', 'USD', 'KWD'] as const;
const CARTS = 100_000;
const GIFT_CARDS: ReadonlySet<string> = new Set(['5']);

describe('points for an amount', () => {
  it.each<[string, number, number]>([
    ['VND', 9_999, 0],
    ['VND', 10_000, 1],
    ['VND', 249_000, 24],
    ['THB', 2_499, 0],
    ['THB', 99_900, 39],
    ['JPY', 1_999, 19],
    ['USD', 1_999, 19],
    ['USD', 99, 0],
    ['KWD', 1_250, 12],
  ])('%s, %i minor units at the default rate → %i points, floored once', (currency, minor, points) => {
    expect(pointsFor(minor, defaultProgram(currency).earn, 10_000, 10_000)).toBe(points);
  });

  it('tier and bonus come before the one floor', () => {
    expect(pointsFor(150, { points: 1, perMinor: 100 }, 12_500, 20_000)).toBe(3);
  });

  it('amounts beyond exact floats → exact', () => {
    expect(pointsFor(900_719_925_474_099, { points: 9, perMinor: 9 }, 10_000, 10_000)).toBe(
      900_719_925_474_099,
    );
  });
});

describe('the estimate', () => {
  it(`${CARTS} random carts → the award exactly where the cart’s widget says so, never above it elsewhere or at the checkout`, () => {
    const dice = diceOf(randomDraws(11));
    let exact = 0;
    let below = 0;
    let sieved = 0;
    for (let cart = 0; cart < CARTS; cart += 1) {
      const { points, isExact, atCheckout, awarded, isSieved } = shopOnce(dice);
      if (isExact ? points !== awarded : points > awarded)
        throw new Error(`cart ${cart}: estimated ${points}, awarded ${awarded}, exact ${isExact}`);
      if (atCheckout !== null && atCheckout > awarded)
        throw new Error(`cart ${cart}: estimated ${atCheckout} at the checkout, awarded ${awarded}`);
      exact += isExact ? 1 : 0;
      below += !isExact && points < awarded ? 1 : 0;
      sieved += isSieved && points > 0 && points === awarded ? 1 : 0;
    }
    expect(exact).toBeGreaterThan(CARTS / 2);
    expect(below).toBeGreaterThan(CARTS / 100);
    expect(sieved).toBeGreaterThan(CARTS / 50);
  }, 120_000);
});

type CartLine = { totalMinor: number; giftCard: boolean; productId: string };

/** One cart, estimated as the widget and the checkout do, bought, and replayed as the server does. */
function shopOnce(dice: Dice) {
  const currency = dice.pick(CURRENCIES);
  const of = randomTerms(dice, currency);
  const at = new Date(LAUNCH.getTime() + dice.whole(1, 60) * 86_400_000 + dice.whole(0, 86_399_999));
  const timeZone = dice.pick(['Asia/Ho_Chi_Minh', 'Asia/Bangkok', 'America/New_York']);
  const todayOn = localDayOf(at, timeZone);
  const tierBps = of.tiers?.levels[0]?.multiplierBps ?? 10_000;
  const rate = dice.chance(0.9) ? 1 : dice.pick([0.00004, 0.93, 27.4]);
  const taxesIncluded = dice.chance(0.9);
  const { cart, lines, cartDiscount } = randomCart(dice, { currency, rate });
  // Collection 77, which the storefront may not know of, and which products are gift cards: resolved by the server alone.
  const ofCollection = of.earn.excludedCollections.length > 0 ? ['6', '7'] : [];
  const isSieved = dice.chance(0.04);
  const others = isSieved
    ? Array.from({ length: 600 }, (_, i) => String(7_310_000_000_000 + i * 32_768))
    : [];
  const excluded = new Set([
    ...of.earn.excludedProducts,
    ...([...ofCollection, ...GIFT_CARDS, ...others] as ProductId[]),
  ]);
  const view = programView(of, { currency, todayOn, excluded });
  const today = dayToIso(todayOn);
  const program: Program = {
    version: 1,
    savedAt: LAUNCH,
    terms: of,
    currency,
    excluded,
  };
  const money = (minor: number) => ({ amount: minor / 10 ** minorDigits(currency), currencyCode: currency });
  const bought = {
    lines: lines.map(({ productId, totalMinor }) => ({
      merchandise: { product: { id: `gid://shopify/Product/${productId}`, productType: 'Thẻ quà tặng' } },
      cost: { totalAmount: money(totalMinor) },
    })),
    discounts: [{ discountedAmount: money(cartDiscount) }],
    processedAt: at.toISOString(),
  };
  return {
    ...estimateCart({ ...cart, taxesIncluded }, view, { rate, tierBps, today }),
    atCheckout: dice.chance(0.2) ? estimateOrder(view, tierBps, bought, timeZone) : null,
    awarded: buy({ program, currency, timeZone, at, spread: spread(lines, cartDiscount) }),
    isSieved,
  };
}

function randomTerms(dice: Dice, currency: string): ProgramTerms {
  const base = defaultProgram(currency);
  const day = localDayOf(LAUNCH, 'UTC');
  const level = {
    key: 'a',
    name: 'a',
    threshold: 0,
    multiplierBps: dice.pick([10_000, 11_000, 12_500, 20_000]),
  };
  const bonus = () => {
    const fromOn = day + dice.whole(0, 60);
    return {
      name: 'b',
      fromOn,
      toOn: fromOn + dice.whole(0, 10),
      multiplierBps: dice.pick([12_500, 20_000, 30_000]),
    };
  };
  return {
    ...base,
    on: true,
    earn: {
      ...base.earn,
      points: dice.whole(1, 5),
      perMinor: Math.max(1, Math.round((base.earn.perMinor * dice.whole(50, 300)) / 100)),
      excludedProducts: dice.chance(0.3) ? ['1' as ProductId] : [],
      excludedCollections: dice.chance(0.3) ? ['77' as CollectionId] : [],
    },
    bonuses: [bonus(), bonus()],
    tiers: dice.chance(0.6) ? { by: 'spend', graceDays: 30, levels: [level] } : null,
  };
}

/**
 * A cart as the page shows it, in hundredths of the shown currency, and what is paid for it in the shop's. Products of collection 77
 * are those from 6 on.
 */
function randomCart(dice: Dice, { currency, rate }: { currency: string; rate: number }) {
  const digits = minorDigits(currency);
  const unit = 10 ** digits * (currency === 'VND' ? 1_000 : currency === 'JPY' ? 100 : 1);
  const shown = (minor: number) => {
    const inCurrency = rate === 1 ? minor : Math.round(minor * rate);
    return digits > 2 ? inCurrency / 10 ** (digits - 2) : inCurrency * 10 ** (2 - digits);
  };
  const paid = (minor: number) => (rate === 1 ? minor : Math.round(Math.round(minor * rate) / rate));
  const lines = Array.from({ length: dice.whole(1, 4) }, (): CartLine => {
    const productId = String(dice.chance(0.05) ? 5 : dice.pick([1, 2, 3, 4, 6, 7]));
    const price = dice.whole(1, 300) * unit - (dice.chance(0.5) ? Math.ceil(unit / 100) : 0);
    const totalMinor = Math.round((Math.max(0, price) * dice.whole(1, 3) * dice.whole(50, 100)) / 100);
    return { totalMinor, giftCard: GIFT_CARDS.has(productId), productId };
  });
  const total = lines.reduce((sum, line) => sum + line.totalMinor, 0);
  const discount = dice.chance(0.3) ? Math.floor((total * dice.whole(1, 60)) / 100) : 0;
  return {
    cart: {
      lines: lines.map(({ productId, giftCard, totalMinor }) => ({
        product: productId,
        giftCard,
        price: shown(totalMinor),
      })),
      discount: shown(discount),
    },
    lines: lines.map((line) => ({ ...line, totalMinor: paid(line.totalMinor) })),
    cartDiscount: paid(discount),
  };
}

/** As Shopify spreads a discount of the whole order over the lines: by their amounts, the rest on the last. */
function spread(lines: readonly CartLine[], discount: number): CartLine[] {
  const total = lines.reduce((sum, line) => sum + line.totalMinor, 0);
  let left = discount;
  return lines.map((line, index) => {
    const share = total === 0 ? 0 : Math.floor((discount * line.totalMinor) / total);
    const part = index === lines.length - 1 ? Math.min(left, line.totalMinor) : share;
    left -= part;
    return { ...line, totalMinor: line.totalMinor - part };
  });
}

function buy(sale: {
  program: Program;
  currency: string;
  timeZone: string;
  at: Date;
  spread: readonly CartLine[];
}): number {
  const { program, currency, timeZone, at } = sale;
  const history = { versions: [program], launchedAt: LAUNCH };
  const total = sale.spread.reduce((sum, line) => sum + line.totalMinor, 0);
  const order = anOrder({
    processedAt: at,
    currency,
    currentTotalMinor: total,
    netPaymentMinor: total,
    lines: sale.spread.map((line, index) =>
      aLine({
        lineId: String(index) as LineId,
        productId: line.productId as ProductId,
        discountedMinor: line.totalMinor,
        giftCard: line.giftCard,
      }),
    ),
  });
  const judged = { rules: DEFAULT_RULES, timeZone, currency, todayOn: localDayOf(at, timeZone) };
  const verdict = judgeOrder(order, judged);
  const known = memberOrder(
    { order, verdict, milestones: milestonesOf(order) },
    { program: history, timeZone, now: at },
  );
  return replayMember(member({ orders: [known] }), history, { now: at, timeZone }).available;
}

describe('very many products that earn nothing', () => {
  const ids = (count: number) =>
    Array.from({ length: count }, (_, i) => String(7_310_000_000_000 + i * 32_768));
  const viewOf = (count: number) =>
    programView(terms(), { currency: 'USD', todayOn: 19_800, excluded: ids(count) });

  it('500 → named; one more → a sieve of 8 KB, in which each of them is, and few others', () => {
    expect(viewOf(500).earn).toMatchObject({ excludedProducts: ids(500), excludedSieve: null });
    const { excludedProducts, excludedSieve } = viewOf(1_000).earn;
    expect(excludedProducts).toEqual([]);
    expect(excludedSieve?.length).toBeLessThan(8_200);
    const held = (id: string) => mayHold(excludedSieve ?? '', id);
    expect(ids(1_000).every(held)).toBe(true);
    const strangers = Array.from({ length: 10_000 }, (_, i) => String(8_100_000_000_000 + i * 32_769));
    expect(strangers.filter(held).length).toBeLessThan(500);
  });
});

describe('the estimate of one line', () => {
  const view = programView(terms({ earn: { ...terms().earn, excludedProducts: ['9' as ProductId] } }), {
    currency: 'USD',
    todayOn: 19_800,
    excluded: ['9'],
  });
  const line = (change: Partial<EstimateLine> = {}): EstimateLine => ({
    totalMinor: 10_000,
    giftCard: false,
    productId: '1',
    ...change,
  });

  it('program off → 0', () => {
    expect(estimatePoints([line()], { ...view, on: false }, 10_000, '2024-03-01')).toBe(0);
  });

  it('gift card, excluded product → 0', () => {
    expect(estimatePoints([line({ giftCard: true })], view, 10_000, '2024-03-01')).toBe(0);
    expect(estimatePoints([line({ productId: '9' })], view, 10_000, '2024-03-01')).toBe(0);
  });

  it('a grant or a tier the widget does not know of changes nothing in what the order brings', () => {
    const history = {
      versions: [
        { version: 1, savedAt: LAUNCH, terms: terms(), currency: 'USD', excluded: new Set<ProductId>() },
      ],
      launchedAt: LAUNCH,
    };
    const state = replayMember(member({ grants: [given('1', '2024-02-01', 5)] }), history, {
      now: new Date('2024-03-01'),
      timeZone: 'UTC',
    });
    expect(state.available).toBe(5);
    expect(estimatePoints([line()], view, 10_000, '2024-03-01')).toBe(100);
  });
});
