import PostalMime from 'postal-mime';

/** A mail as the list shows it. */
export type MailSummary = {
  id: string;
  receivedAt: string;
  /** The SMTP envelope, not the headers. */
  from: string;
  to: readonly string[];
  subject: string;
  messageId: string | null;
  listUnsubscribe: string | null;
  bytes: number;
};

/** A whole mail. `links`: where its HTML leads, in order, each once. */
export type MailView = MailSummary & {
  headers: readonly { name: string; value: string }[];
  html: string | null;
  text: string | null;
  links: readonly string[];
};

export type MailFilter = {
  to?: string | undefined;
  subject?: string | undefined;
  messageId?: string | undefined;
  /** Any of recipient, subject and Message-ID holds it. */
  q?: string | undefined;
  offset: number;
  limit: number;
};

/** Of older mails only the summary is kept. */
const wholeMails = 5_000;

/** Every mail the local mail server took, in memory. */
export class Inbox {
  readonly #mails: MailSummary[] = [];
  readonly #byId = new Map<string, MailSummary>();
  readonly #raw = new Map<string, Buffer>();
  #count = 0;

  async add(mail: { from: string; to: readonly string[]; raw: Buffer; receivedAt: string }): Promise<void> {
    const { headers, subject, messageId } = await PostalMime.parse(mail.raw);
    const id = String(++this.#count);
    const summary: MailSummary = {
      id,
      receivedAt: mail.receivedAt,
      from: mail.from,
      to: mail.to,
      subject: subject ?? '',
      messageId: messageId?.replaceAll(/[<>]/g, '') ?? null,
      listUnsubscribe: headers.find(({ key }) => key === 'list-unsubscribe')?.value ?? null,
      bytes: mail.raw.length,
    };
    this.#mails.push(summary);
    this.#byId.set(id, summary);
    this.#raw.set(id, mail.raw);
    if (this.#raw.size > wholeMails) {
      for (const oldest of this.#raw.keys()) {
        this.#raw.delete(oldest);
        break;
      }
    }
  }

  /** Newest first. */
  list(filter: MailFilter): { total: number; mails: readonly MailSummary[] } {
    const found = this.#mails.filter((mail) => fits(mail, filter)).reverse();
    return { total: found.length, mails: found.slice(filter.offset, filter.offset + filter.limit) };
  }

  /** Null when there is no such mail; without parts when it is too old. */
  async read(id: string): Promise<MailView | null> {
    const summary = this.#byId.get(id);
    if (summary === undefined) return null;
    const raw = this.#raw.get(id);
    if (raw === undefined) return { ...summary, headers: [], html: null, text: null, links: [] };
    const email = await PostalMime.parse(raw);
    const headers = email.headers.map(({ originalKey, value }) => ({ name: originalKey, value }));
    const html = email.html ?? null;
    return { ...summary, headers, html, text: email.text ?? null, links: linksOf(html ?? '') };
  }

  raw(id: string): Buffer | undefined {
    return this.#raw.get(id);
  }

  clear(): void {
    this.#mails.length = 0;
    this.#byId.clear();
    this.#raw.clear();
  }
}

function fits(mail: MailSummary, { to, subject, messageId, q }: MailFilter): boolean {
  const holds = (text: string, part: string | undefined): boolean =>
    part === undefined || text.toLowerCase().includes(part.toLowerCase());
  const recipients = mail.to.join(' ');
  return (
    holds(recipients, to) &&
    holds(mail.subject, subject) &&
    (messageId === undefined || mail.messageId === messageId) &&
    holds(`${recipients} ${mail.subject} ${mail.messageId ?? ''}`, q)
  );
}

function linksOf(html: string): readonly string[] {
  const hrefs = [...html.matchAll(/<a\s[^>]*?href="([^"]*)"/gi)].map(([, href = '']) =>
    href.replaceAll('&amp;', '&'),
  );
  return [...new Set(hrefs)];
}
