import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import { z } from 'zod';

const FOLDER = new URL('../../../extensions/', import.meta.url);
const handle = z.string().regex(/^[a-z0-9-]{1,30}$/);
const name = z.string().min(1).max(50);

const metafield = z.strictObject({
  namespace: z.string().regex(/^\$app(:[a-z_]+)?$/),
  key: z.string().regex(/^[a-z_]{2,64}$/),
});
const targeting = z.strictObject({
  target: z.string(),
  module: z.string().regex(/^\.\/src\/[a-z-]+\.tsx?$/),
  metafields: z.array(metafield).optional(),
  capabilities: z.strictObject({ allow_direct_linking: z.boolean() }).optional(),
});
const ui = z.strictObject({
  api_version: z.literal('2026-07'),
  extensions: z.tuple([
    z.strictObject({
      type: z.literal('ui_extension'),
      name,
      handle,
      targeting: z.array(targeting).min(1),
      capabilities: z.strictObject({ network_access: z.literal(true) }).optional(),
    }),
  ]),
});

/** Letters and spaces only, by the CLI's own pattern; a key stands for good once deployed. */
const triggerKey = z.string().regex(/^[a-zA-Z\s]+$/);
const trigger = z.strictObject({
  extensions: z.tuple([
    z.strictObject({ type: z.literal('flow_trigger'), name, handle, description: z.string().min(1) }),
  ]),
  settings: z.strictObject({
    fields: z.array(
      z.union([
        z.strictObject({ type: z.literal('customer_reference') }),
        z.strictObject({
          type: z.enum(['single_line_text_field', 'number_decimal', 'boolean', 'email', 'url']),
          key: triggerKey,
        }),
      ]),
    ),
  }),
});

const action = z.strictObject({
  extensions: z.tuple([
    z.strictObject({
      type: z.literal('flow_action'),
      name,
      handle,
      description: z.string().min(1),
      runtime_url: z.string().regex(/^\/flow\/[a-z-]+$/),
    }),
  ]),
  settings: z.strictObject({
    fields: z.array(
      z.union([
        z.strictObject({ type: z.literal('customer_reference'), required: z.literal(true) }),
        z.strictObject({
          type: z.enum([
            'number_integer',
            'single_line_text_field',
            'number_decimal',
            'boolean',
            'email',
            'url',
            'multi_line_text_field',
          ]),
          key: z.string().regex(/^[a-z_]+$/),
          name,
          description: z.string().min(1),
          required: z.boolean(),
        }),
      ]),
    ),
  }),
});

const theme = z.strictObject({
  api_version: z.string().optional(),
  extensions: z.tuple([z.strictObject({ type: z.literal('theme'), name, handle })]),
});
const flatTheme = z.strictObject({
  type: z.literal('theme'),
  name,
  handle: handle.optional(),
  uid: z.string().optional(),
});

export type UiManifest = z.infer<typeof ui>;
export type TriggerManifest = z.infer<typeof trigger>;
export type ActionManifest = z.infer<typeof action>;

/** A TOML by every key the CLI reads and we use, and no other: the CLI drops what it does not know without a word. */
export function readManifest(text: string) {
  const raw = parse(text);
  const [first] = (raw.extensions ?? []) as { type?: string }[];
  switch (first?.type ?? raw.type) {
    case 'ui_extension':
      return { kind: 'ui', manifest: ui.parse(raw) } as const;
    case 'flow_trigger':
      return { kind: 'trigger', manifest: trigger.parse(raw) } as const;
    case 'flow_action':
      return { kind: 'action', manifest: action.parse(raw) } as const;
    case 'theme':
      return { kind: 'theme', manifest: (first ? theme : flatTheme).parse(raw) } as const;
    default:
      throw new Error(`no known type of extension: ${String(first?.type ?? raw.type)}`);
  }
}

/** Every extension folder and the text of its TOML. */
export function manifestTexts(): [folder: string, text: string][] {
  return readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
    .map(({ name: folder }) => [
      folder,
      readFileSync(new URL(`${folder}/shopify.extension.toml`, FOLDER), 'utf8'),
    ]);
}
