import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../web/config.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');
const GOOD = {
  APP_URL: 'https://encore.example/',
  SHOPIFY_API_KEY: 'id',
  SHOPIFY_API_SECRET: 'hush',
  ENCRYPTION_KEY: KEY,
  DATABASE_URL: 'postgres://u:p@localhost/encore',
};

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('readConfig', () => {
  it('reads a complete environment and trims the address', () => {
    const config = readConfig(GOOD);
    expect(config).toMatchObject({
      port: 3000,
      appUrl: 'https://encore.example',
      apiOrigin: null,
      logLevel: 'info',
    });
    expect(config.database).toEqual({ url: GOOD.DATABASE_URL });
    expect(config.encryptionKeys[0]?.length).toBe(32);
  });

  it('names every missing setting at once', () => {
    const text = problemsOf({}).join('\n');
    for (const name of [
      'APP_URL',
      'SHOPIFY_API_KEY',
      'SHOPIFY_API_SECRET',
      'ENCRYPTION_KEY',
      'DATABASE_URL',
    ]) {
      expect(text).toContain(`${name} is missing`);
    }
  });

  it('names a wrong setting with its value, but never the value of a secret', () => {
    const problems = problemsOf({ ...GOOD, PORT: '70000', ENCRYPTION_KEY: 'c2hvcnQ=', LOG_LEVEL: 'loud' });
    expect(problems.join('\n')).toContain('PORT (got "70000")');
    expect(problems.join('\n')).toContain('LOG_LEVEL (got "loud")');
    expect(problems.join('\n')).toContain('ENCRYPTION_KEY (part 1) must be 32 bytes');
    expect(problems.join('\n')).not.toContain('c2hvcnQ=');
  });

  it('takes several encryption keys, the first one for writing', () => {
    const older = Buffer.alloc(32, 9).toString('base64');
    expect(
      readConfig({ ...GOOD, ENCRYPTION_KEY: `${KEY},${older}` }).encryptionKeys.map((k) => k[0]),
    ).toEqual([7, 9]);
  });

  const LOCAL = { DATA_DIR: '.data/db', SHOPIFY_API_ORIGIN: 'http://localhost:4000/' };

  it('a local run → the embedded database and another Shopify', () => {
    const { DATABASE_URL: _, ...rest } = GOOD;
    expect(readConfig({ ...rest, ...LOCAL, ENCORE_LOCAL: '1' })).toMatchObject({
      database: { dataDir: '.data/db' },
      apiOrigin: 'http://localhost:4000',
    });
  });

  it('the same without saying that it is local → both named, and the server is missed', () => {
    const { DATABASE_URL: _, ...rest } = GOOD;
    const problems = problemsOf({ ...rest, ...LOCAL });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'DATA_DIR',
      'SHOPIFY_API_ORIGIN',
      'DATABASE_URL',
    ]);
    expect(problems[0]).toContain('ENCORE_LOCAL=1');
    expect(problemsOf({ ...GOOD, ...LOCAL, ENCORE_LOCAL: 'true' }).join('\n')).toContain('ENCORE_LOCAL');
  });
});
