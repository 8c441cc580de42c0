import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { PortFault, portOf, portOrOther } from './ports.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'encore-ports-'));
const servers: Server[] = [];
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** A port somebody listens on. */
async function taken(host?: string): Promise<number> {
  const server = createServer();
  servers.push(server);
  server.listen({ port: 0, ...(host === undefined ? {} : { host }) });
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

/** What a process said and how it ended. */
async function run(script: string, args: readonly string[], env: Record<string, string>) {
  const child = spawn(process.execPath, [script, ...args], { env: { ...process.env, ...env } });
  let said = '';
  child.stdout.on('data', (part) => {
    said += part;
  });
  child.stderr.on('data', (part) => {
    said += part;
  });
  const [code] = await once(child, 'close');
  return { code, said: said.trim() };
}

describe('ports', () => {
  it('taken → one sentence with the port and its setting; for the mails another one', async () => {
    const port = await taken();
    const asked = portOf({ variable: 'DEV_STORE_PORT', value: String(port) });
    await expect(asked).rejects.toThrow(PortFault);
    await expect(asked).rejects.toThrow(
      new RegExp(`^Port ${port} is taken: .* set DEV_STORE_PORT to another`),
    );
    const mails = await taken('127.0.0.1');
    expect(await portOrOther(mails, '127.0.0.1')).not.toBe(mails);
  });

  it('free → that one; 0 → any; no number → said so', async () => {
    const free = await portOf({ variable: 'PORT', value: '0' });
    expect(free).toBeGreaterThan(0);
    expect(await portOf({ variable: 'PORT', value: String(free) })).toBe(free);
    expect(await portOrOther(free)).toBe(free);
    for (const value of ['three', '70000', '-1', '3000.5', ''])
      await expect(portOf({ variable: 'PORT', value })).rejects.toThrow(/^PORT is no port: /);
  });

  it.each([
    ['tests/demo/main.ts', 'PORT', (port: number) => ({ PORT: String(port), DEV_STORE_PORT: '0' })],
    ['tests/demo/main.ts', 'DEV_STORE_PORT', (port: number) => ({ PORT: '0', DEV_STORE_PORT: String(port) })],
    ['tests/dev-store/main.ts', 'DEV_STORE_PORT', (port: number) => ({ DEV_STORE_PORT: String(port) })],
    [
      'tests/dev-store/main.ts',
      'DEV_STORE_SMTP_PORT',
      (port: number) => ({ DEV_STORE_PORT: '0', DEV_STORE_SMTP_PORT: String(port) }),
    ],
    [
      'web/main.ts',
      'PORT',
      (port: number) => ({
        PORT: String(port),
        APP_URL: 'http://localhost:1',
        SHOPIFY_API_KEY: 'key',
        SHOPIFY_API_SECRET: 'secret',
        ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
        ENCORE_LOCAL: '1',
        DATA_DIR: folder,
        DATABASE_URL: '',
      }),
    ],
  ])(
    '%s where %s is taken → it ends with that sentence and no stack',
    async (script, variable, env) => {
      const port = await taken(variable === 'DEV_STORE_SMTP_PORT' ? '127.0.0.1' : undefined);
      const { code, said } = await run(script, script.includes('demo') ? ['--check'] : [], env(port));
      expect(code).toBe(1);
      const last = said.split('\n').at(-1) ?? '';
      expect(last).toContain(`Port ${port} is taken`);
      expect(last).toContain(variable);
      expect(said).not.toMatch(/\n\s+at |EADDRINUSE/);
    },
    180_000,
  );
});
