import type { Mailer, MailOutcome, MailSettings, OutgoingMail } from '../use-cases/mail-port.ts';
import { checkDomain, type TxtResolver } from './check-domain.ts';
import { composeMail } from './compose-mail.ts';
import { classify } from './smtp/classify.ts';
import { ConnectionPool } from './smtp/connection-pool.ts';
import { deliver, type WireMail } from './smtp/deliver.ts';
import { type SmtpFailure, toFailure } from './smtp/failure.ts';
import { isSafe } from './smtp/security.ts';
import { SMTP_TIMING, type SmtpTiming } from './smtp/timing.ts';
import { verifyAccount } from './smtp/verify-account.ts';

/** What the mailer stands on. `now` dates the mails; `trustedCa` is for a server with a certificate of its own authority. */
export type MailerOptions = {
  now: () => Date;
  resolver: TxtResolver;
  timing?: SmtpTiming;
  trustedCa?: string;
};

/** The `Mailer` port over SMTP. `close` ends its connections; mails under way are finished first. */
export function createMailer(options: MailerOptions): Mailer & { close(): void } {
  const open = { timing: options.timing ?? SMTP_TIMING, trustedCa: options.trustedCa };
  const pool = new ConnectionPool(open);
  return {
    send: (settings, mail) => send({ ...options, timing: open.timing, pool }, settings, mail),
    verify: (settings) => verifyAccount(settings, open),
    checkDomain: (fromAddress, dkimSelector) => checkDomain(options.resolver, fromAddress, dkimSelector),
    close: () => pool.close(),
  };
}

type Sending = { now: () => Date; timing: SmtpTiming; pool: ConnectionPool };

async function send(sending: Sending, settings: MailSettings, mail: OutgoingMail): Promise<MailOutcome> {
  const refused = (about: 'recipient' | 'us'): MailOutcome => ({
    outcome: 'refused',
    about,
    stage: about === 'us' ? 'settings' : 'recipient',
    reply: null,
  });
  if (!isSafe(settings)) return refused('us');
  const written = await composeMail(settings, mail, sending.now());
  if ('unwritable' in written) return refused(written.unwritable);
  return transmit(sending, settings, written);
}

/** A connection the server had ended while it was idle is replaced as long as not a byte of the mail has left. */
async function transmit(sending: Sending, settings: MailSettings, mail: WireMail): Promise<MailOutcome> {
  for (;;) {
    const lease = await sending.pool.lease(settings).catch((error: unknown) => toFailure(error));
    if (!('connection' in lease)) return classify(lease);
    const delivery = await deliver(lease.connection, mail, sending.timing.deadlineMs);
    lease.giveBack(delivery.usable);
    if (delivery.outcome === 'sent') {
      return { outcome: 'sent', serverMessageId: delivery.serverMessageId };
    }
    const { failure } = delivery;
    if (lease.reused && !failure.begun && wasEnded(failure)) continue;
    return classify(failure);
  }
}

/** The server ended the connection: by closing it or by announcing it (RFC 5321 section 3.8). */
function wasEnded({ code, responseCode }: SmtpFailure): boolean {
  if (responseCode !== undefined) return responseCode === 421;
  return code === 'ECONNECTION' || code === 'ESOCKET';
}
