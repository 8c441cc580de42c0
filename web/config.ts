import { z } from 'zod';

/** Everything the process is told from outside. Only this file reads the environment. */
export type Config = {
  port: number;
  /** Public https address of this server, as registered with Shopify; no trailing slash. */
  appUrl: string;
  apiKey: string;
  apiSecret: string;
  /** Keys for data at rest: the first one encrypts, all decrypt (rotate by prepending). */
  encryptionKeys: readonly Buffer[];
  database: { url: string } | { dataDir: string };
  /** Where Admin API requests go instead of `https://{shop}`; null in production. */
  apiOrigin: string | null;
  /** Address of the App Bridge script. */
  appBridgeUrl: string;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Extra origins allowed to frame the admin beside Shopify's own; empty in production. */
  frameAncestors: readonly string[];
};

const APP_BRIDGE = 'https://cdn.shopify.com/shopifycloud/app-bridge.js';

const key = z
  .string()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((bytes) => bytes.length === 32, 'must be 32 bytes in base64 (openssl rand -base64 32)');

const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  APP_URL: z.url({ protocol: /^https?$/, error: 'must be the public https address of this server' }),
  SHOPIFY_API_KEY: z.string().min(1, 'is the client id from the Dev Dashboard'),
  SHOPIFY_API_SECRET: z.string().min(1, 'is the client secret from the Dev Dashboard'),
  ENCRYPTION_KEY: z.string().min(1, 'must be 32 bytes in base64 (openssl rand -base64 32)'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgres://')
    .optional(),
  ENCORE_LOCAL: z.literal('1', 'is 1 for development and the demo, else it is not set').optional(),
  DATA_DIR: z.string().min(1).optional(),
  SHOPIFY_API_ORIGIN: z.url().optional(),
  APP_BRIDGE_URL: z.url().default(APP_BRIDGE),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  FRAME_ANCESTORS: z.string().default(''),
});

/** A list of every setting that is missing or wrong, one line each, ready to print. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `Encore cannot start, ${problems.length} setting(s) to mend:\n${problems.map((p) => `  ${p}`).join('\n')}`,
    );
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** What only development and the demo may set: a database of one process, and another place that is told the merchants' tokens. */
const ONLY_LOCAL = ['DATA_DIR', 'SHOPIFY_API_ORIGIN'] as const;

/**
 * Settings from the environment. Production needs DATABASE_URL (PostgreSQL 15 or newer); with ENCORE_LOCAL=1, DATA_DIR may
 * choose the embedded database instead. Throws ConfigError naming all that is missing or wrong at once.
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const present = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environment.safeParse(present);
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => describe(issue, present));
  const keys = readKeys(present.ENCRYPTION_KEY ?? '', problems);
  const local = present.ENCORE_LOCAL === '1';
  if (!local) {
    const named = ONLY_LOCAL.filter((name) => present[name] !== undefined);
    problems.push(
      ...named.map((name) => `${name} is for development and the demo, which set ENCORE_LOCAL=1`),
    );
  }
  if (!present.DATABASE_URL && !(local && present.DATA_DIR))
    problems.push('DATABASE_URL is missing: postgres://user:password@host:5432/encore');
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  const e = parsed.data;
  return {
    port: e.PORT,
    appUrl: e.APP_URL.replace(/\/+$/, ''),
    apiKey: e.SHOPIFY_API_KEY,
    apiSecret: e.SHOPIFY_API_SECRET,
    encryptionKeys: keys,
    database: e.DATABASE_URL ? { url: e.DATABASE_URL } : { dataDir: e.DATA_DIR ?? '' },
    apiOrigin: e.SHOPIFY_API_ORIGIN?.replace(/\/+$/, '') ?? null,
    appBridgeUrl: e.APP_BRIDGE_URL,
    logLevel: e.LOG_LEVEL,
    frameAncestors: e.FRAME_ANCESTORS.split(/[\s,]+/).filter(Boolean),
  };
}

function readKeys(text: string, problems: string[]): Buffer[] {
  if (text === '') return [];
  return text.split(',').flatMap((part, index) => {
    const parsed = key.safeParse(part.trim());
    if (parsed.success) return [parsed.data];
    problems.push(`ENCRYPTION_KEY (part ${index + 1}) ${parsed.error.issues[0]?.message ?? 'is invalid'}`);
    return [];
  });
}

/** Values of secrets are never repeated in a message. */
function describe(issue: z.core.$ZodIssue, env: Record<string, string | undefined>): string {
  const name = issue.path.join('.');
  if (env[name] === undefined)
    return `${name} is missing: it ${issue.message.replace(/^Invalid input.*/, 'is required')}`;
  const shown = /SECRET|KEY|DATABASE/.test(name) ? '' : ` (got "${env[name]}")`;
  return `${name}${shown}: ${issue.message}`;
}
