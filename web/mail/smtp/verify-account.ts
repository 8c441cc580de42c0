import type { MailCheck, MailFailure } from '../../use-cases/mail-port.ts';
import { replyOf, troubleOf } from './classify.ts';
import { type SmtpFailure, toFailure } from './failure.ts';
import { type OpenOptions, openConnection, type SmtpAccount } from './open-connection.ts';
import { isThisMachine } from './security.ts';

/** Connects and logs in over a connection of its own, then says goodbye. */
export async function verifyAccount(account: SmtpAccount, options: OpenOptions): Promise<MailCheck> {
  if (account.security === 'none' && !isThisMachine(account.host)) {
    return { outcome: 'failed', failure: 'insecure', reply: null };
  }
  try {
    const connection = await openConnection(account, options);
    connection.quit();
    return { outcome: 'ready' };
  } catch (error) {
    const failure = toFailure(error);
    return { outcome: 'failed', failure: mailFailureOf(failure), reply: replyOf(failure) };
  }
}

/** The closed word for what stopped a connection before it could carry a mail. */
export function mailFailureOf(failure: SmtpFailure): MailFailure {
  const reply = replyOf(failure);
  if (failure.command === 'STARTTLS' && failure.response !== undefined) return 'no_starttls';
  if (failure.code === 'ENOAUTH') return 'login_not_offered';
  if (failure.code === 'EAUTH') return 'login_refused';
  if (reply !== null) return 'server_refused';
  const trouble = troubleOf(failure);
  return trouble === 'temporary' ? 'server_refused' : trouble;
}
