import { createTransport } from 'nodemailer';
import type { MailSettings, OutgoingMail } from '../use-cases/mail-port.ts';
import { isAddress, oneLine } from './addresses.ts';
import type { WireMail } from './smtp/deliver.ts';

/** Headers a signature covers; RFC 8058 section 4 wants both of the unsubscribe headers among them. */
const SIGNED_HEADERS =
  'from:to:reply-to:subject:date:message-id:mime-version:content-type:list-unsubscribe:list-unsubscribe-post';

/** `local@domain`, so that it can stand between brackets. */
const MESSAGE_ID = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+$/;

/** Which side a mail cannot be written for: the recipient's address, or settings and texts of ours. */
export type Unwritable = { unwritable: 'recipient' | 'us' };

/**
 * The mail as bytes: HTML and text, one-click unsubscribe (RFC 2369, 8058), the caller's Message-ID, signed where a key is given. Files and
 * addresses in its texts are never opened.
 */
export async function composeMail(
  settings: MailSettings,
  mail: OutgoingMail,
  sentAt: Date,
): Promise<WireMail | Unwritable> {
  if (!isAddress(mail.to.address)) return { unwritable: 'recipient' };
  const replyTo = settings.replyTo;
  if (!isAddress(settings.from.address) || (replyTo !== null && !isAddress(replyTo)))
    return { unwritable: 'us' };
  if (!MESSAGE_ID.test(mail.messageId)) return { unwritable: 'us' };
  const unsubscribe = mail.listUnsubscribeUrl;
  if (unsubscribe !== null && !isLink(unsubscribe)) return { unwritable: 'us' };
  const { message } = await writer(settings).sendMail({
    from: { name: oneLine(settings.from.name), address: settings.from.address },
    to: { name: oneLine(mail.to.name ?? ''), address: mail.to.address },
    ...(replyTo === null ? {} : { replyTo: { name: '', address: replyTo } }),
    subject: oneLine(mail.subject),
    messageId: `<${mail.messageId}>`,
    date: sentAt,
    text: mail.text,
    html: mail.html,
    headers: unsubscribe === null ? {} : unsubscribeHeaders(unsubscribe),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return { from: settings.from.address, to: mail.to.address, raw: message as Buffer };
}

function writer({ dkim }: MailSettings) {
  return createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    ...(dkim === null
      ? {}
      : {
          dkim: {
            domainName: dkim.domain,
            keySelector: dkim.selector,
            privateKey: dkim.privateKey,
            headerFieldNames: SIGNED_HEADERS,
          },
        }),
  });
}

function unsubscribeHeaders(url: string) {
  return {
    'List-Unsubscribe': { prepared: true, value: `<${url}>` },
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
}

function isLink(text: string): boolean {
  return /^https?:\/\/[^\s<>"\p{Cc}]+$/u.test(text) && URL.canParse(text);
}
