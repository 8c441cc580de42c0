import { afterEach, describe, expect, it } from 'vitest';
import { createReturnMailbox } from '../../../web/mail/bounces/create-return-mailbox.ts';
import type { BounceReport, ReturnMailboxSettings } from '../../../web/use-cases/mail-port.ts';
import { dsn, RETURNED } from './support/dsn.ts';
import { type ImapDouble, type ImapMail, MAILBOX_LOGIN, startImapDouble } from './support/imap-double.ts';
import { NOBODYS_PORT } from './support/mails.ts';

const NOW = new Date('2026-11-20T08:00:00Z');
/** No server here falls silent: a busy machine may take its time. */
const TIMING = { connectMs: 30_000, greetingMs: 30_000, silenceMs: 30_000 };
const mailbox = createReturnMailbox({ now: () => NOW, timing: TIMING });

let server: ImapDouble | undefined;
afterEach(async () => {
  await server?.close();
});

const bounce = (number: number): Buffer =>
  dsn({ returned: { ...RETURNED, text: RETURNED.text.replace('e7.1', `e${number}`) } });
const letter = Buffer.from('From: mai@example.com\r\nSubject: Hi\r\n\r\nHow are you?\r\n');
const mail = (uid: number, raw: Buffer, receivedAt = NOW): ImapMail => ({
  uid,
  raw,
  flags: new Set(),
  receivedAt,
});

async function open(mails: ImapMail[], keywords = true): Promise<ImapDouble> {
  server = await startImapDouble(mails, { keywords });
  return server;
}

const settings = (change: Partial<ReturnMailboxSettings> = {}): ReturnMailboxSettings => ({
  host: '127.0.0.1',
  port: server?.port ?? 1,
  security: 'none',
  ...MAILBOX_LOGIN,
  ...change,
});

async function read(): Promise<{ taken: string[]; reading: unknown }> {
  const taken: string[] = [];
  const reading = await mailbox.read(settings(), async (report: BounceReport) => {
    taken.push(`${report.messageId} ${report.kind}`);
  });
  return { taken, reading };
}

describe('reading the return mailbox', () => {
  it('reports among other mails → each taken once, oldest first; the others stay unread', async () => {
    const { mails } = await open([mail(3, bounce(3)), mail(5, letter), mail(9, bounce(9))]);
    expect(await read()).toEqual({
      taken: ['e3@tea.example permanent', 'e9@tea.example permanent'],
      reading: { outcome: 'read', mails: 3, reports: 2 },
    });
    expect(mails.map(({ flags }) => flags.has('\\Seen'))).toEqual([true, false, true]);
    expect(await read()).toEqual({ taken: [], reading: { outcome: 'read', mails: 0, reports: 0 } });
  });

  it('a report that could not be taken → thrown on, comes again with the next reading', async () => {
    await open([mail(1, bounce(1)), mail(2, bounce(2))]);
    const failing = mailbox.read(settings(), ({ messageId }) =>
      messageId === 'e2@tea.example' ? Promise.reject(new Error('store is away')) : Promise.resolve(),
    );
    await expect(failing).rejects.toThrow('store is away');
    expect((await read()).taken).toEqual(['e2@tea.example permanent']);
  });

  it('the connection breaks between two reports → what was taken does not come again', async () => {
    const { cutAt } = await open([mail(1, bounce(1)), mail(2, bounce(2))]);
    cutAt('UID FETCH 2');
    expect(await read()).toMatchObject({ taken: ['e1@tea.example permanent'], reading: { failure: 'lost' } });
    cutAt(undefined);
    expect((await read()).taken).toEqual(['e2@tea.example permanent']);
  });

  it('a mailbox that keeps no marks of our own → reports are marked read, other mails never', async () => {
    const { mails } = await open([mail(1, letter), mail(2, bounce(2))], false);
    expect((await read()).taken).toEqual(['e2@tea.example permanent']);
    expect((await read()).taken).toEqual([]);
    expect(mails[0]?.flags.size).toBe(0);
  });

  it('mails older than two weeks → not looked at', async () => {
    await open([mail(1, bounce(1), new Date('2026-11-01T00:00:00Z'))]);
    expect(await read()).toMatchObject({ taken: [], reading: { mails: 0 } });
  });

  it('an empty mailbox → read, nothing found', async () => {
    await open([]);
    expect((await read()).reading).toEqual({ outcome: 'read', mails: 0, reports: 0 });
  });
});

describe('a mailbox that cannot be read', () => {
  const never = (): Promise<void> => Promise.reject(new Error('must not be called'));

  it('a wrong password → login refused', async () => {
    await open([mail(1, bounce(1))]);
    expect(await mailbox.read(settings({ password: 'wrong' }), never)).toEqual({
      outcome: 'failed',
      failure: 'login_refused',
    });
  });

  it('in the clear to another machine → insecure', async () => {
    expect(await mailbox.read(settings({ host: 'imap.example.com' }), never)).toMatchObject({
      failure: 'insecure',
    });
  });

  it('STARTTLS asked of a server that has none → no STARTTLS', async () => {
    const { commands } = await open([]);
    expect(await mailbox.read(settings({ security: 'starttls' }), never)).toMatchObject({
      failure: 'no_starttls',
    });
    expect(commands).not.toContain('LOGIN');
  });

  it('no server, no such name → no connection, DNS', async () => {
    expect(await mailbox.read(settings({ port: NOBODYS_PORT }), never)).toMatchObject({
      failure: 'no_connection',
    });
    const nowhere = settings({ host: 'imap.invalid', security: 'tls' });
    expect(await mailbox.read(nowhere, never)).toMatchObject({ failure: 'dns' });
  });

  it('cut at the login → lost', async () => {
    const { cutAt } = await open([]);
    cutAt('LOGIN');
    expect(await mailbox.read(settings(), never)).toMatchObject({ failure: 'lost' });
  });
});
