import { expect, test } from 'vitest';
import { readMembers } from './points-check.ts';

test('the file of members → each one’s numbers, wherever the columns stand', () => {
  const csv =
    '\uFEFFcustomer_id,points,pending_points,debt_points,tier\r\n' + '7,12,3,0,"Gold, old"\r\n8,0,0,5,\r\n';
  const moved = 'points,customer_id,debt_points,pending_points\r\n12,7,0,3\r\n';
  const seven = { points: 12, pending: 3, debt: 0 };
  expect(readMembers(csv)).toEqual(
    new Map([
      ['7', seven],
      ['8', { points: 0, pending: 0, debt: 5 }],
    ]),
  );
  expect(readMembers(moved)).toEqual(new Map([['7', seven]]));
});
