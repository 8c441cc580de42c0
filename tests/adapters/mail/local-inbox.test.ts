import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Shell, startShell } from '../dev-store/shell-harness.ts';
import { mailTo, openMailer, SHORT, settingsFor } from './support/mails.ts';

type Mails = { total: number; mails: { id: string; to: string[]; subject: string; messageId: string }[] };

let shell: Shell;
let mailer: ReturnType<typeof openMailer>;

beforeAll(async () => {
  shell = await startShell();
  await shell.local.mail.up(0);
});
afterAll(() => shell.close());
beforeEach(async () => {
  mailer?.close();
  mailer = openMailer();
  await shell.control('DELETE', 'mails');
  await shell.control('DELETE', 'mail-faults');
});

const settings = () => {
  const { port } = shell.local.mail;
  return settingsFor(port, { user: 'encore-dev', password: 'encore-dev-mail' });
};
const send = (address: string, change = {}) => mailer.send(settings(), mailTo(address, change));
const mails = (query = '') => shell.control<Mails>('GET', `mails${query}`);

describe('the inbox', () => {
  it('a sent mail → listed with envelope, subject and Message-ID, readable with both parts and its links', async () => {
    await send('mai@example.com', {
      subject: 'Cảm ơn bạn',
      html: '<p>Xin chào</p><a href="https://tea.example/?a=1&amp;b=2">x</a>',
      text: 'Xin chào',
    });
    const { total, mails: listed } = await mails();
    expect(total).toBe(1);
    expect(listed[0]).toMatchObject({
      to: ['mai@example.com'],
      from: 'hello@tea.example',
      subject: 'Cảm ơn bạn',
      messageId: 'e1.0@tea.example',
      listUnsubscribe: '<https://app.example/unsubscribe/abc>',
    });
    expect(await shell.control('GET', `mails/${listed[0]?.id}`)).toMatchObject({
      html: expect.stringContaining('Xin chào'),
      text: expect.stringContaining('Xin chào'),
      links: ['https://tea.example/?a=1&b=2'],
    });
  });

  it('filters → only what fits, newest first', async () => {
    await send('a@example.com', { messageId: 'one@x', subject: 'First' });
    await send('b@example.com', { messageId: 'two@x', subject: 'Second' });
    expect((await mails()).mails.map(({ subject }) => subject)).toEqual(['Second', 'First']);
    expect(await mails('?to=a@')).toMatchObject({ total: 1, mails: [{ subject: 'First' }] });
    expect(await mails('?messageId=two@x')).toMatchObject({ total: 1, mails: [{ subject: 'Second' }] });
    expect(await mails('?limit=1&offset=1')).toMatchObject({ total: 2, mails: [{ subject: 'First' }] });
  });

  it('the page → escapes what mails bring, shows their HTML in a frame that may run nothing', async () => {
    await send('mai@example.com', {
      subject: '<img src=x onerror=alert(1)>',
      html: '<script>alert(1)</script>',
    });
    const [mail] = (await mails()).mails;
    const list = await (await fetch(`${shell.server.url}/__dev/inbox`)).text();
    expect(list).toContain('&lt;img src=x');
    expect(list).not.toContain('<img src=x');
    const view = await (await fetch(`${shell.server.url}/__dev/inbox/${mail?.id}`)).text();
    expect(view).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
    const part = await fetch(`${shell.server.url}/__dev/inbox/${mail?.id}/html`);
    expect(part.headers.get('content-security-policy')).toContain("script-src 'none'");
    expect(await part.text()).toContain('<base target="_blank">');
    expect((await fetch(`${shell.server.url}/__dev/inbox/999`)).status).toBe(404);
  });
});

describe('the mail server', () => {
  it('a wrong login → refused', async () => {
    const wrong = { ...settings(), password: 'x' };
    expect(await mailer.verify(wrong)).toMatchObject({ failure: 'login_refused' });
    expect(await mailer.verify(settings())).toEqual({ outcome: 'ready' });
  });

  it('down → no connection; up again → the same port takes mail', async () => {
    await shell.control('POST', 'mail-server', { up: false });
    expect(await send('mai@example.com')).toMatchObject({ outcome: 'retry', trouble: 'no_connection' });
    await shell.control('POST', 'mail-server', { up: true });
    expect(await send('mai@example.com')).toMatchObject({ outcome: 'sent' });
  });

  it('a refusal for an address pattern → meets that address only, as often as told', async () => {
    const fault = { kind: 'reply', reply: '550 5.1.1 no such user', to: '*@bounce.example', times: 1 };
    await shell.control('POST', 'mail-faults', fault);
    expect(await send('mai@example.com')).toMatchObject({ outcome: 'sent' });
    expect(await send('gone@bounce.example')).toEqual({
      outcome: 'refused',
      about: 'recipient',
      stage: 'recipient',
      reply: { code: 550, status: '5.1.1' },
    });
    expect(await send('gone@bounce.example')).toMatchObject({ outcome: 'sent' });
  });

  it('the answer to a mail is lost → unknown, whether it was stored or not', async () => {
    await shell.control('POST', 'mail-faults', { kind: 'drop', stage: 'message', keep: true });
    expect(await send('a@example.com')).toEqual({ outcome: 'unknown', trouble: 'lost' });
    expect((await mails()).total).toBe(1);
    await shell.control('POST', 'mail-faults', { kind: 'drop', stage: 'message' });
    expect(await send('b@example.com')).toEqual({ outcome: 'unknown', trouble: 'lost' });
    expect((await mails()).total).toBe(1);
  });

  it('hangs at a recipient → retry after the limit', async () => {
    mailer.close();
    mailer = openMailer({ timing: SHORT });
    await shell.control('POST', 'mail-faults', { kind: 'hang' });
    expect(await send('a@example.com')).toMatchObject({ outcome: 'retry', trouble: 'timeout' });
  });

  it('a fault that makes no sense → refused with the field', async () => {
    await expect(shell.control('POST', 'mail-faults', { kind: 'reply' })).rejects.toThrow(/422.*reply/s);
    await expect(shell.control('POST', 'mail-faults', { kind: 'hang', reply: '550 x' })).rejects.toThrow(
      /422/,
    );
  });
});

describe('marketing controls', () => {
  it('a trigger put in use → listed, with what it received; nothing received after clearing', async () => {
    const { shop } = shell.local.shop('tea-house');
    expect(await shell.control('POST', 'shops/tea-house/flow-triggers', { inUse: ['offer'] })).toEqual({
      inUse: ['offer'],
      received: [],
    });
    shop.flowTriggersReceived.push({ handle: 'offer', payload: { Step: '1' }, receivedAt: 0 });
    expect(await shell.control('GET', 'shops/tea-house/flow-triggers')).toMatchObject({
      received: [{ handle: 'offer', payload: { Step: '1' }, receivedAt: '1970-01-01T00:00:00.000Z' }],
    });
    expect(await shell.control('DELETE', 'shops/tea-house/flow-triggers')).toMatchObject({ received: [] });
    expect(await shell.control('GET', 'shops/tea-house/marketing')).toEqual({
      activities: [],
      engagements: [],
    });
  });
});
