import { describe, expect, it } from 'vitest';
import { incompleteBeta } from '../../../../web/domain/shared/stats/beta.ts';
import { chiSquareSurvival, lnGamma, upperGamma } from '../../../../web/domain/shared/stats/gamma.ts';
import {
  normalCdf,
  normalQuantile,
  normalSurvival,
  twoSidedP,
  twoSidedZ,
} from '../../../../web/domain/shared/stats/normal.ts';
import {
  studentTCdf,
  studentTQuantile,
  studentTSurvival,
} from '../../../../web/domain/shared/stats/student-t.ts';

/** Expected values without another source are SciPy 1.10's. */
describe('the gamma family', () => {
  it('ln Γ agrees from 1e-5 to 1e6', () => {
    const cases: [number, number][] = [
      [0.1, 2.252712651734206],
      [0.2425945, 1.3198094463562369],
      [2.5, 0.2846828704729192],
      [100.25, 360.28455963776423],
      [1e-5, 11.512919692895826],
    ];
    for (const [x, value] of cases) expect(lnGamma(x)).toBeCloseTo(value, 11);
    expect(lnGamma(1_000_000.5) / 12_815_511.476902766).toBeCloseTo(1, 12);
    expect(() => lnGamma(0)).toThrow(RangeError);
  });

  it('keeps its digits in both tails', () => {
    expect(upperGamma(3, 0)).toBe(1);
    expect(upperGamma(3, Number.POSITIVE_INFINITY)).toBe(0);
    expect(upperGamma(2.5, 1.3)).toBeCloseTo(0.761365267845014, 12);
    expect(upperGamma(50, 200) / 1.6927979958857254e-37).toBeCloseTo(1, 10);
    expect(() => upperGamma(1, -1)).toThrow(RangeError);
  });

  it('gives the chi-square tail', () => {
    expect(chiSquareSurvival(11.111111111111, 1)).toBeCloseTo(0.00085812, 8);
    expect(chiSquareSurvival(1, 1)).toBeCloseTo(0.317310507863, 10);
    expect(chiSquareSurvival(5.991464547107979, 2)).toBeCloseTo(0.05, 10);
    expect(chiSquareSurvival(-1, 1)).toBe(1);
  });
});

describe('the normal distribution', () => {
  it('has its quantiles to full precision, not those of a probit table', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
    expect(normalQuantile(0.8)).toBeCloseTo(0.8416212335729143, 14);
    expect(normalQuantile(0.5)).toBe(0);
    expect(normalQuantile(0.0005)).toBeCloseTo(-3.290526731491926, 13);
    expect(normalQuantile(1e-300)).toBeCloseTo(-37.0470962993612, 11);
    expect(twoSidedZ(0.95)).toBeCloseTo(1.959963984540054, 14);
    expect(twoSidedZ(0.8)).toBeCloseTo(1.2815515655446004, 14);
    for (const p of [0, 1, Number.NaN]) expect(() => normalQuantile(p)).toThrow(RangeError);
  });

  it('keeps its digits in the far tail', () => {
    expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 14);
    expect(normalSurvival(-1)).toBeCloseTo(0.8413447460685429, 14);
    expect(normalCdf(-37) / 5.7255712225239266e-300).toBeCloseTo(1, 11);
    expect(twoSidedP(-1.959963984540054)).toBeCloseTo(0.05, 14);
  });
});

describe('the incomplete beta function and Student’s t', () => {
  it('agree with published values', () => {
    expect(incompleteBeta(2, 3, 0.4)).toBeCloseTo(0.5248, 12);
    expect(incompleteBeta(0.5, 0.5, 0.5)).toBeCloseTo(0.5, 12);
    expect([incompleteBeta(2, 3, 0), incompleteBeta(2, 3, 1)]).toEqual([0, 1]);
    expect(studentTSurvival(2, 10)).toBeCloseTo(0.0366940174, 10);
    expect(studentTCdf(-2, 10)).toBeCloseTo(0.0366940174, 10);
    expect(studentTQuantile(0.975, 5)).toBeCloseTo(2.5705818356363146, 11);
    expect(() => incompleteBeta(0, 1, 0.5)).toThrow(RangeError);
    expect(() => incompleteBeta(1, 1, 1.5)).toThrow(RangeError);
  });

  it('have quantiles with few, broken and very many degrees of freedom', () => {
    expect(studentTQuantile(0.975, 1)).toBeCloseTo(12.706204736174694, 9);
    expect(studentTQuantile(0.001, 0.5) / -102_849.11563017554).toBeCloseTo(1, 10);
    expect(studentTQuantile(0.975, 1_000_000)).toBeCloseTo(1.959966356814107, 8);
    expect(studentTQuantile(0.5, 3)).toBe(0);
    expect(studentTCdf(studentTQuantile(0.9, 52.47), 52.47)).toBeCloseTo(0.9, 12);
  });
});
