import { lnGamma, NEARLY_ZERO } from './gamma.ts';

const PRECISION = 1e-16;
const MOST_TERMS = 100_000;

/**
 * The regularised incomplete beta function I_x(a, b), a and b positive, x in [0, 1]: Lentz's evaluation of the continued
 * fraction DLMF 8.17.22, turned round above the mean, where it converges fast. RangeError outside.
 */
export function incompleteBeta(a: number, b: number, x: number): number {
  if (!(a > 0 && b > 0 && x >= 0 && x <= 1)) {
    throw new RangeError(`I_x(a, b) needs a, b > 0 and x in [0, 1], got ${a}, ${b}, ${x}`);
  }
  if (x === 0 || x === 1) return x;
  const lnFront = lnGamma(a + b) - lnGamma(a) - lnGamma(b) + a * Math.log(x) + b * Math.log1p(-x);
  const front = Math.exp(lnFront);
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(a, b, x)) / a
    : 1 - (front * betaFraction(b, a, 1 - x)) / b;
}

function betaFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || NEARLY_ZERO);
  let value = d;
  const step = (term: number) => {
    d = 1 / (1 + term * d || NEARLY_ZERO);
    c = 1 + term / c || NEARLY_ZERO;
    value *= c * d;
    return Math.abs(c * d - 1);
  };
  for (let m = 1; m < MOST_TERMS; m += 1) {
    step((m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)));
    const change = step((-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)));
    if (change < PRECISION * 4) break;
  }
  return value;
}
