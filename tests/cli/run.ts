import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { runAnalyze } from '../../web/cli/analyze.ts';

export type Run = { code: number; out: string; err: string[] };

/** Writes the text to a file of its own, runs `analyze` on it in this process and removes the file. */
export async function analyzeText(text: string, ...args: string[]): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'encore-analyze-'));
  const path = join(folder, 'orders.csv');
  try {
    await writeFile(path, text);
    return await analyze(path, ...args);
  } finally {
    await rm(folder, { recursive: true });
  }
}

export async function analyze(...args: string[]): Promise<Run> {
  const chunks: string[] = [];
  const err: string[] = [];
  const out = new Writable({
    write: (chunk, _encoding, done) => {
      chunks.push(String(chunk));
      done();
    },
  });
  const code = await runAnalyze(args, { out, err: (line) => err.push(line) });
  return { code, out: chunks.join(''), err };
}

/** The rows of a CSV report without its header, as `customer_id` → the other cells. */
export function rowsOf(report: string): Record<string, string[]> {
  const rows = report.trimEnd().split('\n').slice(1);
  return Object.fromEntries(rows.map((row) => [row.split(',')[0] ?? '', row.split(',').slice(1)]));
}
