import { layout } from '../admin-frame/layout.ts';
import { type Markup, markup } from '../admin-frame/markup.ts';
import type { LocalShopify } from '../controls/local-shopify.ts';
import type { MailFilter, MailSummary, MailView } from './inbox.ts';

const inboxStyle = `
.mail-html { width: 100%; height: 720px; border: 1px solid #e3e3e3; border-radius: 8px; background: #fff; }
.mail-text, .mail-headers { white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.6 ui-monospace, monospace; margin: 0; }
.card td { white-space: normal; overflow-wrap: anywhere; }
h2 { font-size: 15px; margin: 0 0 10px; }
`;

/** The list of mails, newest first. */
export function inboxPage(
  local: LocalShopify,
  list: { total: number; mails: readonly MailSummary[] },
  filter: MailFilter,
): string {
  const { port, isUp } = local.mail;
  const rows = list.mails.map(
    (mail) => markup`<tr><td><a href="/__dev/inbox/${mail.id}">${mail.subject || '(no subject)'}</a></td>
<td>${mail.to.join(', ')}</td><td>${mail.from}</td><td>${mail.receivedAt.replace('T', ' ').slice(0, 19)}</td></tr>`,
  );
  const place = isUp ? markup`SMTP on localhost:${port}` : markup`the mail server is down`;
  const older = filter.offset + filter.limit;
  const more =
    older < list.total
      ? markup`<p><a href="?q=${encodeURIComponent(filter.q ?? '')}&offset=${older}">Older →</a></p>`
      : null;
  const body = markup`<h1>Inbox</h1><div class="card"><form class="search"><input type="search" name="q" value="${filter.q ?? ''}" placeholder="Recipient, subject or Message-ID" aria-label="Recipient, subject or Message-ID"><button>Search</button></form>
<p class="muted">${list.total} mails · ${place}</p>
<table><thead><tr><th>Subject</th><th>To</th><th>From</th><th>Received (UTC)</th></tr></thead><tbody>${rows}</tbody></table>${more}</div>`;
  return page(local, 'Inbox', body);
}

/** One mail: its HTML in a frame that runs nothing, its text, where its links lead, its headers. */
export function mailPage(local: LocalShopify, mail: MailView): string {
  const headers = mail.headers.map(({ name, value }) => `${name}: ${value}`).join('\n');
  const links = mail.links.map((link) => markup`<li><a href="${link}">${link}</a></li>`);
  const body = markup`<p><a href="/__dev/inbox">← Inbox</a></p><h1>${mail.subject || '(no subject)'}</h1>
<p class="muted">${mail.from} → ${mail.to.join(', ')} · ${mail.receivedAt}</p>
<div class="card"><h2>HTML</h2>${mail.html === null ? markup`<p class="muted">none</p>` : markup`<iframe class="mail-html" title="HTML part" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/__dev/inbox/${mail.id}/html"></iframe>`}</div>
<div class="card"><h2>Text</h2><pre class="mail-text">${mail.text ?? 'none'}</pre></div>
<div class="card"><h2>Links</h2><ul>${links}</ul></div>
<div class="card"><h2>Headers</h2><pre class="mail-headers">${headers}</pre></div>`;
  return page(local, mail.subject || 'Mail', body);
}

function page(local: LocalShopify, title: string, body: Markup): string {
  const { name, handle } = local.manifest;
  const styled = markup`<style>${{ html: inboxStyle }}</style>${body}`;
  return layout({
    title,
    locale: 'en',
    shop: undefined,
    origin: local.url,
    appName: name,
    appHandle: handle,
    current: 'home',
    body: styled,
  });
}
