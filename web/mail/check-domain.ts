import type { DnsFinding, DomainCheck } from '../use-cases/mail-port.ts';
import { domainOf } from './addresses.ts';

/** Looks up TXT records, each as its chunks (as `node:dns/promises`' Resolver does). Rejects with Node's DNS error codes. */
export type TxtResolver = { resolveTxt(name: string): Promise<string[][]> };

/** Selectors under which the usual mail services publish their keys. */
const USUAL_SELECTORS = [
  'google',
  'selector1',
  'selector2',
  'default',
  's1',
  's2',
  'k1',
  'k2',
  'k3',
  'mail',
  'dkim',
  'smtp',
  'zoho',
  'zmail',
  'pm',
  'mandrill',
  'sig1',
  'fm1',
  'protonmail',
  'brevo',
  'resend',
];

/** DNS answers that mean "there is none"; every other failure leaves the question open. */
const NONE_THERE = ['ENOTFOUND', 'ENODATA'];

/** What DNS holds about a sender's domain: SPF (RFC 7208), a DKIM key (RFC 6376), DMARC (RFC 7489). */
export async function checkDomain(
  resolver: TxtResolver,
  fromAddress: string,
  dkimSelector: string | null,
): Promise<DomainCheck> {
  const domain = domainOf(fromAddress);
  const [spf, dkim, dmarc] = await Promise.all([
    find(resolver, domain, /^v=spf1(\s|$)/i),
    dkimSelector === null ? findUsualKey(resolver, domain) : findKey(resolver, domain, dkimSelector),
    findDmarc(resolver, domain),
  ]);
  return { domain, spf, dkim, dmarc };
}

async function find(resolver: TxtResolver, name: string, wanted: RegExp): Promise<DnsFinding> {
  try {
    const records = await resolver.resolveTxt(name);
    return records.some((chunks) => wanted.test(chunks.join(''))) ? 'found' : 'missing';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return NONE_THERE.includes(code) ? 'missing' : 'unknown';
  }
}

/** An empty `p=` is a key that was withdrawn (RFC 6376 section 3.6.1). */
function findKey(resolver: TxtResolver, domain: string, selector: string): Promise<DnsFinding> {
  return find(resolver, `${selector}._domainkey.${domain}`, /(^|;)\s*p=\s*[A-Za-z0-9+/]/);
}

async function findUsualKey(resolver: TxtResolver, domain: string): Promise<DnsFinding> {
  const findings = await Promise.all(USUAL_SELECTORS.map((selector) => findKey(resolver, domain, selector)));
  return findings.includes('found') ? 'found' : 'unknown';
}

/** A policy of the domain itself or of one above it, down to two labels. */
async function findDmarc(resolver: TxtResolver, domain: string): Promise<DnsFinding> {
  const labels = domain.split('.');
  let open = false;
  for (let from = 0; from <= Math.max(0, labels.length - 2); from++) {
    const name = `_dmarc.${labels.slice(from).join('.')}`;
    const finding = await find(resolver, name, /^v=DMARC1\s*(;|$)/i);
    if (finding === 'found') return 'found';
    if (finding === 'unknown') open = true;
  }
  return open ? 'unknown' : 'missing';
}
