import type { ShopifyRewards } from '../../use-cases/reward-shopify-port.ts';
import type { AdminClient, CallOptions } from '../admin-client.ts';
import { giftCards } from './gift-cards.ts';
import { health, storeCreditOn } from './health.ts';
import { customersByEmail, productsOfCollections, traits } from './people.ts';
import { publishMembers, publishProgram, unpublishMembers } from './publish.ts';
import { endReferralDiscount, ensureReferralDiscount } from './referral-discount.ts';
import { createCode, findCode, removeCode } from './reward-codes.ts';
import { credit, creditsSince } from './store-credit.ts';

/** What points ask of one shop's Admin API. A shopper who waits is `interactive`, jobs are `background`. */
export function createShopifyRewards(client: AdminClient, calls: CallOptions): ShopifyRewards {
  return {
    createCode: (spec) => createCode(client, spec, calls),
    findCode: (code) => findCode(client, code, calls),
    removeCode: (gid) => removeCode(client, gid, calls),
    credit: (customerId, amountMinor, currency, expiresAt) =>
      credit(client, { customerId, amountMinor, currency, expiresAt }, calls),
    creditsSince: (customerId, since, currency) =>
      creditsSince(client, { customerId, since, currency }, calls),
    ensureReferralDiscount: (spec) => ensureReferralDiscount(client, spec, calls),
    endReferralDiscount: (spec) => endReferralDiscount(client, spec, calls),
    publishMembers: (members) => publishMembers(client, members, calls),
    unpublishMembers: (customerIds) => unpublishMembers(client, customerIds, calls),
    publishProgram: (program) => publishProgram(client, program, calls),
    productsOfCollections: (ids) => productsOfCollections(client, ids, calls),
    giftCards: () => giftCards(client, calls),
    traits: (ids) => traits(client, ids, calls),
    customersByEmail: (emails) => customersByEmail(client, emails, calls),
    health: () => health(client, calls),
    storeCreditOn: () => storeCreditOn(client, calls),
  };
}
