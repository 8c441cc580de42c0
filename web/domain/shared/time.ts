/** Days since 1970-01-01 in the shop's own calendar, so that days can be subtracted. */
export type LocalDay = number;

const DAY_MS = 86_400_000;
/** No zone changes its offset off a quarter of an hour of UTC (IANA data since 1970), so one answer serves a quarter. */
const QUARTER_MS = 900_000;

type Zone = {
  format: Intl.DateTimeFormat;
  /** Offset in ms by UTC day; NaN on the days when the clocks change. */
  byUtcDay: Map<number, number>;
  byQuarter: Map<number, number>;
};

const zones = new Map<string, Zone>();

function zoneOf(timeZone: string): Zone {
  const known = zones.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const zone: Zone = { format, byUtcDay: new Map(), byQuarter: new Map() };
  zones.set(timeZone, zone);
  return zone;
}

function offsetByIntl(zone: Zone, instantMs: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of zone.format.formatToParts(instantMs)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  const localMs = Date.UTC(year, month - 1, day, hour, minute, second);
  return localMs - Math.floor(instantMs / 1000) * 1000;
}

function offsetMs(zone: Zone, instantMs: number): number {
  const utcDay = Math.floor(instantMs / DAY_MS);
  let offset = zone.byUtcDay.get(utcDay);
  if (offset === undefined) {
    const start = offsetByIntl(zone, utcDay * DAY_MS);
    offset = start === offsetByIntl(zone, (utcDay + 1) * DAY_MS) ? start : Number.NaN;
    zone.byUtcDay.set(utcDay, offset);
  }
  if (!Number.isNaN(offset)) return offset;
  const quarter = Math.floor(instantMs / QUARTER_MS);
  const known = zone.byQuarter.get(quarter);
  if (known !== undefined) return known;
  const exact = offsetByIntl(zone, quarter * QUARTER_MS);
  zone.byQuarter.set(quarter, exact);
  return exact;
}

/**
 * The calendar day on which an instant falls in an IANA time zone, daylight saving included. About 50 ns a call once a
 * day has been seen. RangeError for an unknown zone or an invalid date.
 */
export function localDayOf(instant: Date, timeZone: string): LocalDay {
  const ms = instant.getTime();
  if (Number.isNaN(ms)) throw new RangeError('the instant is no valid date');
  return Math.floor((ms + offsetMs(zoneOf(timeZone), ms)) / DAY_MS);
}

/** The minute that the clock on the wall shows, 0–1439. RangeError as `localDayOf`. */
export function minuteOfDay(instant: Date, timeZone: string): number {
  const ms = instant.getTime();
  const wallMs = ms + offsetMs(zoneOf(timeZone), ms);
  return Math.floor((wallMs - Math.floor(wallMs / DAY_MS) * DAY_MS) / 60_000);
}

/** The first instant of a local day. Where the clocks skip midnight that is the moment they change. */
export function startOfLocalDay(day: LocalDay, timeZone: string): Date {
  const zone = zoneOf(timeZone);
  let before = day * DAY_MS - 16 * 3_600_000;
  let atOrAfter = day * DAY_MS + 40 * 3_600_000;
  while (atOrAfter - before > 1) {
    const middle = Math.floor((before + atOrAfter) / 2);
    if (Math.floor((middle + offsetMs(zone, middle)) / DAY_MS) >= day) atOrAfter = middle;
    else before = middle;
  }
  return new Date(atOrAfter);
}

/**
 * The instant of a wall-clock time on a local day, `msOfDay` counted from midnight by the clock on the wall. A time that
 * the clocks skip is read with the offset before the change; one that comes twice means one of the two.
 */
export function instantOfLocalTime(day: LocalDay, msOfDay: number, timeZone: string): Date {
  const zone = zoneOf(timeZone);
  const wallMs = day * DAY_MS + msOfDay;
  return new Date(wallMs - offsetMs(zone, wallMs - offsetMs(zone, wallMs)));
}

/** The offset from UTC that holds at noon of a local day, as `+07:00`. */
export function offsetText(day: LocalDay, timeZone: string): string {
  const noon = instantOfLocalTime(day, DAY_MS / 2, timeZone);
  const minutes = (day * DAY_MS + DAY_MS / 2 - noon.getTime()) / 60_000;
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}

/** A local day as `YYYY-MM-DD`, Gregorian. */
export function dayToIso(day: LocalDay): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The local day written `YYYY-MM-DD`. RangeError when the text is no such day of the Gregorian calendar. */
export function isoToDay(iso: string): LocalDay {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(iso) ? Date.parse(`${iso}T00:00:00Z`) / DAY_MS : Number.NaN;
  if (Number.isNaN(day) || dayToIso(day) !== iso)
    throw new RangeError(`a day is written YYYY-MM-DD, got "${iso}"`);
  return day;
}
