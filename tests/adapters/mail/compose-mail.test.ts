import { generateKeyPairSync } from 'node:crypto';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { composeMail } from '../../../web/mail/compose-mail.ts';
import type { MailSettings, OutgoingMail } from '../../../web/use-cases/mail-port.ts';
import { mailTo, SENT_AT, settingsFor } from './support/mails.ts';

async function compose(settings: Partial<MailSettings>, mail: Partial<OutgoingMail>) {
  const written = await composeMail(settingsFor(25, settings), mailTo('mai@example.com', mail), SENT_AT);
  if ('unwritable' in written) throw new Error(`unwritable: ${written.unwritable}`);
  const raw = written.raw.toString('utf8');
  const email = await PostalMime.parse(written.raw);
  const header = (name: string) => email.headers.filter(({ key }) => key === name).map(({ value }) => value);
  return { raw, email, header, head: raw.slice(0, raw.indexOf('\r\n\r\n')) };
}

describe('composeMail', () => {
  it('a mail → both parts, sender, reply address, date and the given Message-ID', async () => {
    const { email, header } = await compose(
      {},
      { subject: 'Chào bạn – ขอบคุณ', html: '<p>สวัสดี</p>', text: 'สวัสดี' },
    );
    expect(email).toMatchObject({
      subject: 'Chào bạn – ขอบคุณ',
      from: { name: 'Tea House', address: 'hello@tea.example' },
      to: [{ name: 'Mai', address: 'mai@example.com' }],
      replyTo: [{ address: 'owner@tea.example' }],
      messageId: '<e1.0@tea.example>',
      date: '2026-11-20T08:00:00.000Z',
    });
    expect(email.html).toContain('<p>สวัสดี</p>');
    expect(email.text).toContain('สวัสดี');
    expect(header('content-type')[0]).toContain('multipart/alternative');
  });

  it('an unsubscribe address → RFC 8058 one-click headers; none → no such header', async () => {
    const { header } = await compose({}, {});
    expect(header('list-unsubscribe')).toEqual(['<https://app.example/unsubscribe/abc>']);
    expect(header('list-unsubscribe-post')).toEqual(['List-Unsubscribe=One-Click']);
    const test = await compose({}, { listUnsubscribeUrl: null });
    expect(test.header('list-unsubscribe')).toEqual([]);
  });

  it.each([
    '\r\nBcc: all@example.com',
    '\nBcc: all@example.com',
    '\rBcc: all@example.com',
    '\u2028Bcc: x',
    '\0',
  ])('line breaks in subject and names (%j) → no header of their own', async (breakIn) => {
    const { header, head, email } = await compose(
      { from: { name: `Tea${breakIn}`, address: 'hello@tea.example' } },
      { subject: `Hello${breakIn}`, to: { address: 'mai@example.com', name: `Mai${breakIn}` } },
    );
    expect(header('bcc')).toEqual([]);
    expect(head).not.toMatch(/^Bcc/im);
    expect(email.to).toHaveLength(1);
  });

  it('a name that looks like an address list → one recipient of that name', async () => {
    const { email } = await compose({}, { to: { address: 'mai@example.com', name: 'a@b.c, "x" <d@e.f>' } });
    expect(email.to).toEqual([{ name: 'a@b.c, "x" <d@e.f>', address: 'mai@example.com' }]);
  });

  it('texts that name files and addresses → taken as text, nothing is opened', async () => {
    const { email } = await compose(
      {},
      { html: '<img src="file:///etc/passwd">', text: 'http://localhost:1/' },
    );
    expect(email.attachments).toEqual([]);
    expect(email.html).toContain('file:///etc/passwd');
  });

  it.each([
    ['recipient', {}, { to: { address: 'not an address', name: null } }],
    ['us', { from: { name: 'x', address: 'hello' } }, {}],
    ['us', { replyTo: 'a@b.c, d@e.f' }, {}],
    ['us', {}, { messageId: 'x@y>\r\nBcc: z' }],
    ['us', {}, { listUnsubscribeUrl: 'javascript:alert(1)' }],
    ['us', {}, { listUnsubscribeUrl: 'https://a.b/c>, <mailto:x@y.z' }],
  ] as const)('what cannot be written → the %s is to blame', async (unwritable, settings, mail) => {
    const given = mailTo('mai@example.com', mail);
    expect(await composeMail(settingsFor(25, settings), given, SENT_AT)).toEqual({ unwritable });
  });

  it('a key → signed over both unsubscribe headers', async () => {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const dkim = { domain: 'tea.example', selector: 's1', privateKey };
    const { header } = await compose({ dkim }, {});
    const [signature = ''] = header('dkim-signature');
    expect(signature).toMatch(/d=tea\.example/);
    expect(signature).toMatch(/s=s1/);
    const signed = /\bh=([^;]+)/.exec(signature)?.[1]?.replaceAll(/\s/g, '').toLowerCase().split(':');
    expect(signed).toEqual(expect.arrayContaining(['from', 'list-unsubscribe', 'list-unsubscribe-post']));
  });
});
