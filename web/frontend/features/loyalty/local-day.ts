import { useFormat } from '../../shared/format.ts';
import { useTimeZone } from '../../shared/shop.ts';

/** The local day of an instant in a time zone, `YYYY-MM-DD`. */
export function localDayOf(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-u-ca-gregory', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(at);
  const of = (type: 'year' | 'month' | 'day') => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year')}-${of('month')}-${of('day')}`;
}

/** The shop's local day of an instant, in the viewer's locale. */
export function useLocalDay(): (instant: string) => string {
  const format = useFormat();
  const timeZone = useTimeZone();
  return (instant) => format.day(localDayOf(new Date(instant), timeZone));
}
