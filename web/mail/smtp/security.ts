import { isIPv4 } from 'node:net';
import type { SmtpAccount } from './open-connection.ts';

/** Whether a host name means this machine. */
export function isThisMachine(host: string): boolean {
  const name = host.toLowerCase().replaceAll(/^\[|\]$/g, '');
  return name === 'localhost' || name === '::1' || (isIPv4(name) && name.startsWith('127.'));
}

/** Whether an account may be used at all: never in the clear to another machine, never half a login. */
export function isSafe(account: SmtpAccount): boolean {
  if (account.security === 'none' && !isThisMachine(account.host)) return false;
  return (account.user === null) === (account.password === null);
}
