import { describe, expect, it } from 'vitest';
import { recipientZone, zonesOf } from '../../../web/domain/campaigns/recipient-zone.ts';
import {
  nextSendAt,
  offerEndsAt,
  offerEndsOn,
  stepDueAt,
  stepValidUntil,
} from '../../../web/domain/campaigns/timing.ts';
import { isoToDay } from '../../../web/domain/shared/time.ts';
import { seeded } from './simulated-world.ts';

const clock = (hours: number, minutes = 0) => hours * 60 + minutes;
const NIGHT = { fromMinute: clock(20), toMinute: clock(9) };
const next = (at: string, zone: string, quietHours = NIGHT) => {
  const moment = nextSendAt(new Date(at), { recipient: zone, shop: zone }, { quietHours, blackouts: [] });
  return [moment.at.toISOString().slice(0, 16), moment.heldBy];
};

describe('quiet hours by the recipient’s clock', () => {
  it.each([
    ['by day → at once', '2026-06-15T12:00Z', 'UTC', '2026-06-15T12:00', null],
    [
      'at the first quiet minute → the morning',
      '2026-06-15T20:00Z',
      'UTC',
      '2026-06-16T09:00',
      'quiet_hours',
    ],
    ['after midnight → the same morning', '2026-06-15T03:00Z', 'UTC', '2026-06-15T09:00', 'quiet_hours'],
    ['at the last minute of quiet → at once', '2026-06-15T09:00Z', 'UTC', '2026-06-15T09:00', null],
    ['a half-hour zone', '2026-06-15T15:00Z', 'Asia/Kolkata', '2026-06-16T03:30', 'quiet_hours'],
    [
      'the night the clocks go forward',
      '2026-03-08T01:30Z',
      'America/New_York',
      '2026-03-08T13:00',
      'quiet_hours',
    ],
    [
      'the night the clocks go back',
      '2026-11-01T00:30Z',
      'America/New_York',
      '2026-11-01T14:00',
      'quiet_hours',
    ],
  ])('%s', (_, at, zone, expected, heldBy) => {
    expect(next(at, zone)).toEqual([expected, heldBy]);
  });

  it('the end of quiet is skipped by the clocks → the moment they change', () => {
    const quiet = { fromMinute: clock(20), toMinute: clock(2, 30) };
    expect(next('2026-03-08T06:30Z', 'America/New_York', quiet)).toEqual(['2026-03-08T07:00', 'quiet_hours']);
  });

  it('the end of quiet comes twice → the first time it is over, the second time it holds again', () => {
    const quiet = { fromMinute: clock(20), toMinute: clock(1, 30) };
    const zone = 'America/New_York';
    expect(next('2026-11-01T05:00Z', zone, quiet)).toEqual(['2026-11-01T05:30', 'quiet_hours']);
    expect(next('2026-11-01T05:59Z', zone, quiet)).toEqual(['2026-11-01T05:59', null]);
    expect(next('2026-11-01T06:10Z', zone, quiet)).toEqual(['2026-11-01T06:30', 'quiet_hours']);
  });

  it('within one day, and none at all', () => {
    const siesta = { fromMinute: clock(12), toMinute: clock(14) };
    expect(next('2026-06-15T13:59Z', 'UTC', siesta)).toEqual(['2026-06-15T14:00', 'quiet_hours']);
    expect(next('2026-06-15T03:00Z', 'UTC', siesta)).toEqual(['2026-06-15T03:00', null]);
    expect(next('2026-06-15T03:00Z', 'UTC', { fromMinute: 0, toMinute: 0 })[1]).toBeNull();
  });

  it('around both changes in six zones → the same minute as walking the clock minute by minute', () => {
    const random = seeded(11);
    const zones = [
      'America/New_York',
      'Europe/Berlin',
      'Australia/Lord_Howe',
      'America/St_Johns',
      'Africa/Cairo',
    ];
    const starts = [
      '2026-03-07T12:00Z',
      '2026-03-28T12:00Z',
      '2026-04-04T00:00Z',
      '2026-10-24T12:00Z',
      '2026-10-31T12:00Z',
    ];
    for (let run = 0; run < 150; run += 1) {
      const zone = zones[run % zones.length] ?? 'UTC';
      const at =
        Date.parse(starts[Math.floor(random() * starts.length)] ?? '') +
        Math.floor(random() * 36 * 60) * 60_000;
      const quiet = { fromMinute: Math.floor(random() * 96) * 15, toMinute: Math.floor(random() * 240) };
      const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, timeStyle: 'short' });
      const isQuiet = (ms: number) => {
        const [hours = 0, minutes = 0] = wall.format(ms).split(':').map(Number);
        const minute = clock(hours, minutes);
        const { fromMinute: from, toMinute: to } = quiet;
        return from < to ? minute >= from && minute < to : from > to && (minute >= from || minute < to);
      };
      let expected = at;
      while (isQuiet(expected)) expected += 60_000;
      const found = next(new Date(at).toISOString(), zone, quiet)[0];
      expect({ run, zone, quiet, found }).toEqual({
        run,
        zone,
        quiet,
        found: new Date(expected).toISOString().slice(0, 16),
      });
    }
  });
});

describe('blackouts in the shop’s calendar', () => {
  const tet = { name: 'Tết', fromOn: isoToDay('2026-02-16'), toOn: isoToDay('2026-02-18') };
  const zones = { recipient: 'America/New_York', shop: 'Asia/Ho_Chi_Minh' };

  it('inside one → the first morning of the recipient after its last day in the shop', () => {
    const rules = { quietHours: NIGHT, blackouts: [tet] };
    const moment = nextSendAt(new Date('2026-02-17T15:00Z'), zones, rules);
    // The shop's 19 February begins at 17:00Z on the 18th: noon in New York.
    expect(moment).toEqual({ at: new Date('2026-02-18T17:00Z'), heldBy: 'blackout' });
  });

  it('quiet hours that end in a blackout, and two blackouts in a row → after all of it', () => {
    const second = { name: 'sale', fromOn: isoToDay('2026-02-19'), toOn: isoToDay('2026-02-20') };
    const rules = { quietHours: NIGHT, blackouts: [second, tet] };
    const utc = { recipient: 'UTC', shop: 'UTC' };
    expect(nextSendAt(new Date('2026-02-15T22:00Z'), utc, rules).at).toEqual(new Date('2026-02-21T09:00Z'));
  });

  it('a code that runs into a blackout → its days are not counted, and it ends with the shop’s day', () => {
    const issueOn = isoToDay('2026-02-10');
    expect(offerEndsOn(issueOn, 1, [])).toBe(issueOn);
    expect(offerEndsOn(issueOn, 14, [])).toBe(isoToDay('2026-02-23'));
    expect(offerEndsOn(issueOn, 14, [tet])).toBe(isoToDay('2026-02-26'));
    expect(offerEndsOn(issueOn, 14, [tet, { ...tet, name: 'again' }])).toBe(isoToDay('2026-02-26'));
    expect(offerEndsAt(isoToDay('2026-02-26'), 'Asia/Ho_Chi_Minh')).toEqual(new Date('2026-02-26T16:59:59Z'));
  });

  it('the day the clocks go back is 25 hours long → the code lives through all of it', () => {
    expect(offerEndsAt(isoToDay('2026-11-01'), 'America/New_York')).toEqual(new Date('2026-11-02T04:59:59Z'));
  });
});

describe('steps', () => {
  const enrolledAt = new Date('2026-03-06T15:00Z');
  const zone = 'America/New_York';

  it('the first at the enrolment, later ones from the start of their local day', () => {
    expect(stepDueAt(enrolledAt, { afterDays: 0 }, zone)).toEqual(enrolledAt);
    expect(stepDueAt(enrolledAt, { afterDays: 2 }, zone)).toEqual(new Date('2026-03-08T05:00Z'));
    expect(stepDueAt(enrolledAt, { afterDays: 3 }, zone)).toEqual(new Date('2026-03-09T04:00Z'));
  });

  it('may wait until the end of its last local day', () => {
    expect(stepValidUntil(enrolledAt, { afterDays: 0, mayWaitDays: 0 }, zone)).toEqual(
      new Date('2026-03-07T05:00Z'),
    );
    expect(stepValidUntil(enrolledAt, { afterDays: 1, mayWaitDays: 2 }, zone)).toEqual(
      new Date('2026-03-10T04:00Z'),
    );
  });
});

describe('the recipient’s zone', () => {
  it.each([
    ['a country of one zone', 'JP', 'Asia/Ho_Chi_Minh', 'Asia/Tokyo'],
    ['several, the shop’s among them', 'US', 'America/Los_Angeles', 'America/Los_Angeles'],
    ['several, the shop elsewhere → the most populous', 'US', 'Europe/Berlin', 'America/New_York'],
    ['no country known', null, 'Asia/Bangkok', 'Asia/Bangkok'],
    ['no country at all', 'XX', 'Asia/Bangkok', 'Asia/Bangkok'],
    ['written small', 'us', 'Asia/Bangkok', 'Asia/Bangkok'],
  ])('%s', (_, country, shopZone, expected) => {
    expect(recipientZone(country, shopZone)).toBe(expected);
  });

  it('every country gets a zone that Intl knows; only lands nobody lives in fall back to the shop’s', () => {
    const fallingBack: string[] = [];
    for (let first = 65; first <= 90; first += 1)
      for (let second = 65; second <= 90; second += 1) {
        const country = String.fromCharCode(first, second);
        const zone = recipientZone(country, 'Etc/GMT+12');
        expect(() => new Intl.DateTimeFormat('en', { timeZone: zone })).not.toThrow();
        if (zone === 'Etc/GMT+12' && zonesOf(country).length > 0) fallingBack.push(country);
      }
    // Antarctica, the US outlying islands, and codes that ISO 3166 withdrew.
    expect(fallingBack).toEqual([
      'AQ',
      'CT',
      'DD',
      'FQ',
      'JT',
      'MI',
      'NQ',
      'PC',
      'PU',
      'SU',
      'UM',
      'WK',
      'ZR',
    ]);
  });
});
