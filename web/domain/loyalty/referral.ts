import type { CustomerId } from '../shared/ids.ts';

/** The prefix of members' referral codes: `codeOf(REFERRAL_PREFIX, bytes)` of 5 bytes. */
export const REFERRAL_PREFIX = 'REF';

/** What of a person is compared, read live and kept nowhere. Address: street, city, zip and country as typed. */
export type ReferralTraits = {
  customerId: CustomerId;
  email: string | null;
  phone: string | null;
  address: string | null;
};

/** Why a referral pays nothing, gravest first. */
export const REFERRAL_REASONS = [
  'self',
  'not_first_order',
  'same_email',
  'same_phone',
  'same_address',
] as const;
export type ReferralReason = (typeof REFERRAL_REASONS)[number];

const MAX_COUNTRY_DIGITS = 3;

/** Every reason against paying the advocate; empty = the friend is someone else, and new. `earlierOrders`: of the friend, before this one; cancelled and test orders are none. */
export function judgeReferral(
  advocate: ReferralTraits,
  friend: ReferralTraits,
  { earlierOrders }: { earlierOrders: number },
): ReferralReason[] {
  const holds: Record<ReferralReason, boolean> = {
    self: advocate.customerId === friend.customerId,
    not_first_order: earlierOrders > 0,
    same_email: same(advocate.email, friend.email, mailbox),
    same_phone: samePhone(advocate.phone ?? '', friend.phone ?? ''),
    same_address: same(advocate.address, friend.address, plainAddress),
  };
  return REFERRAL_REASONS.filter((reason) => holds[reason]);
}

/** A referral code as someone typed it, in the form it was given out; null when it is none. Crockford's base32 reads O as 0, I and L as 1. */
export function readReferralCode(text: string): string | null {
  const typed = text.trim().toUpperCase();
  const match = /^REF[- ]?([0-9A-Z]{8})$/.exec(typed);
  const body = match?.[1]?.replaceAll('O', '0').replaceAll(/[IL]/g, '1') ?? '';
  return /^[0-9A-HJKMNP-TV-Z]{8}$/.test(body) ? `${REFERRAL_PREFIX}-${body}` : null;
}

function same(one: string | null, other: string | null, normal: (text: string) => string | null): boolean {
  const [a, b] = [one === null ? null : normal(one), other === null ? null : normal(other)];
  return a !== null && a === b;
}

/** The mailbox behind an alias: no case, no `+tag`, and Gmail's dots and second name. */
function mailbox(email: string): string | null {
  const [name, domain] = email.trim().toLowerCase().split('@');
  if (!name || !domain) return null;
  const box = name.split('+')[0] ?? name;
  const gmail = domain === 'gmail.com' || domain === 'googlemail.com';
  return gmail ? `${box.replaceAll('.', '')}@gmail.com` : `${box}@${domain}`;
}

/** `0912 345 678` and `+84 912345678` are one number: one is the end of the other, which begins with a country's code. */
function samePhone(one: string, other: string): boolean {
  const [short, long] = [one, other]
    .map((phone) => phone.replaceAll(/\D/g, '').replace(/^0+/, ''))
    .sort((a, b) => a.length - b.length);
  if (short === undefined || long === undefined || short.length < 7) return false;
  return long.endsWith(short) && long.length - short.length <= MAX_COUNTRY_DIGITS;
}

/** Letters and digits of any script, without case, accents and punctuation. */
function plainAddress(address: string): string | null {
  const letters = address.normalize('NFKD').toLowerCase().replaceAll('đ', 'd');
  const plain = letters.replaceAll(/[\u0300-\u036f]/g, '').replaceAll(/[^\p{L}\p{M}\p{N}]/gu, '');
  return plain.length < 6 ? null : plain;
}
