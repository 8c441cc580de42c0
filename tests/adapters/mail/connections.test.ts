import { afterEach, beforeEach, expect, it } from 'vitest';
import { LONG_ENOUGH_MS, mailTo, openMailer, PATIENT, SHORT, settingsFor } from './support/mails.ts';
import { type SmtpDouble, startSmtpDouble } from './support/smtp-double.ts';

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

const send = (number: number) =>
  mailer.send(
    settingsFor(server.port),
    mailTo(`n${number}@example.com`, { messageId: `e${number}@tea.example` }),
  );
const sendMany = async (count: number) =>
  (await Promise.all(Array.from({ length: count }, (_, number) => send(number)))).map(
    ({ outcome }) => outcome,
  );

it('30 mails at once → all sent over two connections, each exactly once', async () => {
  expect(new Set(await sendMany(30))).toEqual(new Set(['sent']));
  expect(server.connections).toMatchObject({ total: 2, most: 2 });
  expect(new Set(server.taken.map((mail) => mail.to[0])).size).toBe(30);
  expect(server.taken).toHaveLength(30);
});

it('two accounts → connections of their own', async () => {
  await send(1);
  await mailer.send(settingsFor(server.port, { password: 'other' }), mailTo('x@example.com'));
  expect(server.connections.total).toBe(2);
});

it('the server ended an idle connection → the next mail goes out over a new one, once', async () => {
  await send(1);
  server.dropAll();
  expect(await send(2)).toEqual({ outcome: 'sent', serverMessageId: null });
  expect(server.taken).toHaveLength(2);
  expect(server.connections.total).toBe(2);
});

it('the server announces the end of a used connection with 421 → the next mail goes out over a new one', async () => {
  await send(1);
  server.at('sender', { reply: '421 4.7.0 too many mails on this connection' }, 1);
  expect(await send(2)).toEqual({ outcome: 'sent', serverMessageId: null });
  expect(server.connections.total).toBe(2);
});

it('a used connection dies after the whole mail → unknown, not sent again', async () => {
  await send(1);
  server.at('after_data', 'cut');
  expect(await send(2)).toEqual({ outcome: 'unknown', trouble: 'lost' });
  expect(server.taken).toHaveLength(2);
});

it('a refusal → the same connection carries the next mail', async () => {
  server.at('recipient', { reply: '550 5.1.1 unknown' }, 1);
  expect((await send(1)).outcome).toBe('refused');
  server.at('after_data', { reply: '451 4.3.0 later' }, 1);
  expect((await send(2)).outcome).toBe('retry');
  expect((await send(3)).outcome).toBe('sent');
  expect(server.connections.total).toBe(1);
});

it('a connection that carried its number of mails → closed', async () => {
  mailer.close();
  mailer = openMailer({ timing: { ...PATIENT, mailsPerConnection: 2, connectionsPerAccount: 1 } });
  expect(await sendMany(5)).toEqual(Array(5).fill('sent'));
  expect(server.connections.total).toBe(3);
});

it('waiting for a connection longer than the limit → retry', async () => {
  mailer.close();
  mailer = openMailer({ timing: { ...SHORT, queueMs: 50, connectionsPerAccount: 1 } });
  server.at('recipient', 'hang', 1);
  const [first, second] = await Promise.all([send(1), send(2)]);
  expect(first).toMatchObject({ outcome: 'retry', trouble: 'timeout' });
  expect(second).toMatchObject({ outcome: 'retry', trouble: 'timeout' });
});

it('a server that trickles its answer → given up at the deadline, unknown once it has the mail', async () => {
  mailer.close();
  mailer = openMailer({ timing: { ...PATIENT, deadlineMs: LONG_ENOUGH_MS } });
  server.at('after_data', 'hang');
  expect(await send(1)).toEqual({ outcome: 'unknown', trouble: 'timeout' });
  mailer.close();
  mailer = openMailer({ timing: { ...PATIENT, deadlineMs: 300 } });
  server.at('recipient', 'hang');
  expect(await send(2)).toMatchObject({ outcome: 'retry', trouble: 'timeout' });
});

it('closed → idle connections end', async () => {
  await sendMany(2);
  mailer.close();
  await expect.poll(() => server.connections.open).toBe(0);
});
