import type { Language, MessageTexts, TemplateName } from '../domain/campaigns/campaign.ts';
import type { RewardValue } from '../domain/loyalty/program.ts';
import type { OfferValue } from '../domain/offers/terms.ts';
import type { LocalDay } from '../domain/shared/time.ts';

/** The merchant's own mail server and how letters from the shop are signed. Passwords and keys are decrypted here and never logged. */
export type MailSettings = {
  host: string;
  port: number;
  /** `tls`: from the first byte (465). `starttls`: required before the login (587). `none`: for a server on this machine only. */
  security: 'tls' | 'starttls' | 'none';
  /** Null = the server wants no login. */
  user: string | null;
  password: string | null;
  from: { name: string; address: string };
  replyTo: string | null;
  /** Printed at the foot of every mail. */
  postalAddress: string;
  /** Only where the merchant's server does not sign by itself. */
  dkim: { domain: string; selector: string; privateKey: string } | null;
};

/** One mail to one person. Header values may hold anything: line breaks and control characters in them become spaces. */
export type OutgoingMail = {
  to: { address: string; name: string | null };
  subject: string;
  html: string;
  text: string;
  /** `local@domain` without brackets, derived by the caller, so that a second try is recognisable. */
  messageId: string;
  /** Where one POST unsubscribes (RFC 8058); null for a test mail to the merchant. */
  listUnsubscribeUrl: string | null;
};

/** Where the talk with the server ended. `message`: from DATA on. */
export type MailStage = 'settings' | 'connect' | 'login' | 'sender' | 'recipient' | 'message';

/** What kept a mail from being answered. `temporary`: a 4xx reply. */
export type MailTrouble = 'dns' | 'no_connection' | 'timeout' | 'tls' | 'lost' | 'temporary' | 'protocol';

/** The server's own words in numbers: reply code (RFC 5321) and enhanced status (RFC 3463, `5.1.1`). Its text may name people and is not kept. */
export type MailReply = { code: number; status: string | null };

/**
 * What became of one mail. `sent`: the server took it. `refused`: it never will; about the `recipient` it is a hard bounce, about `us` (login,
 * sender, policy, settings) the address is not to blame. `retry`: nothing was accepted, a later try makes no second mail.
 * `unknown`: the whole mail went out and the answer was lost; it must not be sent again.
 */
export type MailOutcome =
  /** `serverMessageId`: the id under which the server sends it on where it changes ours, brackets off. */
  | { outcome: 'sent'; serverMessageId: string | null }
  | { outcome: 'refused'; about: 'recipient' | 'us'; stage: MailStage; reply: MailReply | null }
  | { outcome: 'retry'; trouble: MailTrouble; stage: MailStage; reply: MailReply | null }
  | { outcome: 'unknown'; trouble: MailTrouble };

/** Why a mail server could not be used. `insecure`: security `none` to another machine. `login_not_offered`: it has no AUTH on this port. */
export type MailFailure =
  | 'insecure'
  | 'dns'
  | 'no_connection'
  | 'timeout'
  | 'tls'
  | 'no_starttls'
  | 'login_not_offered'
  | 'login_refused'
  | 'server_refused'
  | 'lost'
  | 'protocol';
export type MailCheck =
  | { outcome: 'ready' }
  | { outcome: 'failed'; failure: MailFailure; reply: MailReply | null };

/** `unknown`: DNS did not answer, or (DKIM without a selector) none of the usual names holds a key, which proves nothing. */
export type DnsFinding = 'found' | 'missing' | 'unknown';
export type DomainCheck = { domain: string; spf: DnsFinding; dkim: DnsFinding; dmarc: DnsFinding };

/** Mail by the merchant's SMTP. No method throws for what a server or the network does. */
export type Mailer = {
  send(settings: MailSettings, mail: OutgoingMail): Promise<MailOutcome>;
  /** Connects and logs in, sends nothing. */
  verify(settings: MailSettings): Promise<MailCheck>;
  /** What DNS says about the domain of a sender address. `dkimSelector` null = the usual selectors are tried. */
  checkDomain(fromAddress: string, dkimSelector: string | null): Promise<DomainCheck>;
};

/** A mailbox that delivery reports come back to. */
export type ReturnMailboxSettings = {
  host: string;
  port: number;
  security: 'tls' | 'starttls' | 'none';
  user: string;
  password: string;
};

/**
 * One report of non-delivery about one of our mails. `transient`: the server still tries, or gave up for a passing cause.
 * `permanent` about the `recipient` is a hard bounce; about `us` (policy, content) the address is not to blame.
 */
export type BounceReport = {
  /** Message-ID of our mail, brackets off. */
  messageId: string;
  kind: 'permanent' | 'transient';
  about: 'recipient' | 'us';
  /** Enhanced status (RFC 3463); null where the report has none. */
  status: string | null;
};
export type ReturnMailboxReading =
  | { outcome: 'read'; mails: number; reports: number }
  | { outcome: 'failed'; failure: MailFailure };

/**
 * Reads delivery reports, oldest first, each mail once: it is marked when `take` has resolved for all its reports, so one that fails comes
 * again. What `take` throws is thrown on. Other mails stay unread and in place.
 */
export type ReturnMailbox = {
  read(
    settings: ReturnMailboxSettings,
    take: (report: BounceReport) => Promise<void>,
  ): Promise<ReturnMailboxReading>;
};

/** The shop as its mails show it. `logoUrl` https only; `color` as `#rrggbb`, for the button. Null = a plain look. */
export type MailShop = {
  name: string;
  logoUrl: string | null;
  color: string | null;
  /** ISO 3166-1 alpha-2; null = unknown. */
  country: string | null;
  currency: string;
  postalAddress: string;
};

/** One message to one person, ready to be put into words. Values may hold anything; they are shown as text. */
export type MailInput = {
  template: TemplateName;
  language: Language;
  /** The merchant's own words, already checked; null = the template's. */
  texts: MessageTexts | null;
  shop: MailShop;
  /** `country` null = unknown; `timeZone`: in which the offer's end is told. */
  recipient: { firstName: string | null; country: string | null; timeZone: string };
  /** `endsAt`: the first instant at which the code is over. */
  offer: { value: OfferValue; minimumSpendMinor: number | null; code: string; endsAt: Date } | null;
  /** Titles of what they bought, best first. */
  products: readonly string[];
  /** Their balance; null = no member. */
  points: number | null;
  /** What the merchant calls points in this language; '' = by the language's word. */
  pointsName: string;
  /** What of it ends next, and its last day in the shop's calendar; null = nothing does. */
  ending: { points: number; lastOn: LocalDay } | null;
  /** The cheapest reward; an empty name is told by its value. Null = there is none. */
  reward: { name: string; value: RewardValue } | null;
  /** Where the button leads. */
  link: string;
  unsubscribeUrl: string;
  /** The merchant wants [QC] before the subject for Vietnamese recipients. */
  qcPrefix: boolean;
};
export type RenderedMail = { subject: string; html: string; text: string };

/** Puts messages into words. Pure. */
export type MailWriter = {
  render(input: MailInput): RenderedMail;
  /** The words we ship, merge fields unfilled: what the editor starts from. */
  templateTexts(template: TemplateName, language: Language): MessageTexts;
};
