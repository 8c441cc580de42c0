import { convertMinor, formatRestMoney } from '../state/money.ts';

/** A REST body before it is written: ids are bigints so that they come out as whole JSON numbers above 2^53 too. */
export type RestValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | RestValue[]
  | { [key: string]: RestValue };
export type RestObject = { [key: string]: RestValue };

/** The two currencies of an order; `rate` = presentment units per shop unit. */
export type Currencies = { shop: string; presentment: string; rate: number };

/** A record id as the JSON number Shopify sends. */
export function restId(id: string): bigint {
  return BigInt(id);
}

export function gid(kind: string, id: string): string {
  return `gid://shopify/${kind}/${id}`;
}

/** Minor units as a `*_set` object. */
export function moneySet(amountMinor: number, currencies: Currencies): RestObject {
  const { shop, presentment, rate } = currencies;
  const shopMoney = { amount: formatRestMoney(amountMinor, shop), currency_code: shop };
  if (shop === presentment) return { shop_money: shopMoney, presentment_money: { ...shopMoney } };
  const converted = convertMinor(amountMinor, shop, presentment, rate);
  return {
    shop_money: shopMoney,
    presentment_money: { amount: formatRestMoney(converted, presentment), currency_code: presentment },
  };
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(timeZone, made);
  return made;
}

/** The local wall clock of an instant, as the epoch milliseconds it would have in UTC. */
export function wallClockMs(at: number, timeZone: string): number {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(at)
      .map((part) => [part.type, Number(part.value)]),
  );
  const read = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second'));
}

/** An instant as REST writes it: seconds, with the shop's offset of that moment (`2026-11-21T18:30:00+07:00`). */
export function restTime(at: number, timeZone: string): string {
  const whole = Math.floor(at / 1000) * 1000;
  const wall = wallClockMs(whole, timeZone);
  const offset = Math.round((wall - whole) / 60_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const size = Math.abs(offset);
  const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
  return `${new Date(wall).toISOString().slice(0, 19)}${zone}`;
}
