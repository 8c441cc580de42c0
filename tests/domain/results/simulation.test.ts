import { describe, expect, it } from 'vitest';
import { customersForSolid } from '../../../web/domain/results/customers-for-solid.ts';
import { measureLift } from '../../../web/domain/results/measure-lift.ts';
import type { ArmOutcome } from '../../../web/domain/results/outcome.ts';
import { decideVerdict } from '../../../web/domain/results/verdict.ts';
import { capFrom } from '../../../web/domain/shared/stats/capped-moments.ts';
import { normalCdf } from '../../../web/domain/shared/stats/normal.ts';
import { ascending } from '../../../web/domain/shared/stats/quantile.ts';
import { type Draws, randomDraws } from '../../support/random-draws.ts';
import { arm, group, outcome } from './outcomes.ts';

const CAMPAIGNS = 1000;
const DAYS = 60;
/** Money decides no certainty; left out, the simulation is quick. */
const NO_MONEY = { cappedRevenue: { sumMinor: 0, sumSquaresMinor: 0 }, cappedProfit: null };

/** Best certainty a campaign reaches on any of 60 days, `perDay` windows ending a day, each customer drawn into an arm. */
function everSaid(draws: Draws, perDay: number, share: number, treatedRate: number, heldOutRate: number) {
  const sum = { treated: 0, heldOut: 0, treatedOrdered: 0, heldOutOrdered: 0 };
  const said = new Set<string>();
  for (let day = 1; day <= DAYS; day += 1) {
    const heldOut = draws.binomial(perDay, share);
    sum.heldOut += heldOut;
    sum.treated += perDay - heldOut;
    sum.heldOutOrdered += draws.binomial(heldOut, heldOutRate);
    sum.treatedOrdered += draws.binomial(perDay - heldOut, treatedRate);
    const arms = [
      arm(sum.treatedOrdered, sum.treated, NO_MONEY),
      arm(sum.heldOutOrdered, sum.heldOut, NO_MONEY),
    ] as const;
    const seen = outcome(group(...arms, { heldOutShare: share }), { ageDays: 30 + day });
    const verdict = decideVerdict(seen, measureLift(seen));
    said.add(verdict.certainty === 'solid' ? verdict.action : verdict.certainty);
  }
  return said;
}

describe('1,000 campaigns without any effect, looked at every day for 60 days', () => {
  it.each([
    [200, 0.1, 0.05],
    [200, 0.2, 0.05],
    [40, 0.2, 0.15],
    [40, 0.1, 0.3],
  ])(
    '%i a day, %d held out, %d order → at most 5 % are ever called solid, 20 % promising',
    (perDay, share, rate) => {
      const draws = randomDraws(perDay * 1000 + share * 100 + rate * 10);
      const said = Array.from({ length: CAMPAIGNS }, () => everSaid(draws, perDay, share, rate, rate));
      const shareOf = (...words: string[]) =>
        said.filter((one) => words.some((word) => one.has(word))).length / CAMPAIGNS;
      expect(shareOf('keep', 'smaller_offer', 'stop')).toBeLessThanOrEqual(0.05);
      expect(shareOf('promising')).toBeLessThanOrEqual(0.2);
    },
  );
});

describe('campaigns with an effect', () => {
  it('of the plausible size reach a solid gain as often as planned, and never a solid loss', () => {
    const perDay = Math.ceil(customersForSolid({ baseShare: 0.05, lift: 0.02, heldOutShare: 0.2 }) / DAYS);
    const draws = randomDraws(7);
    const said = Array.from({ length: 300 }, () => everSaid(draws, perDay, 0.2, 0.07, 0.05));
    const won = said.filter((one) => one.has('keep') || one.has('smaller_offer')).length / 300;
    expect(won).toBeGreaterThan(0.78);
    expect(said.some((one) => one.has('stop'))).toBe(false);
  });
});

describe('coverage of Newcombe’s interval over 1,000 campaigns', () => {
  it.each([
    [900, 100, 0.069, 0.04],
    [9000, 1000, 0.069, 0.045],
    [1600, 400, 0.05, 0.05],
    [450, 50, 0.2, 0.15],
  ])('%i treated, %i held out, %d and %d order → 93–97 %', (treated, heldOut, treatedRate, heldOutRate) => {
    const draws = randomDraws(treated + heldOutRate * 100);
    let covered = 0;
    for (let campaign = 0; campaign < CAMPAIGNS; campaign += 1) {
      const arms = [
        arm(draws.binomial(treated, treatedRate), treated),
        arm(draws.binomial(heldOut, heldOutRate), heldOut),
      ] as const;
      const fixed = measureLift(outcome(group(...arms))).conversion?.fixed;
      const truth = treatedRate - heldOutRate;
      if (fixed && fixed.lower <= truth && truth <= fixed.upper) covered += 1;
    }
    expect(covered / CAMPAIGNS).toBeGreaterThanOrEqual(0.93);
    expect(covered / CAMPAIGNS).toBeLessThanOrEqual(0.97);
  });
});

/** Buyers drawn at `rate`, each spending a lognormal amount (median 1) held to the cap. */
function spendingArm(
  draws: Draws,
  customers: number,
  rate: number,
  spend: { sigma: number; cap: number },
): ArmOutcome {
  const ordered = draws.binomial(customers, rate);
  let sumMinor = 0;
  let sumSquaresMinor = 0;
  for (let buyer = 0; buyer < ordered; buyer += 1) {
    const value = Math.min(spend.cap, Math.exp(spend.sigma * draws.normal()));
    sumMinor += value;
    sumSquaresMinor += value * value;
  }
  return arm(ordered, customers, { cappedRevenue: { sumMinor, sumSquaresMinor } });
}

/** Mean of a lognormal of median 1 held to the cap: E[min(e^σZ, cap)]. */
function cappedMean({ sigma, cap }: { sigma: number; cap: number }): number {
  const z = Math.log(cap) / sigma;
  return Math.exp((sigma * sigma) / 2) * normalCdf(z - sigma) + cap * (1 - normalCdf(z));
}

/**
 * 12 % of the comparison group and 15 % of the treated buy, so that the smaller arm has its 100 buyers in nearly every
 * campaign at 1,000 customers; those with fewer show no interval and are drawn again. Spend is lognormal with σ 1 (a mean
 * 1.6 times the median) or 1.3 (2.3 times); CDNOW has .74 an order and 1.13 a customer over 18 months. The cap is the 99.5th
 * percentile of 5,000 orders from before. What limits it is a small share held out with extreme spend: 9,000 to 1,000
 * covers 93.2 % at σ 1.5 and 92.5 % at σ 2.
 */
describe('coverage of Welch’s interval over 2,000 campaigns at its smallest sizes', () => {
  it.each([
    [1000, 1000, 1],
    [4000, 1000, 1],
    [9000, 1000, 1],
    [1000, 1000, 1.3],
    [4000, 1000, 1.3],
    [9000, 1000, 1.3],
  ])('%i treated, %i held out, spend of σ %d, capped → 93–97 %', (treated, heldOut, sigma) => {
    const draws = randomDraws(treated + 17 * sigma);
    const before = Array.from({ length: 5000 }, () => Math.exp(sigma * draws.normal()));
    const spend = { sigma, cap: capFrom(ascending(before)) };
    const truth = (0.15 - 0.12) * cappedMean(spend);
    let shown = 0;
    let covered = 0;
    while (shown < 2 * CAMPAIGNS) {
      const arms = [
        spendingArm(draws, treated, 0.15, spend),
        spendingArm(draws, heldOut, 0.12, spend),
      ] as const;
      const { revenue } = measureLift(outcome(group(...arms)));
      if (!revenue.measured) continue;
      shown += 1;
      const { lower, upper } = revenue.perCustomerMinor;
      if (lower <= truth && truth <= upper) covered += 1;
    }
    expect(covered / shown).toBeGreaterThanOrEqual(0.93);
    expect(covered / shown).toBeLessThanOrEqual(0.97);
  });
});
