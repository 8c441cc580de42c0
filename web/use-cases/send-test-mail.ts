import { AppError } from '../domain/shared/errors.ts';
import type { CampaignCtx, MailOutcome } from './ports.ts';
import { type MailLook, sampleMail } from './steps/sample-mail.ts';
import { toMailSettings } from './steps/send-scene.ts';

export type TestSend = { outcome: MailOutcome['outcome']; note: string | null };

/**
 * Sends one message of the terms to an address of the merchant's, for a sample customer; its links lead to the shop and
 * unsubscribe nobody. Throws CONFLICT where no mail server is set up; INVALID_INPUT as `sampleMail`.
 */
export async function sendTestMail(
  ctx: CampaignCtx,
  { to, ...look }: MailLook & { to: string },
): Promise<TestSend> {
  const { store, shop, clock, mailer, writer } = ctx;
  const stored = await store.channels.settings(shop.shopId, 'email');
  const secrets = await store.channels.secrets(shop.shopId, 'email');
  if (!stored || !secrets) throw new AppError('CONFLICT', 'no mail server is set up yet');
  const input = await sampleMail(ctx, look);
  const { address } = stored.settings.from;
  const domain = address.slice(address.lastIndexOf('@') + 1);
  const outcome = await mailer.send(toMailSettings(stored.settings, secrets), {
    to: { address: to, name: null },
    ...writer.render(input),
    messageId: `encore.test.${shop.shopId}.${clock.now().getTime()}@${domain}`,
    listUnsubscribeUrl: null,
  });
  return { outcome: outcome.outcome, note: noteOf(outcome) };
}

/** What the server said in numbers, or what kept us from hearing it. */
function noteOf(outcome: MailOutcome): string | null {
  switch (outcome.outcome) {
    case 'sent':
      return null;
    case 'unknown':
      return outcome.trouble;
    case 'retry':
      return [outcome.trouble, outcome.stage, outcome.reply?.code].filter(Boolean).join(' ');
    case 'refused':
      return [outcome.stage, outcome.reply?.code, outcome.reply?.status].filter(Boolean).join(' ');
  }
}
