import os from 'node:os';

/** A printed figure: what was measured, the value with its unit, the target where there is one. */
export type Figure = { what: string; value: string; target?: string; met?: boolean };

/** The figures as a table, then one JSON line. Sets the exit code when a target is missed. */
export function report(bench: string, figures: readonly Figure[], data: object): void {
  const width = Math.max(...figures.map(({ what }) => what.length));
  const values = Math.max(...figures.map(({ value }) => value.length));
  console.log(`\n${bench}`);
  for (const { what, value, target, met } of figures) {
    const verdict = target === undefined ? '' : `   target ${target}: ${met ? 'met' : 'MISSED'}`;
    console.log(`  ${what.padEnd(width)}  ${value.padStart(values)}${verdict}`);
    if (met === false) process.exitCode = 1;
  }
  const machine = { cores: os.availableParallelism(), load: Math.round((os.loadavg()[0] ?? 0) * 10) / 10 };
  console.log(JSON.stringify({ bench, ...data, ...machine }));
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Milliseconds a piece of work takes, and what it answers. */
export async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const start = performance.now();
  const result = await work();
  return { ms: performance.now() - start, result };
}

export function rounded(value: number, digits = 0): number {
  return Number(value.toFixed(digits));
}

/** Whole numbers with thin groups: 1,000,000. */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString('en');
}
