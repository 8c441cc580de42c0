import PostalMime, { type Attachment, type Email } from 'postal-mime';
import type { BounceReport } from '../../use-cases/mail-port.ts';
import { blamedBy } from '../smtp/classify.ts';

const STATUS_PARTS = ['message/delivery-status', 'message/global-delivery-status'];
/** The mail that came back, whole or as its headers (RFC 3462, 6533). */
const RETURNED_PARTS = ['message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers'];

/** The fields of one block of a delivery status, names in lower case. */
type Fields = ReadonlyMap<string, string>;

/**
 * The reports of non-delivery that a mail carries (RFC 3464), one per recipient that it names as failed or delayed. Empty for any other mail, and for
 * a report from which our Message-ID cannot be read. Never rejects: what cannot be parsed is no report.
 */
export async function parseBounce(raw: Uint8Array): Promise<readonly BounceReport[]> {
  const email = await PostalMime.parse(raw, { forceRfc822Attachments: true }).catch(() => null);
  const statusPart = email?.attachments.find(({ mimeType }) => STATUS_PARTS.includes(mimeType));
  if (!email || statusPart === undefined) return [];
  const [, ...recipients] = blocksOf(textOf(statusPart));
  const messageId = await returnedMessageId(email);
  if (messageId === null) return [];
  return recipients.flatMap((fields) => reportOf(fields, messageId) ?? []);
}

function reportOf(fields: Fields, messageId: string): BounceReport | null {
  const action = fields.get('action')?.toLowerCase();
  if (action !== 'failed' && action !== 'delayed') return null;
  const diagnostic = fields.get('diagnostic-code') ?? '';
  const status = tellingStatus(fields.get('status') ?? '', diagnostic);
  const isPassing =
    action === 'delayed' || (status ?? '').startsWith('4') || isPassingReply(status, diagnostic);
  // A failure of which nothing more is known is one of that address.
  const about = blamedBy(status) ?? 'recipient';
  return { messageId, kind: isPassing ? 'transient' : 'permanent', about, status };
}

/** The status field, or where it says only "failed" (x.0.0) the one in the other server's words. */
function tellingStatus(statusField: string, diagnostic: string): string | null {
  const own = /[245]\.\d{1,3}\.\d{1,3}/.exec(statusField)?.[0] ?? null;
  if (own !== null && !own.endsWith('.0.0')) return own;
  return /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(diagnostic.replace(/^\s*smtp\s*;/i, ''))?.[0] ?? own;
}

/** Without any status, the reply code decides. */
function isPassingReply(status: string | null, diagnostic: string): boolean {
  return status === null && /^\s*smtp\s*;\s*4\d\d\b/i.test(diagnostic);
}

/** Of the mail that came back; some servers return none and name it as what they answer. */
async function returnedMessageId(email: Email): Promise<string | null> {
  const returned = email.attachments.find(({ mimeType }) => RETURNED_PARTS.includes(mimeType));
  if (returned !== undefined) {
    const original = await PostalMime.parse(`${textOf(returned)}\r\n\r\n`, {
      maxRfc822NestingDepth: 0,
    }).catch(() => null);
    if (original?.messageId !== undefined) return bare(original.messageId);
  }
  const answered = email.inReplyTo ?? email.references?.trim().split(/\s+/).at(-1);
  return answered === undefined ? null : bare(answered);
}

function bare(messageId: string): string | null {
  return /<?([^<>\s]+@[^<>\s]+)>?/.exec(messageId)?.[1] ?? null;
}

/** Blocks of `Name: value` lines, apart by empty lines; a line that begins with white space goes on with the one before. */
function blocksOf(text: string): readonly Fields[] {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(/\n[ \t]+(?=\S)/g, ' ')
    .split(/\n(?:[ \t]*\n)+/)
    .filter((block) => block.trim() !== '')
    .map((block) => new Map(block.split('\n').flatMap(fieldOf)));
}

function fieldOf(line: string): [string, string][] {
  const colon = line.indexOf(':');
  if (colon < 1) return [];
  return [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]];
}

function textOf({ content }: Attachment): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}
