import { pino } from 'pino';
import type { Log } from './use-cases/ports.ts';

/** Paths that may carry secrets or personal data wherever they stand in a line. */
const SECRET = [
  'accessToken',
  'refreshToken',
  'token',
  'hmac',
  'authorization',
  'email',
  'phone',
  'displayName',
  'firstName',
  'lastName',
  'body',
];

/** JSON lines on stdout: time, level, constant message, fields. Secrets and personal data are replaced, one and two levels deep. */
export function createLog(level: string): Log {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: SECRET.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
  });
}
