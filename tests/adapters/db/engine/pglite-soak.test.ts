import { expect, test } from 'vitest';
import { soak } from '../../../bench/pglite-soak.ts';

test('seconds of mixed and hostile work from eight callers → every answer right, every commit kept, no silence', {
  timeout: 240_000,
}, async () => {
  const report = await soak({ seconds: 8, clients: 8, hostile: true, atLeast: 30 });
  expect(report.complaints).toEqual([]);
  expect(report.operations).toBeGreaterThanOrEqual(30);
  expect(report.longestSilenceMs).toBeLessThan(45_000);
});
