import type { BounceReport, CampaignCtx } from './ports.ts';

/**
 * Reads the mailbox that reports of undelivered mail come back to: a mail that failed for good is noted at its message, and no more mail
 * goes to that customer where the address is to blame. Without such a mailbox later bounces stay unknown, and the screen says so.
 */
export async function readBounces(ctx: CampaignCtx): Promise<void> {
  const { store, shop, log } = ctx;
  if (shop.state !== 'active') return;
  const stored = await store.channels.settings(shop.shopId, 'email');
  const secrets = await store.channels.secrets(shop.shopId, 'email');
  const mailbox = stored?.settings.returnMailbox;
  if (!mailbox) return;
  const reading = await ctx.returnMailbox.read(
    { ...mailbox, password: secrets?.returnPassword ?? '' },
    (report) => noteBounce(ctx, report),
  );
  if (reading.outcome === 'failed')
    log.warn({ failure: reading.failure }, 'the return mailbox could not be read');
}

async function noteBounce({ store, shop, clock }: CampaignCtx, report: BounceReport): Promise<void> {
  if (report.kind !== 'permanent') return;
  const { shopId } = shop;
  const found = await store.messages.byRemoteId(shopId, report.messageId);
  if (!found) return;
  const [message] = await store.messages.find(shopId, [found.messageId]);
  const at = clock.now();
  const isBounce = report.about === 'recipient';
  const reason = isBounce ? 'bounced' : 'delivery_failed';
  await store.transaction(async (tx) => {
    const result = { state: 'failed', reason, note: report.status, retryAt: null } as const;
    await tx.messages.settle(shopId, found.messageId, found.channel, result, at);
    if (!message || !isBounce) return;
    const { customerId } = message;
    await tx.suppressions.suppress(shopId, { customerId, reason: 'bounced', note: report.status, since: at });
  });
}
