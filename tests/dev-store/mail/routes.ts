import { z } from 'zod';
import {
  HttpError,
  type HttpRequest,
  html,
  json,
  type Reply,
  type Route,
  readJson,
  route,
} from '../controls/http.ts';
import type { LocalShopify } from '../controls/local-shopify.ts';
import type { MailFilter, MailView } from './inbox.ts';
import { inboxPage, mailPage } from './inbox-pages.ts';
import { mailFaultShape } from './mail-faults.ts';
import { MAIL_LOGIN } from './mail-server.ts';

const filterShape = z.object({
  to: z.string().optional(),
  subject: z.string().optional(),
  messageId: z.string().optional(),
  q: z.string().optional(),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(10_000).default(100),
});
const stateShape = z.strictObject({ up: z.boolean() });

/** The inbox, and what mails meet on their way. */
export function mailRoutes(local: LocalShopify): Route[] {
  const { mail } = local;
  return [
    route('GET', '/__dev/inbox', (request) => {
      const filter = filterOf(request);
      return html(inboxPage(local, mail.inbox.list(filter), filter));
    }),
    route('GET', '/__dev/inbox/:mail', async (request) => html(mailPage(local, await find(local, request)))),
    route('GET', '/__dev/inbox/:mail/html', async (request) => mailHtml(await find(local, request))),
    route('GET', '/__dev/mails', (request) => json(mail.inbox.list(filterOf(request)))),
    route('DELETE', '/__dev/mails', () => {
      mail.inbox.clear();
      return json({});
    }),
    route('GET', '/__dev/mails/:mail', async (request) => json(await find(local, request))),
    route('GET', '/__dev/mail-faults', () => json(mail.faults.list())),
    route('POST', '/__dev/mail-faults', async (request) => {
      mail.faults.add(mailFaultShape.parse(await readJson(request)));
      return json(mail.faults.list());
    }),
    route('DELETE', '/__dev/mail-faults', () => {
      mail.faults.clear();
      return json([]);
    }),
    route('GET', '/__dev/mail-server', () => serverView(local)),
    route('POST', '/__dev/mail-server', async (request) => {
      const { up } = stateShape.parse(await readJson(request));
      await (up ? mail.up() : mail.down());
      return serverView(local);
    }),
  ];
}

function serverView({ mail }: LocalShopify): Reply {
  return json({ up: mail.isUp, host: 'localhost', port: mail.port, ...MAIL_LOGIN });
}

function filterOf(request: HttpRequest): MailFilter {
  return filterShape.parse(Object.fromEntries(request.url.searchParams));
}

async function find(local: LocalShopify, request: HttpRequest): Promise<MailView> {
  const id = request.params.mail ?? '';
  const found = await local.mail.inbox.read(id);
  if (found === null) throw new HttpError(404, `no mail ${id}`);
  return found;
}

/** The HTML part as a page of its own: no script runs in it, its links open in a new window. */
function mailHtml(mail: MailView): Reply {
  const written = mail.html ?? '';
  const base = '<base target="_blank">';
  const page = /<head[^>]*>/i.test(written)
    ? written.replace(/<head[^>]*>/i, (head) => `${head}${base}`)
    : `${base}${written}`;
  const reply = html(page);
  const policy = "sandbox allow-popups allow-popups-to-escape-sandbox; script-src 'none'";
  return { ...reply, headers: { ...reply.headers, 'content-security-policy': policy } };
}
