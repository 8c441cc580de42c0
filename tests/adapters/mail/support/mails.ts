import { createMailer, type MailerOptions } from '../../../../web/mail/create-mailer.ts';
import type { SmtpTiming } from '../../../../web/mail/smtp/timing.ts';
import type { MailSettings, OutgoingMail } from '../../../../web/use-cases/mail-port.ts';
import { LOGIN } from './smtp-double.ts';

/** Short enough that a server that says nothing is given up within a test; on a busy machine, at an earlier stage. */
export const SHORT: SmtpTiming = {
  connectMs: 2_000,
  greetingMs: 400,
  silenceMs: 400,
  deadlineMs: 1_000,
  idleMs: 5_000,
  queueMs: 5_000,
  connectionsPerAccount: 2,
  mailsPerConnection: 100,
};

/** For servers that answer, however slow the machine. */
export const PATIENT: SmtpTiming = {
  ...SHORT,
  connectMs: 30_000,
  greetingMs: 30_000,
  silenceMs: 30_000,
  deadlineMs: 60_000,
  idleMs: 60_000,
  queueMs: 60_000,
};
/** For servers that must get the whole mail before we give them up. */
export const LONG_ENOUGH_MS = 5_000;

/** Only the system's own services may listen there; a port that was just closed may be another process's by now. */
export const NOBODYS_PORT = 1;

export const SENT_AT = new Date('2026-11-20T08:00:00Z');

/** A mailer with a fixed clock and no DNS. */
export function openMailer(options: Partial<MailerOptions> = {}): ReturnType<typeof createMailer> {
  const resolver = { resolveTxt: () => Promise.reject(new Error('no DNS in this test')) };
  return createMailer({ now: () => SENT_AT, resolver, timing: PATIENT, ...options });
}

export function settingsFor(port: number, change: Partial<MailSettings> = {}): MailSettings {
  return {
    host: '127.0.0.1',
    port,
    security: 'none',
    ...LOGIN,
    from: { name: 'Tea House', address: 'hello@tea.example' },
    replyTo: 'owner@tea.example',
    postalAddress: '1 Lê Lợi, Huế',
    dkim: null,
    ...change,
  };
}

export function mailTo(address: string, change: Partial<OutgoingMail> = {}): OutgoingMail {
  return {
    to: { address, name: 'Mai' },
    subject: 'Hello',
    html: '<p>Hello</p>',
    text: 'Hello',
    messageId: 'e1.0@tea.example',
    listUnsubscribeUrl: 'https://app.example/unsubscribe/abc',
    ...change,
  };
}
