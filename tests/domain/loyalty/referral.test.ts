import { describe, expect, it } from 'vitest';
import {
  judgeReferral,
  type ReferralTraits,
  readReferralCode,
} from '../../../web/domain/loyalty/referral.ts';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';

const person = (change: Partial<ReferralTraits> = {}): ReferralTraits => ({
  customerId: '1' as CustomerId,
  email: null,
  phone: null,
  address: null,
  ...change,
});
const friend = (change: Partial<ReferralTraits> = {}) => person({ customerId: '2' as CustomerId, ...change });
const judge = (one: Partial<ReferralTraits>, other: Partial<ReferralTraits>, earlierOrders = 0) =>
  judgeReferral(person(one), friend(other), { earlierOrders });

describe('a referral', () => {
  it('of someone else with a first order → paid', () => {
    const one = { email: 'an@example.com', phone: '+84912345678', address: '1 Lê Lợi, Hà Nội' };
    const other = { email: 'binh@example.com', phone: '+84912345679', address: '2 Lê Lợi, Hà Nội' };
    expect(judge(one, other)).toEqual([]);
    expect(judge({}, {})).toEqual([]);
  });

  it('of oneself → refused', () => {
    expect(judgeReferral(person(), person(), { earlierOrders: 0 })).toEqual(['self']);
  });

  it('of somebody who bought before → refused', () => {
    expect(judge({}, {}, 1)).toEqual(['not_first_order']);
  });

  it.each([
    ['case', 'An@Example.com', 'an@example.com', true],
    ['a tag', 'an+shop@example.com', 'an@example.com', true],
    ['dots of Gmail', 'a.n@gmail.com', 'an+2@googlemail.com', true],
    ['dots elsewhere', 'a.n@example.com', 'an@example.com', false],
    ['another domain', 'an@example.com', 'an@example.org', false],
    ['empty', '', '', false],
  ])('e-mails apart by %s → the same mailbox or not', (_, one, other, same) => {
    expect(judge({ email: one }, { email: other })).toEqual(same ? ['same_email'] : []);
  });

  it.each([
    ['+84 912 345 678', '0912.345.678', true],
    ['0066812345678', '081-234-5678', true],
    ['+84912345678', '+84912345679', false],
    ['0912345678', '0812345678', false],
    ['113', '113', false],
  ])('phones %s and %s → one number or not', (one, other, same) => {
    expect(judge({ phone: one }, { phone: other })).toEqual(same ? ['same_phone'] : []);
  });

  it.each([
    ['12 Đường Lê Lợi, Hà Nội, VN', '12 duong le loi - ha noi vn', true],
    ['99/1 ถนนสุขุมวิท กรุงเทพ', '99/1 ถนนสุขุมวิท  กรุงเทพ', true],
    ['99/1 ถนนสุขุมวิท กรุงเทพ', '99/2 ถนนสุขุมวิท กรุงเทพ', false],
    ['VN', 'VN', false],
  ])('addresses %s and %s → one or not', (one, other, same) => {
    expect(judge({ address: one }, { address: other })).toEqual(same ? ['same_address'] : []);
  });

  it('every reason is told, gravest first', () => {
    const same = { email: 'an@example.com', phone: '+84912345678' };
    expect(judge(same, same, 2)).toEqual(['not_first_order', 'same_email', 'same_phone']);
  });
});

describe('a referral code as typed', () => {
  it.each([
    ['REF-0A1B2C3D', 'REF-0A1B2C3D'],
    [' ref-oalb2c3d ', 'REF-0A1B2C3D'],
    ['ref0a1b2c3d', 'REF-0A1B2C3D'],
    ['REF-0A1B2C3', null],
    ['REF-0A1B2C3U', null],
    ['SAVE-0A1B2C3D', null],
    ['', null],
  ])('%s → %s', (typed, code) => {
    expect(readReferralCode(typed)).toBe(code);
  });
});
