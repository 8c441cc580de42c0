import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { DevClock } from '../controls/clock.ts';
import { Inbox } from './inbox.ts';
import { type MailFault, type MailFaultStage, MailFaults } from './mail-faults.ts';

/** The login the local mail server wants. */
export const MAIL_LOGIN = { user: 'encore-dev', password: 'encore-dev-mail' };

const MAX_MAIL_BYTES = 5 * 1024 * 1024;

type Done = (error?: Error | null) => void;

/**
 * A mail server that delivers nowhere: what it takes lies in the inbox. It speaks SMTP on the loopback address, without
 * encryption, and wants a login. The port stays the same over `down` and `up`.
 */
export class MailServer {
  readonly inbox = new Inbox();
  readonly faults = new MailFaults();
  readonly #clock: DevClock;
  #server: SMTPServer | undefined;
  #port = 0;

  constructor(clock: DevClock) {
    this.#clock = clock;
  }

  /** 0 before it listened for the first time. */
  get port(): number {
    return this.#port;
  }

  get isUp(): boolean {
    return this.#server !== undefined;
  }

  /** Listens on `port` (0 = any free one); after `down` on the one it had. */
  async up(port = this.#port): Promise<void> {
    if (this.#server !== undefined) return;
    const server = this.#create();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => resolve());
    });
    server.on('error', () => {});
    this.#server = server;
    this.#port = (server.server.address() as AddressInfo).port;
  }

  /** Cuts every connection and listens no more. */
  async down(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    for (const connection of server.connections) connection._socket.destroy();
    await new Promise<void>((resolve) => server.close(resolve));
  }

  #create(): SMTPServer {
    return new SMTPServer({
      name: 'localhost',
      banner: 'Local Shopify',
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      disableReverseLookup: true,
      // Replies stand as the fault names them, status and all.
      hideENHANCEDSTATUSCODES: true,
      size: MAX_MAIL_BYTES,
      logger: false,
      onConnect: (session, done) => this.#meet('greeting', session, done),
      onAuth: (auth, session, callback) =>
        this.#meet('login', session, (fault) => {
          const known = auth.username === MAIL_LOGIN.user && auth.password === MAIL_LOGIN.password;
          if (fault || !known) callback(fault ?? refusal('535 5.7.8 Authentication credentials invalid'));
          else callback(null, { user: MAIL_LOGIN.user });
        }),
      onMailFrom: (_address, session, done) => this.#meet('sender', session, done),
      onRcptTo: (address, session, done) => this.#meet('recipient', session, done, [address.address]),
      onData: (stream, session, done) => {
        this.#take(stream, session, done).catch((error: Error) => done(error));
      },
    });
  }

  async #take(stream: AsyncIterable<unknown>, session: SMTPServerSession, done: Done): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const { mailFrom, rcptTo } = session.envelope;
    const to = rcptTo.map((recipient) => recipient.address);
    const fault = this.faults.take('message', to);
    if (fault === undefined || fault.keep) {
      const receivedAt = this.#clock.iso();
      const from = mailFrom === false ? '' : mailFrom.address;
      await this.inbox.add({ from, to, raw: Buffer.concat(chunks), receivedAt });
    }
    this.#answer(fault, session, done);
  }

  #meet(stage: MailFaultStage, session: SMTPServerSession, done: Done, to: readonly string[] = []): void {
    this.#answer(this.faults.take(stage, to), session, done);
  }

  #answer(fault: MailFault | undefined, session: SMTPServerSession, done: Done): void {
    if (fault === undefined) done();
    else if (fault.kind === 'reply') done(refusal(fault.reply ?? '451 try later'));
    else if (fault.kind === 'drop') this.#cut(session);
  }

  #cut(session: SMTPServerSession): void {
    for (const connection of this.#server?.connections ?? []) {
      if (connection.id === session.id) connection._socket.destroy();
    }
  }
}

function refusal(reply: string): Error {
  return Object.assign(new Error(reply.slice(4)), { responseCode: Number(reply.slice(0, 3)) });
}
