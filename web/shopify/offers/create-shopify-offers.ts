import type { ShopifyOffers } from '../../use-cases/offer-shopify-port.ts';
import type { AdminClient, CallOptions } from '../admin-client.ts';
import {
  addCodes,
  codeCreations,
  codesHeld,
  createDiscount,
  deleteDiscount,
  discountOfCode,
  removeCodes,
  setDiscountEnd,
} from './discounts.ts';
import { fetchRecipients, productTitles } from './recipients.ts';
import { reportActivity, reportSends, triggerFlow, unsubscribeEmail } from './reports.ts';
import { ensureSegment, segmentHolds } from './segments.ts';

/** The part of the `Shopify` port that campaigns use, for one shop. */
export function createShopifyOffers(client: AdminClient, calls: CallOptions): ShopifyOffers {
  return {
    createDiscount: (spec) => createDiscount(client, spec, calls),
    setDiscountEnd: (gid, terms, endsAt) => setDiscountEnd(client, { gid, terms, endsAt }, calls),
    deleteDiscount: (gid) => deleteDiscount(client, gid, calls),
    addCodes: (gid, codes) => addCodes(client, { gid, codes }, calls),
    codeCreations: (ids) => codeCreations(client, ids, calls),
    discountOfCode: (code) => discountOfCode(client, code, calls),
    codesHeld: (gid, codes) => codesHeld(client, { gid, codes }, calls),
    removeCodes: (gid, codes) => removeCodes(client, { gid, codes }, calls),
    ensureSegment: (name, query) => ensureSegment(client, { name, query }, calls),
    segmentHolds: (gid, customerIds, how) => segmentHolds(client, { gid, customerIds, ...how }, calls),
    fetchRecipients: (ids) => fetchRecipients(client, ids, calls),
    productTitles: (ids) => productTitles(client, ids, calls),
    triggerFlow: (handle, payload) => triggerFlow(client, { handle, payload }, calls),
    unsubscribeEmail: (customerId) => unsubscribeEmail(client, customerId, calls),
    reportActivity: (report) => reportActivity(client, report, calls),
    reportSends: (remoteId, day) => reportSends(client, remoteId, day, calls),
  };
}
