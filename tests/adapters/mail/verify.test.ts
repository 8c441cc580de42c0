import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { mailTo, NOBODYS_PORT, openMailer, SHORT, settingsFor } from './support/mails.ts';
import { type SmtpDouble, startSmtpDouble } from './support/smtp-double.ts';

/** A certificate for localhost, signed by itself; undefined where this machine has no openssl. */
function makeCertificate(): { key: string; cert: string } | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'encore-cert-'));
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    const args = [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-keyout',
      key,
      '-out',
      cert,
    ];
    execFileSync('openssl', [...args, ...subject], { stdio: 'ignore' });
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const certificate = makeCertificate();
const trusting = certificate === undefined ? {} : { trustedCa: certificate.cert };
const servers: SmtpDouble[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
const start = async (...options: Parameters<typeof startSmtpDouble>): Promise<SmtpDouble> => {
  const server = await startSmtpDouble(...options);
  servers.push(server);
  return server;
};

describe('verify', () => {
  it('a server that takes the login → ready', async () => {
    const server = await start();
    expect(await openMailer().verify(settingsFor(server.port))).toEqual({ outcome: 'ready' });
    await expect.poll(() => server.connections.open).toBe(0);
  });

  it('a wrong password → login refused, with the reply', async () => {
    const server = await start();
    expect(await openMailer().verify(settingsFor(server.port, { password: 'wrong' }))).toEqual({
      outcome: 'failed',
      failure: 'login_refused',
      reply: { code: 535, status: '5.7.8' },
    });
  });

  it('a server without AUTH → login not offered', async () => {
    const server = await start({ disabledCommands: ['STARTTLS', 'AUTH'] });
    expect(await openMailer().verify(settingsFor(server.port))).toMatchObject({
      failure: 'login_not_offered',
    });
  });

  it('a server without AUTH and settings without a user → ready', async () => {
    const server = await start({ disabledCommands: ['STARTTLS', 'AUTH'] });
    const settings = settingsFor(server.port, { user: null, password: null });
    expect(await openMailer().verify(settings)).toEqual({ outcome: 'ready' });
  });

  it('STARTTLS asked of a server that has none → no STARTTLS, and nothing in the clear', async () => {
    const server = await start();
    const settings = settingsFor(server.port, { security: 'starttls' });
    expect(await openMailer().verify(settings)).toMatchObject({ failure: 'no_starttls' });
    expect(await openMailer().send(settings, mailTo('x@example.com'))).toMatchObject({ outcome: 'refused' });
    expect(server.taken).toEqual([]);
  });

  it('no security to another machine → insecure', async () => {
    const settings = settingsFor(25, { host: 'mail.example.com' });
    expect(await openMailer().verify(settings)).toMatchObject({ failure: 'insecure' });
  });

  it('a server that refuses in its greeting → server refused', async () => {
    const server = await start();
    server.at('greeting', { reply: '554 5.3.2 no' });
    expect(await openMailer().verify(settingsFor(server.port))).toMatchObject({ failure: 'server_refused' });
  });

  it('a server that says nothing → timeout', async () => {
    const server = await start();
    server.at('greeting', 'hang');
    expect(await openMailer({ timing: SHORT }).verify(settingsFor(server.port))).toMatchObject({
      failure: 'timeout',
    });
  });

  it('a name that is nowhere → DNS; a port where nobody listens → no connection', async () => {
    const mailer = openMailer();
    const nowhere = settingsFor(465, { host: 'mail.invalid', security: 'tls' });
    expect(await mailer.verify(nowhere)).toMatchObject({ failure: 'dns' });
    expect(await mailer.verify(settingsFor(NOBODYS_PORT))).toMatchObject({ failure: 'no_connection' });
  });
});

describe.skipIf(certificate === undefined)('encrypted connections (need openssl for a certificate)', () => {
  const own = certificate ?? { key: '', cert: '' };

  it.each(['tls', 'starttls'] as const)('%s with a certificate we trust → sent', async (security) => {
    const server = await start({ ...own, secure: security === 'tls', disabledCommands: [] });
    const settings = settingsFor(server.port, { security, host: 'localhost' });
    const mailer = openMailer(trusting);
    expect(await mailer.verify(settings)).toEqual({ outcome: 'ready' });
    expect(await mailer.send(settings, mailTo('x@example.com'))).toMatchObject({ outcome: 'sent' });
    mailer.close();
  });

  it.each(['tls', 'starttls'] as const)(
    '%s with a certificate nobody vouches for → TLS, retry',
    async (security) => {
      const server = await start({ ...own, secure: security === 'tls', disabledCommands: [] });
      const settings = settingsFor(server.port, { security, host: 'localhost' });
      expect(await openMailer().verify(settings)).toMatchObject({ failure: 'tls' });
      expect(await openMailer().send(settings, mailTo('x@example.com'))).toMatchObject({
        outcome: 'retry',
        trouble: 'tls',
      });
      expect(server.taken).toEqual([]);
    },
  );
});
