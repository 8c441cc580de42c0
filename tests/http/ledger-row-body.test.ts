import { expect, test } from 'vitest';
import { ledgerRowSchema } from '../../web/contract/members.ts';
import type { RewardValue } from '../../web/domain/loyalty/program.ts';
import { toLedgerRow } from '../../web/http/member-body.ts';
import type { LedgerRow } from '../../web/use-cases/loyalty-port.ts';

const AT = new Date('2026-03-01T02:00:00Z');

function redeemed(value: RewardValue): LedgerRow {
  const combinesWith = { orderDiscounts: false, productDiscounts: false, shippingDiscounts: true };
  const terms = { costPoints: 100, minimumSpendMinor: null, validDays: 30, combinesWith, active: true };
  return {
    entryId: '7',
    at: AT,
    postedAt: AT,
    cause: 'redeem',
    position: 'spend:3',
    points: -100,
    pendingPoints: 0,
    balanceAfter: 20,
    grantReason: null,
    orderId: null,
    orderedAt: null,
    reward: { rewardId: 'r1', name: '', value, ...terms },
    code: 'PTS-7Q4MK2XD',
    file: null,
    programVersion: null,
  };
}

test('a redemption → its code, but store credit has none that anybody could type', () => {
  const codeOf = (value: RewardValue) => ledgerRowSchema.parse(toLedgerRow(redeemed(value))).code;
  expect(codeOf({ kind: 'amount', amountMinor: 500 })).toBe('PTS-7Q4MK2XD');
  expect(codeOf({ kind: 'store_credit', amountMinor: 500 })).toBeNull();
});
