/** Draws of one seeded stream, for simulations: the same seed gives the same draws on every machine. */
export type Draws = {
  /** In (0, 1). */
  uniform: () => number;
  /** How many of `n` happen, each with chance `p`: exact, by the gaps between them, so the cost grows with n·p only. */
  binomial: (n: number, p: number) => number;
  normal: () => number;
};

/** A stream of splitmix32 (Steele, Lea and Flood 2014, 32-bit). */
export function randomDraws(seed: number): Draws {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (((mixed ^ (mixed >>> 15)) >>> 0) + 0.5) / 4_294_967_296;
  };
  const binomial = (n: number, p: number) => {
    if (p <= 0) return 0;
    const gapScale = 1 / Math.log1p(-p);
    let happened = 0;
    for (let at = gap(); at < n; at += 1 + gap()) happened += 1;
    return happened;
    function gap(): number {
      return Math.floor(Math.log(uniform()) * gapScale);
    }
  };
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, binomial, normal };
}
