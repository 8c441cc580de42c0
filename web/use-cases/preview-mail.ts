import type { MessageTexts } from '../domain/campaigns/campaign.ts';
import type { CampaignCtx, RenderedMail } from './ports.ts';
import { type MailLook, sampleMail } from './steps/sample-mail.ts';

export type MailPreview = RenderedMail & {
  /** The storefront banner's line: the message's heading. */
  banner: string;
  /** The words before their merge fields are filled, the template's or the merchant's own. */
  words: MessageTexts;
};

/** A message of the terms in words, for a sample customer. Throws INVALID_INPUT where there is no such step or arm. */
export async function previewMail(
  ctx: Pick<CampaignCtx, 'store' | 'shop' | 'clock' | 'writer'>,
  look: MailLook,
): Promise<MailPreview> {
  const input = await sampleMail(ctx, look);
  const texts = input.texts ?? ctx.writer.templateTexts(input.template, input.language);
  // The heading is filled like a subject, which is one line without markup.
  const headed = { ...input, texts: { ...texts, subject: texts.heading }, qcPrefix: false };
  return { ...ctx.writer.render(input), banner: ctx.writer.render(headed).subject, words: texts };
}
