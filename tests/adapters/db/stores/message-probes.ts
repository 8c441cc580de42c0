import { expect } from 'vitest';
import type { Message } from '../../../../web/use-cases/message-port.ts';
import { later, sampleDiscount, sampleMessage, sampleOffer } from './campaign-rows.ts';
import { AT } from './each-store.ts';
import { type Probe, refused, theirs } from './probe.ts';
import { customerId, orderId } from './sample-rows.ts';

const NOTHING = undefined;
const ID = customerId(7);
/** The code of the neighbour's offer. */
export const CODE = 'SAME-CODE';
const FAR = later(365 * 1_440);
const asMessage = () => sampleMessage(theirs);

const MESSAGES: Record<string, Probe> = {
  add: {
    ask: (store, a) => store.messages.add(a, [asMessage()]),
    gives: [expect.objectContaining({ customerId: '7' })],
  },
  find: { ask: (store, a) => store.messages.find(a, [theirs.messageId]), gives: [] },
  inState: { ask: (store, a) => store.messages.inState(a, 'ready', 10), gives: [] },
  ofEnrolments: { ask: (store, a) => store.messages.ofEnrolments(a, [theirs.enrolmentId]), gives: [] },
  move: {
    ask: (store, a) =>
      store.messages.move(a, [theirs.messageId], { from: 'ready', to: 'sent', reason: null }, AT),
    gives: [],
  },
  addDeliveries: {
    ask: (store, a) =>
      store.messages.addDeliveries(a, [{ messageId: theirs.messageId, channel: 'flow', remoteId: null }]),
    gives: NOTHING,
  },
  deliveries: { ask: (store, a) => store.messages.deliveries(a, [theirs.messageId]), gives: [] },
  waitingDeliveries: { ask: (store, a) => store.messages.waitingDeliveries(a, FAR, 10), gives: [] },
  nextRetryAt: { ask: (store, a) => store.messages.nextRetryAt(a, AT), gives: null },
  claim: { ask: (store, a) => store.messages.claim(a, theirs.messageId, 'email', AT), gives: false },
  settle: {
    ask: (store, a) => {
      const result = { state: 'sent', reason: null, note: null, retryAt: null } as const;
      return store.messages.settle(a, theirs.messageId, 'email', result, AT);
    },
    gives: NOTHING,
  },
  dropWaiting: {
    ask: (store, a) => store.messages.dropWaiting(a, [theirs.messageId], 'bought', AT),
    gives: NOTHING,
  },
  loseSending: { ask: (store, a) => store.messages.loseSending(a, FAR, AT), gives: [] },
  sendsByDay: { ask: (store, a) => store.messages.sendsByDay(a, 0, 99_999, 'UTC'), gives: [] },
  byRemoteId: { ask: (store, a) => store.messages.byRemoteId(a, 'm1@example.com'), gives: null },
};

const OFFERS: Record<string, Probe> = {
  discountFor: {
    ask: (store, a) => store.offers.discountFor(a, sampleDiscount(theirs.campaignId)),
    gives: expect.objectContaining({ gid: null, state: 'wanted' }),
  },
  discounts: { ask: (store, a) => store.offers.discounts(a, [theirs.discountId]), gives: [] },
  discountByGid: { ask: (store, a) => store.offers.discountByGid(a, 'gid://x/1'), gives: null },
  runningDiscounts: { ask: (store, a) => store.offers.runningDiscounts(a, AT), gives: [] },
  setDiscount: {
    ask: (store, a) => store.offers.setDiscount(a, theirs.discountId, { state: 'removed', endsAt: FAR }),
    gives: NOTHING,
  },
  reserve: {
    ask: async (store, a) => {
      const message: Message = { ...asMessage(), messageId: theirs.messageId, sentAt: null };
      await store.offers.reserve(a, [sampleOffer(message, theirs.discountId, CODE)], AT);
      return store.offers.ofMessages(a, [theirs.messageId]);
    },
    gives: [expect.objectContaining({ code: CODE })],
  },
  inState: { ask: (store, a) => store.offers.inState(a, ['reserved'], 10), gives: [] },
  ofMessages: { ask: (store, a) => store.offers.ofMessages(a, [theirs.messageId]), gives: [] },
  byCodes: { ask: (store, a) => store.offers.byCodes(a, [CODE]), gives: [] },
  openOf: { ask: (store, a) => store.offers.openOf(a, [ID], AT), gives: [] },
  wearers: { ask: (store, a) => store.offers.wearers(a, [ID], AT), gives: new Set() },
  setState: {
    ask: (store, a) => store.offers.setState(a, [theirs.offerId], { state: 'removed' }, AT),
    gives: NOTHING,
  },
  redeem: { ask: (store, a) => store.offers.redeem(a, theirs.offerId, orderId(1), AT), gives: NOTHING },
  expired: { ask: (store, a) => store.offers.expired(a, FAR, 10), gives: [] },
  spentDiscounts: { ask: (store, a) => store.offers.spentDiscounts(a, FAR, 10), gives: [] },
  recode: {
    ask: (store, a) => refused(store.offers.recode(a, theirs.offerId, 'OTHER')),
    gives: 'CONFLICT',
  },
  productsBoughtBy: { ask: (store, a) => store.offers.productsBoughtBy(a, theirs.discountId, 9), gives: [] },
  dropDiscount: {
    ask: (store, a) => store.offers.dropDiscount(a, theirs.discountId, { messages: 'discount_deleted' }, AT),
    gives: [],
  },
  segment: { ask: (store, a) => store.offers.segment(a), gives: null },
  saveSegment: { ask: (store, a) => store.offers.saveSegment(a, { gid: 'g', tag: 't' }), gives: NOTHING },
};

/** Every function of the stores of messages and offers. */
export const MESSAGE_PROBES: Record<string, Record<string, Probe>> = { messages: MESSAGES, offers: OFFERS };
