import { readFileSync } from 'node:fs';
import { LocalShopify } from '../dev-store/controls/local-shopify.ts';
import { MAIL_LOGIN } from '../dev-store/mail/mail-server.ts';
import { type RunningServer, startServer } from '../dev-store/server.ts';
import { APP_IDENTITY } from './campaign-ports.ts';

/** A local Shopify with its mail server, whose clock stands and whose webhooks are kept for whoever fetches them. */
export async function startFrozen(now: string): Promise<{ local: LocalShopify; server: RunningServer }> {
  const toml = readFileSync(new URL('../../shopify.app.toml', import.meta.url), 'utf8');
  const local = new LocalShopify({ toml, appUrl: 'http://127.0.0.1:1', app: APP_IDENTITY });
  local.bulk.startDelayMs = 0;
  local.bulk.runMs = 0;
  local.hub.hold();
  local.clock.freeze();
  await local.clock.set(Date.parse(now));
  const server = await startServer(local, 0);
  await local.mail.up(0);
  return { local, server };
}

/** How a shop sends by the local mail server, as the merchant enters it. */
export function localMail({ mail }: LocalShopify, domain: string) {
  const address = `hello@${domain}`;
  const settings = {
    host: '127.0.0.1',
    port: mail.port,
    security: 'none' as const,
    user: MAIL_LOGIN.user,
    from: { name: 'Tea House', address },
    replyTo: address,
    postalAddress: '1 Tea Street, Hanoi',
    dkimSelector: null,
    logoUrl: null,
    colour: '#112233',
    returnMailbox: null,
  };
  return { settings, password: MAIL_LOGIN.password, returnPassword: undefined };
}
