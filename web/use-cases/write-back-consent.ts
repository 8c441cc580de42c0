import type { CustomerId } from '../domain/shared/ids.ts';
import type { CampaignCtx } from './ports.ts';

/** Tells Shopify that a customer unsubscribed. Repeating it changes nothing; who is gone from Shopify needs nothing. */
export async function writeBackConsent(
  { offers, shop, log }: CampaignCtx,
  { customerId }: { customerId: CustomerId },
): Promise<void> {
  if (shop.state === 'uninstalled') return;
  const outcome = await offers.unsubscribeEmail(customerId);
  if (outcome === 'gone') log.info({}, 'somebody who unsubscribed is no customer any more');
}
