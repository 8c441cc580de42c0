import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SmtpTiming } from './timing.ts';

/** What it takes to reach an account on a mail server. */
export type SmtpAccount = {
  host: string;
  port: number;
  security: 'tls' | 'starttls' | 'none';
  user: string | null;
  password: string | null;
};

/** How connections are opened. `trustedCa`: PEM of an authority to trust instead of the well-known ones. */
export type OpenOptions = { timing: SmtpTiming; trustedCa: string | undefined };

/**
 * Connects, secures the connection as asked (a server without STARTTLS is a failure, never a reason to go on in the clear) and logs in.
 * Rejects with nodemailer's error; nothing of a mail has left by then.
 */
export function openConnection(account: SmtpAccount, options: OpenOptions): Promise<SMTPConnection> {
  const connection = new SMTPConnection(connectionOptions(account, options));
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      reject(error);
      connection.close();
    };
    // Listens on after the promise is settled: an error on an idle connection must not end the process.
    connection.on('error', fail);
    connection.once('end', () =>
      fail(Object.assign(new Error('connection closed'), { code: 'ECONNECTION' })),
    );
    connection.connect((error) => {
      if (error) return fail(error);
      if (account.user === null) return resolve(connection);
      if (!connection.allowsAuth) {
        return fail(Object.assign(new Error('the server offers no login'), { code: 'ENOAUTH' }));
      }
      connection.login({ user: account.user, pass: account.password ?? '' }, (refusal) =>
        refusal ? fail(refusal) : resolve(connection),
      );
    });
  });
}

function connectionOptions(account: SmtpAccount, { timing, trustedCa }: OpenOptions) {
  return {
    host: account.host,
    port: account.port,
    secure: account.security === 'tls',
    requireTLS: account.security === 'starttls',
    ignoreTLS: account.security === 'none',
    connectionTimeout: timing.connectMs,
    dnsTimeout: timing.connectMs,
    greetingTimeout: timing.greetingMs,
    socketTimeout: timing.silenceMs,
    socketCloseTimeout: 1_000,
    allowInternalNetworkInterfaces: true,
    ...(trustedCa === undefined ? {} : { tls: { ca: trustedCa } }),
  };
}
