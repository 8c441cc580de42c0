import { expect } from 'vitest';
import type { ProductId, ShopId } from '../../../../web/domain/shared/ids.ts';
import type { Store } from '../../../../web/use-cases/store-port.ts';
import {
  later,
  memberWith,
  sampleEntry,
  sampleGrant,
  sampleRedemption,
  sampleSettlement,
  sampleTerms,
} from '../loyalty/loyalty-rows.ts';
import { AT, collect } from './each-store.ts';
import { type Probe, refused } from './probe.ts';
import { customerId, orderId } from './sample-rows.ts';

const NOTHING = undefined;
const ID = customerId(7);
const FRIEND = customerId(8);
const FAR = later(365 * 1_440);
const CODE = 'SAME-REWARD';
const REFERRAL = 'FRIEND7';
const their = { accountId: '', otherId: '', redemptionId: '', batchId: '', eventId: '' };
const noWork = { settle: false, redemptions: false, publish: false, flow: false };

/** Rows in every table of points, under the ids the probes ask for; an account asks for its revisit, a redemption for its look. */
export async function addLoyaltyRows(store: Store, shop: ShopId): Promise<void> {
  const { loyalty, flow } = store;
  await loyalty.saveProgram(shop, sampleTerms(), { excluded: [], basedOn: 0, at: AT });
  const { accountId } = await memberWith(loyalty, shop, ID);
  const other = await memberWith(loyalty, shop, customerId(11));
  const entries = [sampleEntry({ points: 300, orderId: orderId(1) })];
  const tierMoves = [{ at: AT, from: null, to: 'plus', cause: 'progress' as const }];
  const state = { available: 300, debt: 1, revisitAt: AT, nextExpiry: { at: later(5), points: 300 } };
  await loyalty.settle(shop, [sampleSettlement(accountId, state, { entries, tierMoves })], AT);
  await loyalty.setReferralCode(shop, accountId, REFERRAL);
  const batchId = await loyalty.addBatch(shop, {
    kind: 'import',
    rows: 1,
    points: 50,
    at: AT,
    fileName: null,
  });
  await loyalty.grant(shop, sampleGrant(accountId, { batchId }));
  const { redemption } = await loyalty.reserve(shop, sampleRedemption(accountId, { checkAt: AT }));
  const { redemptionId } = redemption;
  await loyalty.moveRedemption(shop, redemptionId, ['reserved'], { state: 'issued', orderId: orderId(1) });
  const referral = { orderId: orderId(1), accountId, friendId: FRIEND, reason: null, dueAt: AT };
  await loyalty.addReferral(shop, { ...referral, state: 'held' });
  await loyalty.refreshTotals(shop, AT);
  const event = { kind: 'points_changed', eventKey: 'e1', customerId: ID, payload: { points: 1 } } as const;
  await flow.setWanted(shop, ['points_changed'], AT);
  await flow.add(shop, [event, { ...event, eventKey: 'e2' }], AT);
  const [taken] = await flow.take(shop, 1, AT);
  await flow.noteActionRun(shop, 'run-1', 'give-points', { points: 1 }, AT);
  const eventId = taken?.eventId ?? '';
  Object.assign(their, { accountId, otherId: other.accountId, redemptionId, batchId, eventId });
}

const PROGRAM: Record<string, Probe> = {
  program: { ask: (store, a) => store.loyalty.program(a), gives: { versions: [], launchedAt: null } },
  saveProgram: {
    ask: (store, a) => store.loyalty.saveProgram(a, sampleTerms(), { excluded: [], basedOn: 0, at: AT }),
    gives: expect.objectContaining({ version: 1 }),
  },
  changeExcluded: {
    ask: (store, a) => store.loyalty.changeExcluded(a, 1, ['7' as ProductId], AT),
    gives: false,
  },
};

const ACCOUNTS: Record<string, Probe> = {
  lockAccounts: {
    ask: async (store, a) => [
      ...(await store.loyalty.lockAccounts(a, [ID], 'skip')),
      ...(await store.loyalty.lockAccounts(a, [ID], { open: AT })),
    ],
    gives: [expect.objectContaining({ customerId: '7', available: 0, referralCode: null })],
  },
  lockAccountsById: { ask: (store, a) => store.loyalty.lockAccountsById(a, [their.accountId]), gives: [] },
  find: { ask: (store, a) => store.loyalty.find(a, ID), gives: null },
  byReferralCode: { ask: (store, a) => store.loyalty.byReferralCode(a, REFERRAL), gives: null },
  setReferralCode: {
    ask: (store, a) => store.loyalty.setReferralCode(a, their.accountId, 'OTHER'),
    gives: false,
  },
  referralCodes: { ask: (store, a) => store.loyalty.referralCodes(a, null, 10), gives: [] },
  records: { ask: (store, a) => store.loyalty.records(a, [their.accountId]), gives: [] },
  settle: {
    ask: (store, a) => store.loyalty.settle(a, [sampleSettlement(their.accountId, { available: 9 })], AT),
    gives: NOTHING,
  },
  dueAccounts: { ask: (store, a) => store.loyalty.dueAccounts(a, FAR, null, 10), gives: [] },
  streamCustomers: { ask: (store, a) => collect(store.loyalty.streamCustomers(a, 10)), gives: [] },
  merge: {
    ask: (store, a) => refused(store.loyalty.merge(a, their.accountId, their.otherId, AT)),
    gives: 'CONFLICT',
  },
  revisit: { ask: (store, a) => store.loyalty.revisit(a, [their.accountId], AT), gives: NOTHING },
  finishBatches: { ask: (store, a) => store.loyalty.finishBatches(a), gives: NOTHING },
  leave: { ask: (store, a) => store.loyalty.leave(a, ID, AT), gives: NOTHING },
  close: { ask: (store, a) => store.loyalty.close(a, their.accountId, AT), gives: NOTHING },
  toPublish: { ask: (store, a) => store.loyalty.toPublish(a, 10), gives: [] },
  toPublishSince: { ask: (store, a) => store.loyalty.toPublishSince(a), gives: null },
  published: {
    ask: (store, a) => {
      const done = [{ accountId: their.accountId, published: {}, changedAt: AT }];
      return store.loyalty.published(a, done, [{ accountId: their.otherId, note: 'no', changedAt: AT }]);
    },
    gives: NOTHING,
  },
  republish: { ask: (store, a) => store.loyalty.republish(a, [their.accountId], FAR), gives: NOTHING },
  refreshTotals: { ask: (store, a) => store.loyalty.refreshTotals(a, FAR), gives: NOTHING },
  work: { ask: (store, a) => store.loyalty.work(a, FAR), gives: noWork },
};

const MOVEMENTS: Record<string, Probe> = {
  grant: { ask: (store, a) => store.loyalty.grant(a, sampleGrant('1')), gives: expect.any(String) },
  grantMany: { ask: (store, a) => store.loyalty.grantMany(a, [sampleGrant('1')]), gives: 1 },
  reserve: {
    ask: async (store, a) => {
      const { accountId } = await memberWith(store.loyalty, a, ID);
      const { redemption, fresh } = await store.loyalty.reserve(a, sampleRedemption(accountId));
      return { code: redemption.code, fresh };
    },
    gives: { code: CODE, fresh: true },
  },
  redemption: { ask: (store, a) => store.loyalty.redemption(a, their.redemptionId), gives: null },
  moveRedemption: {
    ask: (store, a) => store.loyalty.moveRedemption(a, their.redemptionId, ['issued'], { state: 'returned' }),
    gives: false,
  },
  redemptionsByCode: { ask: (store, a) => store.loyalty.redemptionsByCode(a, [CODE]), gives: [] },
  redemptionsOfOrder: { ask: (store, a) => store.loyalty.redemptionsOfOrder(a, orderId(1)), gives: [] },
  openRedemptions: { ask: (store, a) => store.loyalty.openRedemptions(a, their.accountId), gives: [] },
  redemptionsToCheck: { ask: (store, a) => store.loyalty.redemptionsToCheck(a, FAR, 10), gives: [] },
  addReferral: {
    ask: (store, a) => {
      const referral = { accountId: '1', friendId: ID, reason: null, dueAt: null } as const;
      return store.loyalty.addReferral(a, { ...referral, orderId: orderId(1), state: 'held' });
    },
    gives: true,
  },
  dueReferrals: { ask: (store, a) => store.loyalty.dueReferrals(a, FAR, 10), gives: [] },
  decideReferral: {
    ask: (store, a) =>
      store.loyalty.decideReferral(a, orderId(1), { state: 'paid', reason: null, dueAt: null, at: AT }),
    gives: NOTHING,
  },
  addBatch: {
    ask: (store, a) =>
      store.loyalty.addBatch(a, { kind: 'adjust', rows: 1, points: 1, at: AT, fileName: null }),
    gives: expect.any(String),
  },
  finishBatch: { ask: (store, a) => store.loyalty.finishBatch(a, their.batchId), gives: NOTHING },
  undoBatch: { ask: (store, a) => store.loyalty.undoBatch(a, their.batchId, AT), gives: 'none' },
  accountsOfBatch: {
    ask: (store, a) => collect(store.loyalty.accountsOfBatch(a, their.batchId)),
    gives: [],
  },
};

/** Every function of the stores of points and of Shopify Flow. */
export const LOYALTY_PROBES: Record<string, Record<string, Probe | 'for all shops'>> = {
  loyalty: { ...PROGRAM, ...ACCOUNTS, ...MOVEMENTS, closeLeft: 'for all shops' },
  flow: {
    purge: 'for all shops',
    wanted: { ask: (store, a) => store.flow.wanted(a), gives: new Set() },
    setWanted: { ask: (store, a) => store.flow.setWanted(a, [], AT), gives: NOTHING },
    add: {
      ask: (store, a) =>
        store.flow.add(a, [{ kind: 'tier_changed', eventKey: 'e1', customerId: ID, payload: {} }], AT),
      gives: NOTHING,
    },
    take: { ask: (store, a) => store.flow.take(a, 10, FAR), gives: [] },
    settle: { ask: (store, a) => store.flow.settle(a, [their.eventId], 'sent', AT), gives: NOTHING },
    actionRun: { ask: (store, a) => store.flow.actionRun(a, 'run-1'), gives: null },
    noteActionRun: { ask: (store, a) => store.flow.noteActionRun(a, 'run-1', 'x', {}, AT), gives: true },
  },
};
