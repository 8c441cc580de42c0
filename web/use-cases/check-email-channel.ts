import { AppError } from '../domain/shared/errors.ts';
import type { CampaignCtx, EmailCheck } from './ports.ts';
import { toMailSettings } from './steps/send-scene.ts';

/**
 * Connects and logs in with the saved settings, and looks at what DNS says of the sender's domain; sends nothing. Kept
 * beside the settings. Throws CONFLICT where no mail server is set up.
 */
export async function checkEmailChannel(
  ctx: Pick<CampaignCtx, 'store' | 'shop' | 'clock' | 'mailer'>,
): Promise<EmailCheck> {
  const { store, shop, clock, mailer } = ctx;
  const stored = await store.channels.settings(shop.shopId, 'email');
  const secrets = await store.channels.secrets(shop.shopId, 'email');
  if (!stored || !secrets) throw new AppError('CONFLICT', 'no mail server is set up yet');
  const { from, dkim, dkimSelector } = stored.settings;
  const [connection, domain] = await Promise.all([
    mailer.verify(toMailSettings(stored.settings, secrets)),
    mailer.checkDomain(from.address, dkimSelector ?? dkim?.selector ?? null),
  ]);
  const check = { checkedAt: clock.now().toISOString(), connection, domain };
  await store.channels.checked(shop.shopId, 'email', check, stored.savedAt);
  return check;
}
