import type { MailInput, MailWriter, RenderedMail } from '../use-cases/mail-port.ts';
import { mailContent } from './mail-content.ts';
import { mailHtml } from './mail-html.ts';
import { mailText } from './mail-text.ts';
import { templateTexts } from './template-texts.ts';

/** One message as subject, HTML and text. Whatever the values hold, it is shown as text. */
export function renderMail(input: MailInput): RenderedMail {
  const content = mailContent(input);
  return { subject: content.subject, html: mailHtml(content), text: mailText(content) };
}

/** The `MailWriter` port over the templates in this folder. */
export const mailWriter: MailWriter = { render: renderMail, templateTexts };
