/**
 * Packs Shopify's published Admin schema: fetches the npm package that carries it into a temporary folder, drops every
 * description and keeps names, types, defaults, deprecations and required access. Run by `npm run dev-store:schema`
 * when the API version changes; the file it writes is committed, so that nobody else downloads the package.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { PackedSchema } from './packed-schema.ts';

const PACKAGE = '@shopify/dev-mcp@1.16';
const DATA_FILE = 'dist/data/admin_2026-10.json.gz';
const TARGET = new URL('./admin-2026-10.generated.json.gz', import.meta.url);

interface SourceMember {
  readonly name: string;
  readonly requiredAccess?: string | null;
  readonly isProtected?: boolean | null;
  readonly protectedContent?: string | null;
}

interface SourceType extends SourceMember {
  readonly fields: readonly SourceMember[] | null;
  readonly enumValues: readonly { readonly name: string; readonly description?: string | null }[] | null;
}

interface SourceData {
  readonly data: { readonly __schema: { readonly types: readonly SourceType[] } };
}

/** Keys of an introspection that graphql-js reads. `isDeprecated` follows from the reason. */
const KEPT = new Set(
  (
    '__schema kind name ofType fields args type defaultValue deprecationReason inputFields interfaces enumValues ' +
    'possibleTypes isOneOf locations isRepeatable specifiedByURL types queryType mutationType subscriptionType directives'
  ).split(' '),
);
/** Keys that must stand even when null: buildClientSchema refuses their absence. */
const KEPT_NULL = new Set(['interfaces', 'possibleTypes', 'inputFields', 'enumValues']);

function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strip);
  if (value === null || typeof value !== 'object') return value;
  const kept: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    if (!KEPT.has(key)) continue;
    if ((inner === null && !KEPT_NULL.has(key)) || inner === false) continue;
    kept[key] = strip(inner);
  }
  return kept;
}

/** Topics with the scopes that their descriptions ask for, the only place that names them. */
function topicScopesOf(types: readonly SourceType[]): Record<string, readonly string[]> {
  const topics = types.find((type) => type.name === 'WebhookSubscriptionTopic')?.enumValues ?? [];
  const scopes: Record<string, readonly string[]> = {};
  for (const { description } of topics) {
    const text = (description ?? '').replace(/\s+/g, ' ');
    const topic = /for `([^`]+)` events/.exec(text)?.[1];
    const asked = text.slice(text.lastIndexOf('Requires ')).match(/\b(?:read|write)_[a-z_]+/g);
    if (topic !== undefined && text.includes('Requires ') && asked !== null) scopes[topic] = asked;
  }
  return scopes;
}

/** The packed form of the package's own file content. */
export function packSchema(source: SourceData, origin: string): PackedSchema {
  const accessTexts: string[] = [];
  const indexOf = (text: string): number => {
    const clean = text.trim().replace(/\s+/g, ' ');
    const known = accessTexts.indexOf(clean);
    return known >= 0 ? known : accessTexts.push(clean) - 1;
  };
  const accessOfTypes: Record<string, number> = {};
  const accessOfFields: Record<string, number> = {};
  const protectedFields: Record<string, string> = {};
  for (const type of source.data.__schema.types) {
    if (type.requiredAccess) accessOfTypes[type.name] = indexOf(type.requiredAccess);
    for (const field of type.fields ?? []) {
      const name = `${type.name}.${field.name}`;
      if (field.requiredAccess) accessOfFields[name] = indexOf(field.requiredAccess);
      if (field.isProtected) protectedFields[name] = field.protectedContent ?? '';
    }
  }
  const introspection = strip(source.data) as PackedSchema['introspection'];
  const topicScopes = topicScopesOf(source.data.__schema.types);
  return {
    source: origin,
    introspection,
    accessTexts,
    accessOfTypes,
    accessOfFields,
    protectedFields,
    topicScopes,
  };
}

function fetchSource(): { readonly data: SourceData; readonly origin: string } {
  const folder = mkdtempSync(join(tmpdir(), 'admin-schema-'));
  try {
    const options = { cwd: folder, encoding: 'utf8' } as const;
    const listed = execFileSync('npm', ['pack', PACKAGE, '--json', '--ignore-scripts'], options);
    const packed: unknown = JSON.parse(listed);
    const first: unknown = Array.isArray(packed) ? packed[0] : undefined;
    if (typeof first !== 'object' || first === null || !('filename' in first) || !('id' in first)) {
      throw new Error(`npm pack ${PACKAGE} answered in an unknown form`);
    }
    execFileSync('tar', ['xzf', String(first.filename), `package/${DATA_FILE}`], options);
    const data = JSON.parse(gunzipSync(readFileSync(join(folder, 'package', DATA_FILE))).toString('utf8'));
    return { data, origin: `${String(first.id)} ${DATA_FILE}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === import.meta.filename) {
  const { data, origin } = fetchSource();
  const bytes = gzipSync(JSON.stringify(packSchema(data, origin)), { level: 9 });
  writeFileSync(TARGET, bytes);
  console.log(`${TARGET.pathname.split('/').at(-1)}: ${bytes.length} bytes from ${origin}`);
}
