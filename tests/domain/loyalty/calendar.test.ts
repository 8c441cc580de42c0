import { describe, expect, it } from 'vitest';
import { addMonths, endOfDay, startOfDayMs } from '../../../web/domain/loyalty/calendar.ts';
import { dayToIso, isoToDay, localDayOf, startOfLocalDay } from '../../../web/domain/shared/time.ts';

describe('months of the calendar', () => {
  it.each([
    ['2024-01-31', 1, '2024-02-29'],
    ['2023-01-31', 1, '2023-02-28'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-12-15', 1, '2025-01-15'],
    ['2024-03-31', -1, '2024-02-29'],
    ['2024-01-15', -13, '2022-12-15'],
  ])('%s and %i months → %s', (from, months, to) => {
    expect(dayToIso(addMonths(isoToDay(from), months))).toBe(to);
  });
});

describe('the bounds of a local day', () => {
  it.each([
    'Asia/Ho_Chi_Minh',
    'America/New_York',
    'America/Sao_Paulo',
    'Asia/Beirut',
    'Australia/Lord_Howe',
  ])('%s, also where the clocks skip or repeat midnight → the first instant of the day', (timeZone) => {
    for (let day = isoToDay('2016-01-01'); day < isoToDay('2020-01-01'); day += 1)
      if (startOfDayMs(day, timeZone) !== startOfLocalDay(day, timeZone).getTime())
        throw new Error(`${timeZone} ${dayToIso(day)}`);
  });

  it('its end is the last second that belongs to it', () => {
    const day = isoToDay('2018-11-03');
    const end = endOfDay(day, 'America/Sao_Paulo');
    expect(localDayOf(end, 'America/Sao_Paulo')).toBe(day);
    expect(localDayOf(new Date(end.getTime() + 1_000), 'America/Sao_Paulo')).toBe(day + 1);
  });
});
