import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { analyze } from './run.ts';

const FOLDER = fileURLToPath(new URL('../../../shared/data/cdnow/', import.meta.url));
const absent = !existsSync(FOLDER);
const why = absent ? ' (skipped: no CDNOW files in ../shared/data/cdnow)' : '';

describe.skipIf(absent)(`analyze on the CDNOW files${why}`, () => {
  it('the sample → cut points and group sizes of science.md section 3.3', async () => {
    const { code, out } = await analyze(`${FOLDER}CDNOW_sample.txt`, '--format', 'json');
    const report = JSON.parse(out);
    expect(code).toBe(0);
    expect(report.as_of).toBe('1998-06-30');
    expect(report.cut_points).toEqual({
      recency_days: [152, 442, 486, 512],
      frequency: [1, 1, 2, 4],
      monetary_minor: [1536, 3195.8, 5925, 13_043.6],
    });
    const sizes = (score: string) =>
      [1, 2, 3, 4, 5].map(
        (value) =>
          report.customers.filter((customer: Record<string, unknown>) => customer[score] === value).length,
      );
    expect(sizes('r_score')).toEqual([459, 478, 475, 471, 474]);
    expect(sizes('f_score')).toEqual([1218, 0, 403, 358, 378]);
    expect(sizes('m_score')).toEqual([481, 462, 472, 470, 472]);
  });

  it('69,659 purchases → 23,570 customers, the stages of product.md, within seconds', async () => {
    const started = process.cpuUsage();
    const { out, err } = await analyze(`${FOLDER}CDNOW_master.txt`);
    // Of its own work: how long it waited for its turn is the machine's affair.
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1_000).toBeLessThan(15_000);
    expect(out.trimEnd().split('\n')).toHaveLength(23_571);
    expect(err.join('\n').split('\n')).toEqual([
      'CDNOW master: 69659 rows read, 0 skipped as bad',
      '69659 orders counted, 0 not',
      '23570 customers: 0 first_time, 3661 repeat, 882 vip, 19027 lapsed',
    ]);
  });
});
