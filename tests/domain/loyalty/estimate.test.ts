import { describe, expect, it } from 'vitest';
import { type EstimateLine, estimatePoints } from '../../../web/domain/loyalty/estimate.ts';
import { memberOrder } from '../../../web/domain/loyalty/member-order.ts';
import { pointsFor } from '../../../web/domain/loyalty/points-for.ts';
import type { Program, ProgramTerms } from '../../../web/domain/loyalty/program.ts';
import { defaultProgram } from '../../../web/domain/loyalty/program.ts';
import { programView } from '../../../web/domain/loyalty/program-view.ts';
import { replayMember } from '../../../web/domain/loyalty/replay.ts';
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
  it(`${CARTS} random carts → the award exactly where it is said to be, never above it elsewhere`, () => {
    const dice = diceOf(randomDraws(11));
    let exact = 0;
    let below = 0;
    for (let cart = 0; cart < CARTS; cart += 1) {
      const { estimated, awarded, isExact } = shopOnce(dice);
      if (isExact ? estimated !== awarded : estimated > awarded)
        throw new Error(`cart ${cart}: estimated ${estimated}, awarded ${awarded}, exact ${isExact}`);
      exact += isExact ? 1 : 0;
      below += !isExact && estimated < awarded ? 1 : 0;
    }
    expect(exact).toBeGreaterThan(CARTS / 2);
    expect(below).toBeGreaterThan(CARTS / 100);
  }, 120_000);
});

/** One cart, estimated as the widget does, bought, and replayed as the server does. */
function shopOnce(dice: Dice): { estimated: number; awarded: number; isExact: boolean } {
  const currency = dice.pick(CURRENCIES);
  const unit = 10 ** minorDigits(currency) * (currency === 'VND' ? 1_000 : currency === 'JPY' ? 100 : 1);
  const of = randomTerms(dice, currency);
  const at = new Date(LAUNCH.getTime() + dice.whole(1, 60) * 86_400_000 + dice.whole(0, 86_399_999));
  const timeZone = dice.pick(['Asia/Ho_Chi_Minh', 'Asia/Bangkok', 'America/New_York']);
  const todayOn = localDayOf(at, timeZone);
  const { lines, cartDiscount, known } = randomCart(dice, unit);
  const tierBps = of.tiers?.levels[0]?.multiplierBps ?? 10_000;
  const view = programView(of, { currency, todayOn });
  const whole = cartDiscount === 0 ? [] : [discountLine(-cartDiscount)];
  const shown = known ? lines : lines.map((line) => ({ ...line, collectionIds: null }));
  const estimated = estimatePoints([...shown, ...whole], view, tierBps, dayToIso(todayOn));
  const excluded = new Set(of.earn.excludedProducts);
  for (const line of lines)
    if (line.collectionIds?.some((id) => of.earn.excludedCollections.includes(id as CollectionId)))
      excluded.add(line.productId as ProductId);
  const all = lines.every((line) => !line.giftCard && !excluded.has(line.productId as ProductId));
  const program: Program = { version: 1, savedAt: LAUNCH, terms: of, currency, excluded };
  const awarded = buy({ program, currency, timeZone, at, spread: spread(lines, cartDiscount) });
  const collectionsKnown = known || of.earn.excludedCollections.length === 0;
  return { estimated, awarded, isExact: (all || cartDiscount === 0) && collectionsKnown };
}

function discountLine(totalMinor: number): EstimateLine {
  return { totalMinor, giftCard: false, productId: null, collectionIds: null };
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

/** Products of collection 77 are those from 6 on. */
function randomCart(
  dice: Dice,
  unit: number,
): { lines: EstimateLine[]; cartDiscount: number; known: boolean } {
  const lines = Array.from({ length: dice.whole(1, 4) }, (): EstimateLine => {
    const product = dice.whole(1, 7);
    const price = dice.whole(1, 300) * unit - (dice.chance(0.5) ? Math.ceil(unit / 100) : 0);
    const totalMinor = Math.round((Math.max(0, price) * dice.whole(1, 3) * dice.whole(50, 100)) / 100);
    const collectionIds = product >= 6 ? ['5', '77'] : ['5'];
    return { totalMinor, giftCard: dice.chance(0.05), productId: String(product), collectionIds };
  });
  const total = lines.reduce((sum, line) => sum + line.totalMinor, 0);
  const cartDiscount = dice.chance(0.3) ? Math.floor((total * dice.whole(1, 60)) / 100) : 0;
  return { lines, cartDiscount, known: dice.chance(0.85) };
}

/** As Shopify spreads a discount of the whole order over the lines: by their amounts, the rest on the last. */
function spread(lines: readonly EstimateLine[], discount: number): EstimateLine[] {
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
  spread: readonly EstimateLine[];
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
  const known = memberOrder(order, judgeOrder(order, judged), {
    program: history,
    timeZone,
    now: at,
  });
  return replayMember(member({ orders: [known] }), history, { now: at, timeZone }).available;
}

describe('the estimate of one line', () => {
  const view = programView(terms({ earn: { ...terms().earn, excludedProducts: ['9' as ProductId] } }), {
    currency: 'USD',
    todayOn: 19_800,
  });
  const line = (change: Partial<EstimateLine> = {}): EstimateLine => ({
    totalMinor: 10_000,
    giftCard: false,
    productId: '1',
    collectionIds: [],
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
