/**
 * A failed talk with a mail server, as nodemailer reports it (`code` its own, `originalCode` Node's, `command` the one that failed), with how far the
 * mail had got: `begun` = its first byte was asked for, `handedOver` = its end was written.
 */
export type SmtpFailure = {
  code: string;
  originalCode: string | undefined;
  command: string | undefined;
  response: string | undefined;
  responseCode: number | undefined;
  begun: boolean;
  handedOver: boolean;
};

/** Whatever nodemailer or Node threw, with how far the mail had got. */
export function toFailure(
  error: unknown,
  progress: { begun: boolean; handedOver: boolean } = { begun: false, handedOver: false },
): SmtpFailure {
  const fields = typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {};
  const text = (name: string): string | undefined =>
    typeof fields[name] === 'string' ? fields[name] : undefined;
  return {
    code: text('code') ?? 'UNKNOWN',
    originalCode: text('originalCode'),
    command: text('command'),
    response: text('response'),
    responseCode: typeof fields.responseCode === 'number' ? fields.responseCode : undefined,
    ...progress,
  };
}

/** A failure of our own making in the same shape. */
export function failureOf(code: string, progress?: { begun: boolean; handedOver: boolean }): SmtpFailure {
  return toFailure({ code }, progress);
}
