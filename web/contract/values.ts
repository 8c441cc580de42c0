import { z } from 'zod';

/** Money in the currency's minor unit: an integer, never a float. */
export const moneySchema = z.object({ amountMinor: z.int(), currency: z.string().length(3) });
export type Money = z.infer<typeof moneySchema>;

const MINOR_DIGITS: Readonly<Record<string, number>> = {
  BHD: 3,
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

/** Decimal digits of a currency's minor unit (ISO 4217). `Intl` does not serve here: it prints IDR without decimals, Shopify counts two. */
export function minorDigits(currency: string): number {
  return MINOR_DIGITS[currency] ?? 2;
}

/** A moment, ISO 8601 with its zone (`2026-11-21T08:00:00.000Z`). */
export const instantSchema = z.iso.datetime({ offset: true });

/** A day of the shop's local calendar, `YYYY-MM-DD`. */
export const daySchema = z.iso.date();

/** A month of the shop's local calendar, `YYYY-MM`. */
export const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

const LARGEST_ID = 2n ** 63n - 1n;

/** Shopify's numeric id as a decimal string (ids may exceed 2^53, and are 64-bit numbers). */
export const shopifyIdSchema = z
  .string()
  .refine((text) => /^\d{1,19}$/.test(text) && BigInt(text) <= LARGEST_ID, {
    message: 'id',
    params: { allowed: `1–${LARGEST_ID}` },
  });

/** R, F and M, each 1 (worst) to 5 (best). */
export const scoresSchema = z.object({
  r: z.int().min(1).max(5),
  f: z.int().min(1).max(5),
  m: z.int().min(1).max(5),
});
export type Scores = z.infer<typeof scoresSchema>;

/** A share in [0, 1]. */
export const shareSchema = z.number().min(0).max(1);

/** A non-negative whole number. */
export const countSchema = z.int().min(0);

/** Page size of every list: 1–100, default 50. Query strings carry it as text. */
export const limitSchema = z.coerce.number().int().min(1).max(100).default(50);

/** Opaque keyset cursor of the last row seen; a page starts after it. */
export const cursorSchema = z.string().min(1).max(400);
