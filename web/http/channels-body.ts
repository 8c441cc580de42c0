import type {
  ChannelsResponse,
  EmailCheck as CheckBody,
  EmailSettings as EmailBody,
  CampaignSettings as SettingsBody,
} from '../contract/channels.ts';
import type { CampaignSettings } from '../domain/campaigns/settings.ts';
import { dayToIso, isoToDay } from '../domain/shared/time.ts';
import type { ChannelsView } from '../use-cases/get-channels.ts';
import type { EmailCheck, EmailSettings } from '../use-cases/ports.ts';
import type { EmailInput } from '../use-cases/save-email-channel.ts';

/** Implicit TLS has a port of its own (RFC 8314); on any other the connection is upgraded before the login. */
const IMAPS_PORT = 993;

/** `secret`: of the webhook, only in the answer to the request that made it. */
export function toChannels(view: ChannelsView, secret: string | null): ChannelsResponse {
  const { email, webhook, settings, version, bounced } = view;
  return {
    email: email && {
      settings: toEmailBody(email.settings),
      passwordSet: email.secretsSet.password,
      check: email.checked && toCheckBody(email.checked),
    },
    webhook: webhook && { settings: { url: webhook.settings.url }, secret },
    settings: toSettingsBody(settings),
    version,
    bounced,
  };
}

export function toCheckBody({ checkedAt, connection, domain }: EmailCheck): CheckBody {
  const { spf, dkim, dmarc } = domain;
  const told = connection.outcome === 'ready' ? 'ok' : connection.failure;
  return { checkedAt, connection: told, spf, dkim, dmarc };
}

function toEmailBody(settings: EmailSettings): EmailBody {
  const { host, port, security, user, from, replyTo, postalAddress } = settings;
  const { dkimSelector, logoUrl, colour, returnMailbox } = settings;
  return {
    host,
    port,
    security,
    user: user ?? '',
    fromName: from.name,
    fromAddress: from.address,
    replyTo: replyTo ?? from.address,
    postalAddress,
    dkimSelector,
    logoUrl,
    colour,
    returnMailbox: returnMailbox && {
      host: returnMailbox.host,
      port: returnMailbox.port,
      user: returnMailbox.user,
    },
  };
}

export function toEmailInput(body: EmailBody): EmailInput {
  const { host, port, security, user, fromName, fromAddress, replyTo, postalAddress } = body;
  const { dkimSelector, logoUrl, colour, returnMailbox } = body;
  return {
    host,
    port,
    security,
    user: user === '' ? null : user,
    from: { name: fromName, address: fromAddress },
    replyTo,
    postalAddress,
    dkimSelector,
    logoUrl,
    colour,
    returnMailbox: returnMailbox && {
      ...returnMailbox,
      security: returnSecurity(body.security, returnMailbox.port),
    },
  };
}

/** Unencrypted only where the mail server is so too, on this machine. */
function returnSecurity(
  sending: EmailBody['security'],
  port: number,
): NonNullable<EmailInput['returnMailbox']>['security'] {
  if (port === IMAPS_PORT) return 'tls';
  return sending === 'none' ? 'none' : 'starttls';
}

function toSettingsBody(settings: CampaignSettings): SettingsBody {
  return {
    ...settings,
    blackouts: settings.blackouts.map(({ name, fromOn, toOn }) => ({
      name,
      from: dayToIso(fromOn),
      to: dayToIso(toOn),
    })),
  };
}

export function toSettings(body: SettingsBody): CampaignSettings {
  return {
    ...body,
    blackouts: body.blackouts.map(({ name, from, to }) => ({
      name,
      fromOn: isoToDay(from),
      toOn: isoToDay(to),
    })),
  };
}
