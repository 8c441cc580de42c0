import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SmtpTiming } from '../../../web/mail/smtp/timing.ts';
import type { MailOutcome } from '../../../web/use-cases/mail-port.ts';
import {
  LONG_ENOUGH_MS,
  mailTo,
  NOBODYS_PORT,
  openMailer,
  PATIENT,
  SHORT,
  settingsFor,
} from './support/mails.ts';
import { type Conduct, type SmtpDouble, type Stage, startSmtpDouble } from './support/smtp-double.ts';

let server: SmtpDouble;
let mailer: ReturnType<typeof openMailer>;

beforeEach(async () => {
  server = await startSmtpDouble();
  mailer = openMailer();
});
afterEach(async () => {
  mailer.close();
  await server.close();
});

const send = (): Promise<MailOutcome> => mailer.send(settingsFor(server.port), mailTo('mai@example.com'));

describe('a server that takes the mail', () => {
  it('→ sent, with envelope and recipient as given', async () => {
    expect(await send()).toEqual({ outcome: 'sent', serverMessageId: null });
    expect(server.taken).toMatchObject([{ from: 'hello@tea.example', to: ['mai@example.com'] }]);
  });
});

describe('a server that refuses for good', () => {
  const cases: readonly [Stage, string, object][] = [
    ['greeting', '554 5.3.2 not here', { about: 'us', stage: 'connect' }],
    ['login', '535 5.7.8 wrong password', { about: 'us', stage: 'login' }],
    ['sender', '550 5.1.8 no such sender', { about: 'us', stage: 'sender' }],
    ['sender', '550 5.7.1 relaying denied', { about: 'us', stage: 'sender' }],
    ['recipient', '550 5.1.1 no such user', { about: 'recipient', stage: 'recipient' }],
    ['recipient', '550 no such user', { about: 'recipient', stage: 'recipient' }],
    ['recipient', '553 mailbox name not allowed', { about: 'recipient', stage: 'recipient' }],
    ['recipient', '552 5.2.2 mailbox full', { about: 'recipient', stage: 'recipient' }],
    ['recipient', '550 5.4.4 no mail server for that domain', { about: 'recipient', stage: 'recipient' }],
    ['recipient', '550 5.5.0 mailbox unavailable', { about: 'recipient', stage: 'recipient' }],
    ['recipient', '550 5.1.7 bad sender', { about: 'us', stage: 'recipient' }],
    ['recipient', '550 5.7.1 blocked by policy', { about: 'us', stage: 'recipient' }],
    ['recipient', '554 not allowed', { about: 'us', stage: 'recipient' }],
    ['data', '554 5.6.0 no', { about: 'us', stage: 'message' }],
    ['after_data', '550 5.1.1 no such user', { about: 'recipient', stage: 'message' }],
    ['after_data', '554 5.7.1 looks like spam', { about: 'us', stage: 'message' }],
    ['after_data', '550 rejected', { about: 'us', stage: 'message' }],
  ];
  it.each(cases)('at %s with %s → refused', async (stage, reply, expected) => {
    server.at(stage, { reply });
    const outcome = await send();
    const status = /^\d+ (5\.\d+\.\d+)/.exec(reply)?.[1] ?? null;
    expect(outcome).toEqual({
      outcome: 'refused',
      ...expected,
      reply: { code: Number(reply.slice(0, 3)), status },
    });
  });
});

describe('a server that puts us off', () => {
  const stages: readonly (readonly [Stage, string, string])[] = [
    ['greeting', '421 4.3.2 busy', 'connect'],
    ['login', '454 4.7.0 try later', 'login'],
    ['sender', '451 4.3.0 try later', 'sender'],
    ['recipient', '450 4.2.0 greylisted', 'recipient'],
    ['recipient', '421 4.7.0 too many', 'connect'],
    ['after_data', '451 4.3.0 could not store it', 'message'],
    ['after_data', '421 4.3.0 shutting down', 'message'],
    ['sender', '503 wrong order', 'sender'],
  ];
  it.each(stages)('at %s with %s → retry, nothing was accepted', async (stage, reply, at) => {
    server.at(stage, { reply });
    expect(await send()).toMatchObject({
      outcome: 'retry',
      trouble: 'temporary',
      stage: at,
      reply: { code: Number(reply.slice(0, 3)) },
    });
  });
});

describe('a server that falls silent or cuts the connection', () => {
  const hurry = (timing: SmtpTiming) => {
    mailer.close();
    mailer = openMailer({ timing });
  };
  const before: readonly [Stage, Conduct, string][] = [
    ['greeting', 'hang', 'timeout'],
    ['greeting', 'cut', 'lost'],
    ['login', 'hang', 'timeout'],
    ['login', 'cut', 'lost'],
    ['sender', 'hang', 'timeout'],
    ['sender', 'cut', 'lost'],
    ['recipient', 'hang', 'timeout'],
    ['recipient', 'cut', 'lost'],
  ];
  it.each(before)('at %s by %s → retry', async (stage, conduct, trouble) => {
    if (conduct === 'hang') hurry(SHORT);
    server.at(stage, conduct);
    expect(await send()).toMatchObject({ outcome: 'retry', trouble, reply: null });
    expect(server.taken).toEqual([]);
  });

  it.each([
    ['cut', 'lost'],
    ['hang', 'timeout'],
  ] as const)('after it had the whole mail, by %s → unknown', async (conduct, trouble) => {
    if (conduct === 'hang') hurry({ ...PATIENT, silenceMs: LONG_ENOUGH_MS });
    server.at('after_data', conduct);
    expect(await send()).toEqual({ outcome: 'unknown', trouble });
    expect(server.taken).toHaveLength(1);
  });

  it('in the middle of a mail that had not wholly left → retry', async () => {
    server.at('data', 'cut');
    const large = 'long line of text\n'.repeat(600_000);
    const mail = mailTo('mai@example.com', { text: large });
    expect(await mailer.send(settingsFor(server.port), mail)).toMatchObject({
      outcome: 'retry',
      stage: 'message',
    });
    expect(server.taken).toEqual([]);
  });
});

describe('no server', () => {
  it('on that port → retry, no connection', async () => {
    const outcome = await mailer.send(settingsFor(NOBODYS_PORT), mailTo('mai@example.com'));
    expect(outcome).toMatchObject({ outcome: 'retry', trouble: 'no_connection', stage: 'connect' });
  });

  it('of that name → retry, DNS', async () => {
    const settings = settingsFor(465, { host: 'mail.invalid', security: 'tls' });
    const outcome = await mailer.send(settings, mailTo('mai@example.com'));
    expect(outcome).toMatchObject({ outcome: 'retry', trouble: 'dns' });
  });
});

describe('what we do not even try', () => {
  it('in the clear to another machine → refused, the settings are to blame', async () => {
    const settings = settingsFor(25, { host: 'mail.example.com' });
    expect(await mailer.send(settings, mailTo('mai@example.com'))).toMatchObject({
      outcome: 'refused',
      about: 'us',
      stage: 'settings',
    });
  });

  it.each(['no-at-sign', 'a@b, c@d', 'x@y\r\nRCPT TO:<z@w>', '<a@b>', 'a b@c', ''])(
    'to the address %j → refused, the recipient is to blame',
    async (address) => {
      expect(await mailer.send(settingsFor(server.port), mailTo(address))).toMatchObject({
        outcome: 'refused',
        about: 'recipient',
      });
      expect(server.connections.total).toBe(0);
    },
  );

  it('a login that the server does not offer → refused, about us', async () => {
    const silent = await startSmtpDouble({ authMethods: [], disabledCommands: ['STARTTLS', 'AUTH'] });
    expect(await mailer.send(settingsFor(silent.port), mailTo('mai@example.com'))).toMatchObject({
      outcome: 'refused',
      about: 'us',
      stage: 'login',
    });
    await silent.close();
  });

  it('a mail larger than the server takes → refused, about us', async () => {
    const small = await startSmtpDouble({ size: 2_000 });
    const mail = mailTo('mai@example.com', { text: 'x '.repeat(4_000) });
    expect(await mailer.send(settingsFor(small.port), mail)).toMatchObject({
      outcome: 'refused',
      about: 'us',
      stage: 'message',
    });
    await small.close();
  });
});
