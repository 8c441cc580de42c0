import type { MailOutcome, MailReply, MailStage, MailTrouble } from '../../use-cases/mail-port.ts';
import type { SmtpFailure } from './failure.ts';

/** The reply a server gave with its failure, if it was one; only 4xx and 5xx count as answers. */
export function replyOf(failure: SmtpFailure): MailReply | null {
  const code = failure.responseCode;
  if (typeof code !== 'number' || code < 400 || code > 599) return null;
  const status = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(failure.response ?? '')?.[1] ?? null;
  return { code, status };
}

/** What kept the server from answering. Codes: nodemailer's, and below them Node's. */
export function troubleOf(failure: SmtpFailure): MailTrouble {
  if (replyOf(failure) !== null) return 'temporary';
  const cause = failure.originalCode ?? '';
  if (failure.code === 'EDNS') return 'dns';
  if (failure.code === 'ETLS' || /CERT|SSL|TLS/.test(cause)) return 'tls';
  if (failure.code === 'ETIMEDOUT' || cause === 'ETIMEDOUT') return 'timeout';
  if (['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'].includes(cause))
    return 'no_connection';
  if (failure.code === 'ECONNECTION' || failure.code === 'ESOCKET') return 'lost';
  return 'protocol';
}

/** Where the talk stood, by the command that failed. */
export function stageOf(failure: SmtpFailure): MailStage {
  const command = failure.command ?? '';
  if (failure.code === 'EAUTH' || failure.code === 'ENOAUTH' || command.startsWith('AUTH')) return 'login';
  if (command === 'MAIL FROM') return failure.code === 'EMESSAGE' ? 'message' : 'sender';
  if (command === 'RCPT TO') return 'recipient';
  if (command === 'DATA' || failure.code === 'EMESSAGE') return 'message';
  return failure.begun ? 'message' : 'connect';
}

/**
 * What a failed send means. Decisive is whether the end of the mail had left this machine (`handedOver`): from then on only an answer says that
 * nothing was accepted. 503 (wrong order of commands) is about the session, not the mail (RFC 5321 section 4.3.2).
 */
export function classify(failure: SmtpFailure): MailOutcome {
  const reply = replyOf(failure);
  const stage = stageOf(failure);
  if (reply === null) {
    if (failure.handedOver) return { outcome: 'unknown', trouble: troubleOf(failure) };
    // Never sent: our own limits of what an address or a server can be.
    if (failure.code === 'EENVELOPE')
      return { outcome: 'refused', about: 'recipient', stage: 'recipient', reply };
    const ours = ['ENOAUTH', 'EMESSAGE'].includes(failure.code) || isWithoutCredentials(failure);
    if (ours) return { outcome: 'refused', about: 'us', stage, reply };
    return { outcome: 'retry', trouble: troubleOf(failure), stage, reply };
  }
  if (reply.code < 500 || reply.code === 503) return { outcome: 'retry', trouble: 'temporary', stage, reply };
  return { outcome: 'refused', about: blames(reply, stage), stage, reply };
}

/** nodemailer found no user or password to log in with; nothing was asked of the server. */
function isWithoutCredentials(failure: SmtpFailure): boolean {
  return failure.code === 'EAUTH' && failure.response === undefined;
}

/** Whom a permanent refusal is about. Without a telling status, 550-553 to RCPT TO are about the address. */
function blames(reply: MailReply, stage: MailStage): 'recipient' | 'us' {
  if (stage !== 'recipient' && stage !== 'message') return 'us';
  const told = blamedBy(reply.status);
  if (told !== null) return told;
  return stage === 'recipient' && reply.code >= 550 && reply.code <= 553 ? 'recipient' : 'us';
}

/**
 * Whom an enhanced status blames (RFC 3463): x.1 address and x.2 mailbox the recipient, but x.1.7 and x.1.8 the sender's address; x.4.4
 * is a domain without a mail server. Null where it tells nothing: x.0 (other) and x.5 (protocol), which servers use for anything.
 */
export function blamedBy(status: string | null): 'recipient' | 'us' | null {
  if (status === null || /^\d\.[05]\./.test(status)) return null;
  if (/^\d\.1\.[78]$/.test(status)) return 'us';
  return /^\d\.(1\.|2\.|4\.4$)/.test(status) ? 'recipient' : 'us';
}
