import { expect, test } from 'vitest';
import { soak } from '../../../bench/pglite-soak.ts';

test('seconds of mixed and hostile work from eight callers → every answer right, every commit kept, no silence', {
  timeout: 240_000,
}, async () => {
  const report = await soak({ seconds: 8, clients: 8, hostile: true });
  expect(report.complaints).toEqual([]);
  expect(report.operations).toBeGreaterThan(20);
  expect(report.longestSilenceMs).toBeLessThan(45_000);
});
