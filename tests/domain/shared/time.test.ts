import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dayToIso,
  instantOfLocalTime,
  isoToDay,
  localDayOf,
  startOfLocalDay,
} from '../../../web/domain/shared/time.ts';

const day = (instant: string, zone: string) => dayToIso(localDayOf(new Date(instant), zone));
const ZONES = [
  'UTC',
  'Asia/Ho_Chi_Minh',
  'Asia/Bangkok',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
];

describe('the local day of an instant', () => {
  it('in Asia/Ho_Chi_Minh begins at 17:00 UTC of the day before', () => {
    expect(day('2024-01-10T16:59:59.999Z', 'Asia/Ho_Chi_Minh')).toBe('2024-01-10');
    expect(day('2024-01-10T17:00:00Z', 'Asia/Ho_Chi_Minh')).toBe('2024-01-11');
  });

  it('in America/New_York follows both clock changes', () => {
    expect(day('2024-03-10T04:59:59Z', 'America/New_York')).toBe('2024-03-09');
    expect(day('2024-03-10T05:00:00Z', 'America/New_York')).toBe('2024-03-10');
    expect(day('2024-03-11T03:59:59Z', 'America/New_York')).toBe('2024-03-10');
    expect(day('2024-03-11T04:00:00Z', 'America/New_York')).toBe('2024-03-11');
    expect(day('2024-11-03T04:00:00Z', 'America/New_York')).toBe('2024-11-03');
    expect(day('2024-11-04T04:59:59Z', 'America/New_York')).toBe('2024-11-03');
    expect(day('2024-11-04T05:00:00Z', 'America/New_York')).toBe('2024-11-04');
  });

  it('agrees with Intl for any instant and zone, half-hour changes included', () => {
    const instants = fc.date({
      min: new Date('1990-01-01'),
      max: new Date('2035-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, fc.constantFrom(...ZONES), (instant, zone) => {
        const byIntl = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(
          instant,
        );
        expect(dayToIso(localDayOf(instant, zone))).toBe(byIntl);
      }),
      { numRuns: 2000 },
    );
  });

  it('before 1970 and for an unknown zone or no date → right day, RangeError', () => {
    expect(day('1969-12-31T23:59:59.999Z', 'UTC')).toBe('1969-12-31');
    expect(() => localDayOf(new Date(0), 'Mars/Olympus')).toThrow(RangeError);
    expect(() => localDayOf(new Date('x'), 'UTC')).toThrow(RangeError);
  });

  it('is fast: a million instants of a year in seconds, not minutes', () => {
    const started = performance.now();
    for (let i = 0; i < 1_000_000; i += 1) localDayOf(new Date(1.7e12 + i * 31_536), 'America/New_York');
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('the start of a local day', () => {
  it('is the first instant with that day, in every zone and season', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8000, max: 23_000 }), fc.constantFrom(...ZONES), (on, zone) => {
        const start = startOfLocalDay(on, zone);
        expect(localDayOf(start, zone)).toBe(on);
        expect(localDayOf(new Date(start.getTime() - 1), zone)).toBe(on - 1);
      }),
      { numRuns: 500 },
    );
  });

  it('where the clocks skip midnight is the moment they change', () => {
    expect(startOfLocalDay(isoToDay('2018-11-04'), 'America/Sao_Paulo').toISOString()).toBe(
      '2018-11-04T03:00:00.000Z',
    );
  });
});

describe('a wall-clock time', () => {
  it('is read with the offset of its own season', () => {
    const noon = 12 * 3_600_000;
    const at = (iso: string) => instantOfLocalTime(isoToDay(iso), noon, 'America/New_York').toISOString();
    expect(at('2024-03-09')).toBe('2024-03-09T17:00:00.000Z');
    expect(at('2024-03-10')).toBe('2024-03-10T16:00:00.000Z');
    expect(at('2024-11-03')).toBe('2024-11-03T17:00:00.000Z');
  });
});

describe('a day as text', () => {
  it('goes there and back, and refuses days that do not exist', () => {
    expect(isoToDay('1970-01-02')).toBe(1);
    expect(dayToIso(isoToDay('2024-02-29'))).toBe('2024-02-29');
    for (const wrong of ['2023-02-29', '2024-13-01', '24-01-01', '2024-1-1', '', '2567-01-01T00']) {
      expect(() => isoToDay(wrong)).toThrow(RangeError);
    }
  });
});
