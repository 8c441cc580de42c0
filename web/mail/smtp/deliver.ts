import { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { failureOf, type SmtpFailure, toFailure } from './failure.ts';

/** A whole mail as it goes over the wire. */
export type WireMail = { from: string; to: string; raw: Buffer };

/** `usable`: the connection may carry another mail. */
export type Delivery =
  | { outcome: 'sent'; serverMessageId: string | null; usable: true }
  | { outcome: 'failed'; failure: SmtpFailure; usable: boolean };

const SLICE_BYTES = 16_384;

/**
 * Sends one mail over an open connection and says, if it fails, how far it had got. The mail counts as handed over when its last byte was taken
 * for sending: the final dot follows in the same turn.
 */
export async function deliver(
  connection: SMTPConnection,
  mail: WireMail,
  deadlineMs: number,
): Promise<Delivery> {
  const progress = { begun: false, handedOver: false };
  let sent = 0;
  // In slices, so that the end is not taken before the server has made room for it.
  const body = new Readable({
    read() {
      progress.begun = true;
      const slice = mail.raw.subarray(sent, sent + SLICE_BYTES);
      sent += slice.length;
      this.push(slice.length > 0 ? slice : null);
    },
  });
  body.once('end', () => {
    progress.handedOver = true;
  });
  const answer = await talk(connection, mail, body, deadlineMs);
  if ('serverMessageId' in answer) return { outcome: 'sent', ...answer, usable: true };
  const failure =
    answer.code === 'deadline' ? failureOf('ETIMEDOUT', progress) : toFailure(answer.error, progress);
  return { outcome: 'failed', failure, usable: await isUsable(connection, failure, deadlineMs) };
}

type Answer = { serverMessageId: string | null } | { code: 'deadline' } | { code: 'error'; error: unknown };

function talk(
  connection: SMTPConnection,
  mail: WireMail,
  body: Readable,
  deadlineMs: number,
): Promise<Answer> {
  return new Promise((resolve) => {
    const settle = (answer: Answer): void => {
      clearTimeout(timer);
      connection.off('end', onEnd);
      resolve(answer);
    };
    // A connection that was closed under it answers no send; its end does. Where both come, the send's own error is the second.
    const onEnd = (): void => {
      setImmediate(() => settle({ code: 'error', error: { code: 'ECONNECTION' } }));
    };
    const timer = setTimeout(() => {
      settle({ code: 'deadline' });
      connection.close();
    }, deadlineMs);
    connection.once('end', onEnd);
    const envelope = { from: mail.from, to: [mail.to], size: mail.raw.length };
    connection.send(envelope, body, (error, info) => {
      if (error) settle({ code: 'error', error });
      else settle({ serverMessageId: withoutBrackets(info?.serverMessageId) });
    });
  });
}

/** After a refusal the session is reset; whatever else went wrong ends it. */
function isUsable(connection: SMTPConnection, failure: SmtpFailure, deadlineMs: number): Promise<boolean> {
  const isRefusal = failure.code === 'EENVELOPE' || failure.code === 'EMESSAGE';
  if (!isRefusal || failure.responseCode === 421 || connection.destroyed) return Promise.resolve(false);
  return new Promise((resolve) => {
    const settle = (usable: boolean): void => {
      clearTimeout(timer);
      connection.off('end', onEnd);
      resolve(usable);
    };
    const onEnd = (): void => settle(false);
    const timer = setTimeout(onEnd, deadlineMs);
    connection.once('end', onEnd);
    connection.reset((error) => settle(!error));
  });
}

function withoutBrackets(messageId: string | undefined): string | null {
  return messageId?.replaceAll(/[<>\s]/g, '') || null;
}
