import { expect, test } from 'vitest';
import { adjustPoints } from '../../../web/use-cases/adjust-points.ts';
import { getLedger } from '../../../web/use-cases/get-ledger.ts';
import { listBatches } from '../../../web/use-cases/list-batches.ts';
import { returnRedemption } from '../../../web/use-cases/return-redemption.ts';
import { type BatchInput, runBatch } from '../../../web/use-cases/run-batch.ts';
import { undoBatch } from '../../../web/use-cases/undo-batch.ts';
import type { LoyaltyShop } from '../../support/loyalty-shop.ts';
import { newLoyaltyShops } from '../../support/loyalty-shops.ts';

const newShop = newLoyaltyShops();

async function launched(): Promise<LoyaltyShop> {
  const shop = await newShop().start();
  await shop.program();
  return shop;
}

/** Rows as a file has them, the first naming the columns. */
function file(rows: readonly (readonly string[])[], change: Partial<BatchInput> = {}): BatchInput {
  const all = [['Customer', 'Points', 'Ends'], ...rows];
  return {
    kind: 'import',
    rows: all.map((cells, index) => ({ line: index + 1, cells })),
    mapping: { customer: 0, customerBy: 'id', points: 1, expires: 2 },
    header: true,
    reason: 'correction',
    dryRun: false,
    fileName: null,
    requestKey: 'file-0001',
    ...change,
  };
}

test('a file of balances → everybody has theirs, once however often it is sent', async () => {
  const shop = await launched();
  const [one, other] = [shop.fake.addCustomer(), shop.fake.addCustomer()];
  const input = file([
    [one, '500', ''],
    [other, '1,200', '2026-12-31'],
  ]);
  const first = await runBatch(await shop.loyalty(), input);
  expect(first).toMatchObject({ rows: 2, customers: 2, points: 1_700, issues: [], moreIssues: 0 });
  expect(await runBatch(await shop.loyalty(), input)).toEqual(first);
  expect(await shop.account(one)).toMatchObject({ available: 500 });
  expect(await shop.account(other)).toMatchObject({
    available: 1_200,
    nextExpiry: { at: new Date('2026-12-31T23:59:59Z'), points: 1_200 },
  });
  expect(await listBatches(await shop.loyalty())).toMatchObject([
    { batchId: first.batchId, state: 'done', rows: 2, points: 1_700 },
  ]);
  expect(await shop.drifted()).toEqual([]);
});

test('one bad row → refused with its line and field, and nothing of the file is there', async () => {
  const shop = await launched();
  const good = shop.fake.addCustomer();
  const answer = await runBatch(
    await shop.loyalty(),
    file([
      [good, '500', ''],
      ['77', '500', ''],
      [good, 'many', '31.12.2026'],
    ]),
  );
  expect(answer.batchId).toBeNull();
  expect(answer.issues).toMatchObject([
    { line: 3, field: 'customer', message: 'unknown_customer', value: '77' },
    { line: 4, field: 'points', message: 'not_a_number', value: 'many' },
    { line: 4, field: 'expires', message: 'not_a_day' },
    { line: 4, field: 'customer', message: 'twice' },
  ]);
  const { store, shop: here } = await shop.loyalty();
  expect(await store.loyalty.find(here.shopId, good)).toBeNull();
  expect(await listBatches(await shop.loyalty())).toEqual([]);
});

test('customers by e-mail → asked of Shopify 50 at a time; an address nobody has is refused by its line', async () => {
  const shop = await launched();
  const rows = Array.from({ length: 60 }, (_, count) => {
    const email = `person-${count}@customers.example`;
    shop.rewards.emails.set(email, shop.fake.addCustomer());
    return [email, '10', ''];
  });
  const mapping = { customer: 0, customerBy: 'email', points: 1, expires: null } as const;
  const wrong = await runBatch(
    await shop.loyalty(),
    file([...rows, ['nobody@x.example', '10', '']], { mapping }),
  );
  expect(wrong).toMatchObject({
    batchId: null,
    issues: [{ line: 62, field: 'customer', message: 'unknown_customer' }],
  });
  const right = await runBatch(await shop.loyalty(), file(rows, { mapping }));
  expect(right).toMatchObject({ customers: 60, points: 600, issues: [] });
  expect(shop.rewards.calls.get('customersByEmail')).toBe(4);
});

test('more customers by e-mail than are asked for → refused with the number that is allowed, and Shopify is not asked', async () => {
  const shop = await launched();
  const rows = Array.from({ length: 2_001 }, (_, count) => [`person-${count}@customers.example`, '10', '']);
  const mapping = { customer: 0, customerBy: 'email', points: 1, expires: null } as const;
  await expect(runBatch(await shop.loyalty(), file(rows, { mapping }))).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    issues: [{ field: 'csv', allowed: expect.stringContaining('2000') }],
  });
  expect(shop.rewards.calls.has('customersByEmail')).toBe(false);
});

test('an adjustment below 0 → refused in the dry run and in earnest, with the least that is allowed', async () => {
  const shop = await launched();
  const customerId = await shop.member(40);
  const rows = [[customerId, '-41', '']];
  for (const dryRun of [true, false]) {
    const answer = await runBatch(await shop.loyalty(), file(rows, { kind: 'adjust', dryRun }));
    expect(answer.issues).toMatchObject([
      { line: 2, field: 'points', message: 'below_zero', allowed: 'at least -40' },
    ]);
  }
  const fine = file([[customerId, '-40', '']], { kind: 'adjust', dryRun: true });
  expect(await runBatch(await shop.loyalty(), fine)).toMatchObject({ batchId: null, issues: [] });
  expect(await shop.account(customerId)).toMatchObject({ available: 40 });
});

test('a file is undone → its points go, what was spent of them is owed; a second time it is refused', async () => {
  const shop = await launched();
  const [idle, spender] = [await shop.member(1), await shop.member(20)];
  const rows = [
    [idle, '500', ''],
    [spender, '90', ''],
  ];
  const { batchId } = await runBatch(await shop.loyalty(), file(rows));
  await shop.redeem(spender);
  await undoBatch(await shop.loyalty(), batchId ?? '');
  expect(await shop.account(idle)).toMatchObject({ available: 1, debt: 0 });
  expect(await shop.account(spender)).toMatchObject({ available: 0, debt: 80 });
  await expect(undoBatch(await shop.loyalty(), batchId ?? '')).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await shop.drifted()).toEqual([]);
  expect((await shop.books()).balanced).toBe(true);
});

test('a file and its undoing, a redemption and its return → the ledger says which file and which code', async () => {
  const shop = await launched();
  const customerId = await shop.member(40);
  const input = { fileName: 'C:\\Thảo\\balances.csv' };
  const { batchId } = await runBatch(await shop.loyalty(), file([[customerId, '75', '']], input));
  const taken = file([[customerId, '-5', '']], { kind: 'adjust', requestKey: 'file-0002' });
  await runBatch(await shop.loyalty(), taken);
  expect(await listBatches(await shop.loyalty())).toMatchObject([
    { fileName: null },
    { fileName: 'balances.csv' },
  ]);
  const made = (await shop.redeem(customerId)).code;
  const { code = '', redemptionId = '' } = made ?? {};
  await returnRedemption(await shop.loyalty(), { customerId, redemptionId });
  await undoBatch(await shop.loyalty(), batchId ?? '');
  const asked = { customerId, after: null, limit: 20 };
  const { entries } = await getLedger(await shop.loyalty(), asked);
  expect(entries.map(({ cause, points, code, file }) => ({ cause, points, code, file }))).toEqual([
    { cause: 'grant', points: -75, code: null, file: { batchId, name: 'balances.csv', undone: true } },
    { cause: 'redeem_back', points: 100, code, file: null },
    { cause: 'redeem', points: -100, code, file: null },
    {
      cause: 'grant',
      points: -5,
      code: null,
      file: { batchId: expect.any(String), name: null, undone: false },
    },
    { cause: 'grant', points: 75, code: null, file: { batchId, name: 'balances.csv', undone: false } },
    { cause: 'order', points: 40, code: null, file: null },
  ]);
});

test('an adjustment by hand → once per request; more than there is, a stranger, before the launch → refused', async () => {
  const shop = await launched();
  const customerId = await shop.member(40);
  const adjust = async (points: number, requestKey: string, who = customerId) =>
    adjustPoints(await shop.loyalty(), { customerId: who, points, reason: 'goodwill', requestKey });
  expect(await adjust(25, 'request-1')).toBe(65);
  expect(await adjust(25, 'request-1')).toBe(65);
  expect(await adjust(-65, 'request-2')).toBe(0);
  await expect(adjust(-1, 'request-3')).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    issues: [{ field: 'points', allowed: '0 to 10000000, not 0' }],
  });
  await expect(adjust(5, 'request-4', '77' as typeof customerId)).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  const young = await newShop().start();
  const somebody = young.fake.addCustomer();
  const early = { customerId: somebody, points: 5, reason: 'other', requestKey: 'request-5' } as const;
  await expect(adjustPoints(await young.loyalty(), early)).rejects.toMatchObject({ code: 'CONFLICT' });
});

test('all points are taken by hand, the click repeated → the same answer, taken once', async () => {
  const shop = await newShop().start();
  await shop.program();
  const customerId = await shop.member(50);
  const asked = { customerId, points: -50, reason: 'correction', requestKey: 'request-1' } as const;
  expect(await adjustPoints(await shop.loyalty(), asked)).toBe(0);
  expect(await adjustPoints(await shop.loyalty(), asked)).toBe(0);
  expect(await shop.account(customerId)).toMatchObject({ available: 0, debt: 0 });
});
