import { ImapFlow, type MailboxObject } from 'imapflow';
import type {
  BounceReport,
  MailFailure,
  ReturnMailbox,
  ReturnMailboxReading,
  ReturnMailboxSettings,
} from '../../use-cases/mail-port.ts';
import { isSafe } from '../smtp/security.ts';
import { parseBounce } from './parse-bounce.ts';

/** How long the mailbox server may take at each step, ms. */
export type ImapTiming = { connectMs: number; greetingMs: number; silenceMs: number };
export const IMAP_TIMING: ImapTiming = { connectMs: 20_000, greetingMs: 20_000, silenceMs: 60_000 };

/** What the reading stands on. `trustedCa`: PEM of an authority to trust instead of the well-known ones. */
export type ReturnMailboxOptions = { now: () => Date; timing?: ImapTiming; trustedCa?: string };

/** Marks a mail that was looked at, unseen by mail programs. */
const LOOKED_AT = 'EncoreRead';
/** Servers give up on a mail within days; older ones hold nothing new. */
const LOOK_BACK_MS = 14 * 86_400_000;
/** One reading stays short; the rest waits for the next. */
const MAILS_PER_READING = 200;
/** A report's own parts lie ahead of the mail that came back. */
const MAX_MAIL_BYTES = 262_144;

type Take = (report: BounceReport) => Promise<void>;

/** What `take` threw, so that it is not read as trouble of the mailbox. */
class TakeFailed extends Error {}

/** The `ReturnMailbox` port over IMAP. */
export function createReturnMailbox(options: ReturnMailboxOptions): ReturnMailbox {
  return { read: (settings, take) => readMailbox(options, settings, take) };
}

async function readMailbox(
  options: ReturnMailboxOptions,
  settings: ReturnMailboxSettings,
  take: Take,
): Promise<ReturnMailboxReading> {
  if (!isSafe(settings)) return { outcome: 'failed', failure: 'insecure' };
  const client = new ImapFlow(clientOptions(options, settings));
  // Errors reach us by the calls they fail; unheard, they would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
    const mailbox = await client.mailboxOpen('INBOX');
    const counts = await readNew(client, mailbox, new Date(options.now().getTime() - LOOK_BACK_MS), take);
    await client.logout().catch(() => {});
    return { outcome: 'read', ...counts };
  } catch (error) {
    if (error instanceof TakeFailed) throw error.cause;
    return { outcome: 'failed', failure: failureOf(error) };
  } finally {
    client.close();
  }
}

async function readNew(client: ImapFlow, mailbox: MailboxObject, since: Date, take: Take) {
  // A mailbox that keeps no marks of our own has only the common one.
  const ownMark = mailbox.permanentFlags?.has('\\*') ?? false;
  const unread = ownMark ? { unKeyword: LOOKED_AT } : { seen: false };
  const found = (await client.search({ ...unread, since }, { uid: true })) || [];
  const oldestFirst = [...found].sort((left, right) => left - right);
  // Without a mark of our own, mails that are no reports stay unread for ever: they must not stand before the new ones.
  const uids = ownMark ? oldestFirst.slice(0, MAILS_PER_READING) : oldestFirst.slice(-MAILS_PER_READING);
  let reports = 0;
  for (const uid of uids) {
    const mail = await client.fetchOne(String(uid), { source: { maxLength: MAX_MAIL_BYTES } }, { uid: true });
    const source = mail ? mail.source : undefined;
    const carried = source === undefined ? [] : await parseBounce(source);
    for (const report of carried) {
      await take(report).catch((cause: unknown) => {
        throw new TakeFailed('a report was not taken', { cause });
      });
    }
    reports += carried.length;
    const seen = carried.length > 0 ? ['\\Seen'] : [];
    const marks = ownMark ? [LOOKED_AT, ...seen] : seen;
    if (marks.length > 0) await client.messageFlagsAdd(String(uid), marks, { uid: true });
  }
  return { mails: uids.length, reports };
}

function clientOptions(
  { timing = IMAP_TIMING, trustedCa }: ReturnMailboxOptions,
  settings: ReturnMailboxSettings,
) {
  return {
    host: settings.host,
    port: settings.port,
    secure: settings.security === 'tls',
    ...(settings.security === 'tls' ? {} : { doSTARTTLS: settings.security === 'starttls' }),
    auth: { user: settings.user, pass: settings.password },
    logger: false as const,
    disableAutoIdle: true,
    connectionTimeout: timing.connectMs,
    greetingTimeout: timing.greetingMs,
    socketTimeout: timing.silenceMs,
    ...(trustedCa === undefined ? {} : { tls: { ca: trustedCa } }),
  };
}

/** The closed word for what the library or Node threw. */
function failureOf(error: unknown): MailFailure {
  const fields = typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {};
  const code = String(fields.code ?? '');
  if (fields.authenticationFailed === true) return 'login_refused';
  if (fields.tlsFailed === true)
    return /not support|not available/i.test(String(fields.message)) ? 'no_starttls' : 'tls';
  if (/CERT|SSL|TLS|STARTTLS/.test(code) && !code.startsWith('ClosedAfter')) return 'tls';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'dns';
  if (/TIMEOUT|ETIMEDOUT/.test(code)) return 'timeout';
  if (['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'].includes(code)) return 'no_connection';
  if (/^ClosedAfter|NoConnection|EConnectionClosed|ECONNRESET|EPIPE/.test(code)) return 'lost';
  return fields.responseStatus === undefined ? 'protocol' : 'server_refused';
}
