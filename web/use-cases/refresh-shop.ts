import type { Ctx } from './ports.ts';
import { takeOverProfile } from './steps/take-over-profile.ts';

/** The shop changed at Shopify (shop/update, app/scopes_update): its name, zone, currency and granted scopes are taken over. */
export async function refreshShop(ctx: Ctx): Promise<void> {
  await takeOverProfile(ctx);
}
