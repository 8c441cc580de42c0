/**
 * One zone for a country of several: where most of its people live, by national censuses. Only used where the shop itself
 * lies in another country; Shopify gives us a customer's country, not their city.
 */
const MAIN_ZONE: Readonly<Record<string, string>> = {
  AR: 'America/Argentina/Buenos_Aires',
  AU: 'Australia/Sydney',
  BR: 'America/Sao_Paulo',
  CA: 'America/Toronto',
  CD: 'Africa/Kinshasa',
  CL: 'America/Santiago',
  CN: 'Asia/Shanghai',
  CY: 'Asia/Nicosia',
  DE: 'Europe/Berlin',
  EC: 'America/Guayaquil',
  ES: 'Europe/Madrid',
  FM: 'Pacific/Pohnpei',
  GL: 'America/Nuuk',
  ID: 'Asia/Jakarta',
  KI: 'Pacific/Tarawa',
  KZ: 'Asia/Almaty',
  MH: 'Pacific/Majuro',
  MN: 'Asia/Ulaanbaatar',
  MX: 'America/Mexico_City',
  MY: 'Asia/Kuala_Lumpur',
  NZ: 'Pacific/Auckland',
  PF: 'Pacific/Tahiti',
  PG: 'Pacific/Port_Moresby',
  PS: 'Asia/Hebron',
  PT: 'Europe/Lisbon',
  RU: 'Europe/Moscow',
  UA: 'Europe/Kyiv',
  US: 'America/New_York',
  UZ: 'Asia/Tashkent',
};

const zonesByCountry = new Map<string, readonly string[]>();

/** The time zones of a country by CLDR; empty for what is no country. */
export function zonesOf(country: string): readonly string[] {
  const known = zonesByCountry.get(country);
  if (known) return known;
  const zones = /^[A-Z]{2}$/.test(country) ? timeZones(new Intl.Locale('und', { region: country })) : [];
  zonesByCountry.set(country, zones);
  return zones;
}

/** `Intl.Locale.prototype.getTimeZones` (ECMA-402), which TypeScript's library does not declare yet. */
function timeZones(locale: Intl.Locale & { getTimeZones?: () => string[] | undefined }): readonly string[] {
  return locale.getTimeZones?.() ?? [];
}

/**
 * The IANA zone by whose clock somebody is written to: their country's where it has one; of several the shop's own if it is
 * among them, else the most populous; the shop's where the country is not known.
 */
export function recipientZone(country: string | null, shopZone: string): string {
  const zones = country === null ? [] : zonesOf(country);
  const [only] = zones;
  if (country === null || only === undefined) return shopZone;
  if (zones.includes(shopZone)) return shopZone;
  return zones.length === 1 ? only : (MAIN_ZONE[country] ?? shopZone);
}
