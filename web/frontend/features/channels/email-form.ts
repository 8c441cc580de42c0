import {
  type ChannelsResponse,
  type EmailSettings,
  emailSettingsSchema,
} from '../../../contract/channels.ts';
import { issuesOf } from '../../../contract/errors.ts';

/** The mail server as the fields hold it: numbers are text, an empty password leaves the standing one. */
export type EmailForm = {
  host: string;
  port: string;
  security: EmailSettings['security'];
  user: string;
  password: string;
  fromName: string;
  fromAddress: string;
  replyTo: string;
  postalAddress: string;
  dkimSelector: string;
  logoUrl: string;
  colour: string;
  returnOn: boolean;
  returnHost: string;
  returnPort: string;
  returnUser: string;
  returnPassword: string;
};
export type EmailField = keyof EmailForm;

const EMPTY: EmailForm = {
  host: '',
  port: '587',
  security: 'starttls',
  user: '',
  password: '',
  fromName: '',
  fromAddress: '',
  replyTo: '',
  postalAddress: '',
  dkimSelector: '',
  logoUrl: '',
  colour: '#1a73e8',
  returnOn: false,
  returnHost: '',
  returnPort: '993',
  returnUser: '',
  returnPassword: '',
};

/** Fills the fields; what is secret is never read back. */
export function toEmailForm(email: ChannelsResponse['email']): EmailForm {
  if (email === null) return EMPTY;
  const { returnMailbox, port, dkimSelector, logoUrl, ...texts } = email.settings;
  return {
    ...EMPTY,
    ...texts,
    port: String(port),
    dkimSelector: dkimSelector ?? '',
    logoUrl: logoUrl ?? '',
    returnOn: returnMailbox !== null,
    ...(returnMailbox && {
      returnHost: returnMailbox.host,
      returnPort: String(returnMailbox.port),
      returnUser: returnMailbox.user,
    }),
  };
}

const number = (text: string) => (text.trim() === '' ? Number.NaN : Number(text));
const optional = (text: string) => (text.trim() === '' ? null : text.trim());

/** The fields as settings, not yet checked. */
export function toEmailSettings(form: EmailForm): EmailSettings {
  return {
    host: form.host.trim(),
    port: number(form.port),
    security: form.security,
    user: form.user.trim(),
    fromName: form.fromName.trim(),
    fromAddress: form.fromAddress.trim(),
    replyTo: form.replyTo.trim(),
    postalAddress: form.postalAddress.trim(),
    dkimSelector: optional(form.dkimSelector),
    logoUrl: optional(form.logoUrl),
    colour: form.colour.trim(),
    returnMailbox: form.returnOn
      ? { host: form.returnHost.trim(), port: number(form.returnPort), user: form.returnUser.trim() }
      : null,
  };
}

const RETURN_FIELDS: Readonly<Record<string, EmailField>> = {
  'returnMailbox.host': 'returnHost',
  'returnMailbox.port': 'returnPort',
  'returnMailbox.user': 'returnUser',
};

/** The field an issue of the contract or the server is about; null = none of ours. */
export function fieldOf(path: string): EmailField | null {
  const bare = path.replace(/^settings\./, '');
  const named = RETURN_FIELDS[bare] ?? bare;
  return named in EMPTY ? (named as EmailField) : null;
}

/** Which fields are wrong. */
export function checkEmail(form: EmailForm): ReadonlySet<EmailField> {
  const parsed = emailSettingsSchema.safeParse(toEmailSettings(form));
  if (parsed.success) return new Set();
  return new Set(issuesOf(parsed.error).flatMap(({ field }) => fieldOf(field) ?? []));
}
