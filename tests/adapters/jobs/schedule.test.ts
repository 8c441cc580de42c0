import { describe, expect, it } from 'vitest';
import { shopsInNightHour } from '../../../web/jobs/schedule.ts';
import type { Shop } from '../../../web/use-cases/ports.ts';

const shop = (domain: string, timeZone: string) => ({ domain, timeZone }) as Shop;
const SHOPS = [shop('hanoi', 'Asia/Ho_Chi_Minh'), shop('new-york', 'America/New_York'), shop('utc', 'UTC')];

const at = (iso: string) => shopsInNightHour(SHOPS, new Date(iso)).map((s) => s.domain);

describe('whose night it is', () => {
  it.each([
    ['2026-11-21T20:00:00Z', ['hanoi']],
    ['2026-11-21T08:00:00Z', ['new-york']],
    ['2026-07-21T07:00:00Z', ['new-york']],
    ['2026-11-21T03:00:00Z', ['utc']],
    ['2026-11-21T12:00:00Z', []],
  ])('at %s → %j', (instant, domains) => {
    expect(at(instant)).toEqual(domains);
  });

  it.each([
    ['clocks go back', Date.UTC(2026, 10, 1)],
    ['clocks go forward', Date.UTC(2027, 2, 14)],
  ])('the day on which %s in New York → one night, not none and not two', (_what, midnight) => {
    const hours = Array.from({ length: 24 }, (_, h) => new Date(midnight + h * 3_600_000));
    const nights = hours.filter((h) => shopsInNightHour(SHOPS, h).some((s) => s.domain === 'new-york'));
    expect(nights).toHaveLength(1);
  });
});
