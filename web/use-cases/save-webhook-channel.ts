import type { CampaignCtx } from './ports.ts';

/**
 * Saves where messages are posted to. A signing secret is taken up where none stands or a new one is wanted; answers it then,
 * and only then, for it is shown once.
 */
export async function saveWebhookChannel(
  { store, shop, clock }: Pick<CampaignCtx, 'store' | 'shop' | 'clock'>,
  input: { url: string; newSecret: boolean; drawSecret: () => string },
): Promise<string | null> {
  const standing = await store.channels.settings(shop.shopId, 'webhook');
  const secret = input.newSecret || !standing?.secretsSet.signing ? input.drawSecret() : null;
  const change = { settings: { url: input.url }, secrets: { signing: secret ?? undefined } };
  await store.channels.save(shop.shopId, 'webhook', change, clock.now());
  return secret;
}
