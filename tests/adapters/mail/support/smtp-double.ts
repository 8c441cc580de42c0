import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';

/** What the server does at a stage: answers that reply, says nothing, or cuts the connection. */
export type Conduct = { reply: string } | 'hang' | 'cut';
export type Stage = 'greeting' | 'login' | 'sender' | 'recipient' | 'data' | 'after_data';

export type Taken = { from: string; to: string[]; raw: string };

/** A real SMTP server that behaves at one stage as told. */
export type SmtpDouble = {
  port: number;
  taken: Taken[];
  /** Connections accepted so far, and the most that were open at once. */
  connections: { total: number; open: number; most: number };
  /** From now on; undefined = as a good server does. Applies to the next `times` occasions. */
  at(stage: Stage, conduct: Conduct | undefined, times?: number): void;
  /** Ends every open connection, as a server does with idle ones. */
  dropAll(): void;
  close(): Promise<void>;
};

export const LOGIN = { user: 'shop', password: 'secret' };

/** Listens on a free port of the loopback address; wants the login `LOGIN`. */
export async function startSmtpDouble(options: SMTPServerOptions = {}): Promise<SmtpDouble> {
  const conducts = new Map<Stage, { conduct: Conduct; times: number }>();
  const taken: Taken[] = [];
  const connections = { total: 0, open: 0, most: 0 };

  const meet = (stage: Stage, session: SMTPServerSession, done: (error?: Error | null) => void): void => {
    const planned = conducts.get(stage);
    const conduct = planned !== undefined && planned.times-- > 0 ? planned.conduct : undefined;
    if (conduct === undefined) done();
    else if (conduct === 'cut') socketOf(server, session)?.destroy();
    else if (conduct !== 'hang') done(refusal(conduct.reply));
  };

  const server: SMTPServer = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    hideENHANCEDSTATUSCODES: true,
    logger: false,
    onConnect(session, callback) {
      connections.total++;
      connections.open++;
      connections.most = Math.max(connections.most, connections.open);
      meet('greeting', session, callback);
    },
    onClose: () => {
      connections.open--;
    },
    onAuth(auth, session, callback) {
      meet('login', session, (error) => {
        const good = auth.username === LOGIN.user && auth.password === LOGIN.password;
        if (error || !good) callback(error ?? refusal('535 5.7.8 wrong'));
        else callback(null, { user: LOGIN.user });
      });
    },
    onMailFrom: (_address, session, callback) => meet('sender', session, callback),
    onRcptTo: (_address, session, callback) => meet('recipient', session, callback),
    async onData(stream, session, callback) {
      if ((conducts.get('data')?.times ?? 0) > 0) {
        // In the middle: some of the mail is here.
        stream.once('data', () => meet('data', session, callback));
        return;
      }
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      const { mailFrom, rcptTo } = session.envelope;
      const to = rcptTo.map((recipient) => recipient.address);
      taken.push({ from: mailFrom ? mailFrom.address : '', to, raw: Buffer.concat(chunks).toString('utf8') });
      meet('after_data', session, callback);
    },
    ...options,
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    taken,
    connections,
    at: (stage, conduct, times = Number.POSITIVE_INFINITY) => {
      if (conduct === undefined) conducts.delete(stage);
      else conducts.set(stage, { conduct, times });
    },
    dropAll: () => {
      for (const connection of server.connections) connection._socket.destroy();
    },
    close: async () => {
      for (const connection of server.connections) connection._socket.destroy();
      await new Promise<void>((resolve) => server.close(resolve));
    },
  };
}

function socketOf(server: SMTPServer, session: SMTPServerSession): Socket | undefined {
  return [...server.connections].find((connection) => connection.id === session.id)?._socket;
}

function refusal(reply: string): Error {
  const [code, ...words] = reply.split(' ');
  return Object.assign(new Error(words.join(' ')), { responseCode: Number(code) });
}
