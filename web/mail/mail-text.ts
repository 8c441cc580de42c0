import type { MailContent } from './mail-content.ts';

/** The message for readers without HTML; everything that the other part says, in the same order. */
export function mailText(content: MailContent): string {
  const { offer } = content;
  const box =
    offer === null ? [] : [[offer.title, `${offer.codeLabel}: ${offer.code}`, ...offer.details].join('\n')];
  const link = content.link === '' ? [] : [`${content.button}:\n${content.link}`];
  const unsubscribe =
    content.unsubscribeUrl === '' ? [] : [`${content.unsubscribe}:\n${content.unsubscribeUrl}`];
  const address = [content.shop.name, ...content.postalAddress].join('\n');
  const parts = [
    content.heading,
    ...content.paragraphs,
    ...box,
    ...link,
    '—',
    content.why,
    ...unsubscribe,
    address,
  ];
  return `${parts.join('\n\n')}\n`;
}
