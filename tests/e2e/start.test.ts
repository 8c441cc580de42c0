import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

/** What the process manager of a server gives beside the settings. */
const BARE = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' };

function start(settings: Record<string, string>) {
  const { status, stdout, stderr } = spawnSync('npm', ['start', '--silent'], {
    env: { ...BARE, ...settings },
    encoding: 'utf8',
    timeout: 150_000,
  });
  return { status, said: stdout + stderr };
}

describe('npm start', { timeout: 180_000 }, () => {
  it('without a setting → names every one that is missing and ends with 1', () => {
    const { status, said } = start({});
    expect(status).toBe(1);
    for (const name of ['APP_URL', 'SHOPIFY_API_KEY', 'SHOPIFY_API_SECRET', 'ENCRYPTION_KEY', 'DATABASE_URL'])
      expect(said).toContain(`${name} is missing`);
    expect(said).not.toContain(' at ');
  });

  it('with wrong ones → names these and what is allowed, never a secret', () => {
    const { status, said } = start({
      APP_URL: 'encore.example.com',
      SHOPIFY_API_KEY: 'id',
      SHOPIFY_API_SECRET: 'do-not-print-me',
      ENCRYPTION_KEY: 'too-short-to-print',
      DATABASE_URL: 'mysql://user:hush@localhost/encore',
      PORT: '99999',
    });
    expect(status).toBe(1);
    expect(said).toContain('APP_URL (got "encore.example.com")');
    expect(said).toContain('PORT (got "99999")');
    expect(said).toContain('ENCRYPTION_KEY (part 1) must be 32 bytes in base64');
    expect(said).toContain('DATABASE_URL: must start with postgres://');
    expect(said).not.toMatch(/do-not-print-me|too-short-to-print|hush/);
  });

  it('a database that cannot be reached → says where and ends with 1, without its password', () => {
    const { status, said } = start({
      APP_URL: 'https://encore.example.com',
      SHOPIFY_API_KEY: 'id',
      SHOPIFY_API_SECRET: 'secret',
      ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
      DATABASE_URL: 'postgres://user:hush@127.0.0.1:1/encore',
    });
    expect(status).toBe(1);
    expect(said).toContain('PostgreSQL at 127.0.0.1:1/encore cannot be reached');
    expect(said).not.toContain('hush');
  });
});
