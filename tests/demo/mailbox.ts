import type { MailSummary, MailView } from '../dev-store/mail/inbox.ts';
import type { LocalShop } from './local-shop.ts';

/** A mail as its reader has it before them. */
export type ReadMail = {
  to: string;
  /** Leads to the shop, by Encore. */
  link: string | null;
  /** The code as its text gives it; null = the mail has no offer. */
  code: string | null;
  /** One click (RFC 8058). */
  unsubscribe: string | null;
};

/** Mails that came since the last look, oldest first. */
export type Mailbox = { newMails(): Promise<ReadMail[]> };

/** The inbox of the local mail server, read as its recipients do: each mail opened, its links looked at. */
export function openMailbox(shop: Pick<LocalShop, 'get'>): Mailbox {
  let seen = 0;
  return {
    async newMails() {
      const { total } = await list(shop, 1);
      if (total === seen) return [];
      const { mails } = await list(shop, total - seen);
      seen = total;
      const read: ReadMail[] = [];
      for (const { id } of mails.toReversed()) read.push(await readMail(shop, id));
      return read;
    },
  };
}

function list(
  shop: Pick<LocalShop, 'get'>,
  limit: number,
): Promise<{ total: number; mails: readonly MailSummary[] }> {
  return shop.get(`/__dev/mails?limit=${limit}`);
}

async function readMail(shop: Pick<LocalShop, 'get'>, id: string): Promise<ReadMail> {
  const mail = await shop.get<MailView>(`/__dev/mails/${id}`);
  const link = mail.links.find((url) => new URL(url).pathname.startsWith('/l/')) ?? null;
  return {
    to: mail.to[0] ?? '',
    link,
    code: /\b[A-Z0-9]{2,12}-[0-9A-HJKMNP-TV-Z]{8,16}\b/.exec(mail.text ?? '')?.[0] ?? null,
    unsubscribe: /<(https?:[^>]+)>/.exec(mail.listUnsubscribe ?? '')?.[1] ?? null,
  };
}

/** Follows a mail's link as its reader does; answers the code it applies in the shop, or null. */
export async function followMail({ link }: ReadMail): Promise<string | null> {
  if (link === null) return null;
  const headers = { 'user-agent': 'Mozilla/5.0 (reader of the demo)' };
  const answer = await fetch(link, { redirect: 'manual', headers });
  await answer.arrayBuffer();
  const target = answer.headers.get('location');
  if (target === null) throw new Error(`${link} answered ${answer.status} and leads nowhere`);
  const code = /^\/discount\/([^/?]+)/.exec(new URL(target).pathname)?.[1];
  return code === undefined ? null : decodeURIComponent(code);
}

/** Unsubscribes as a mail program does by itself. */
export async function unsubscribeFrom({ unsubscribe }: ReadMail): Promise<void> {
  if (unsubscribe === null) return;
  const answer = await fetch(unsubscribe, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
  });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`unsubscribing answered ${answer.status}`);
}
