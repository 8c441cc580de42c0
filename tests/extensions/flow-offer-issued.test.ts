import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { flowPayload } from '../../web/use-cases/steps/webhook-payload.ts';

const file = new URL('../../extensions/flow-offer-issued/shopify.extension.toml', import.meta.url);
const field = z.union([
  z.strictObject({ type: z.literal('customer_reference') }),
  z.strictObject({ type: z.literal('single_line_text_field'), key: z.string().regex(/^[a-zA-Z\s]+$/) }),
]);
/** What the CLI reads of a Flow trigger; it ignores keys it does not know, so every key is named here. */
const trigger = z.strictObject({
  extensions: z.tuple([
    z.strictObject({
      name: z.string().max(50),
      description: z.string(),
      type: z.literal('flow_trigger'),
      handle: z.string().max(30),
    }),
  ]),
  settings: z.strictObject({ fields: z.array(field) }),
});

test('the Flow trigger → strictly well-formed, and its fields are those we send', () => {
  const { extensions, settings } = trigger.parse(parse(readFileSync(file, 'utf8')));
  const [extension] = extensions;
  const keys = settings.fields.map((one) => ('key' in one ? one.key : 'customer_id'));
  const made = {
    message: { messageId: '1', campaignId: 1, step: 0 },
    version: { terms: { name: 'Win-back' } },
    recipient: { customerId: '7' },
    offer: null,
  } as unknown as Parameters<typeof flowPayload>[0];
  expect(Object.keys(flowPayload(made, 'https://x')).sort()).toEqual([...keys].sort());
  const source = readFileSync(
    new URL('../../web/use-cases/steps/send-by-channel.ts', import.meta.url),
    'utf8',
  );
  expect(source).toContain(`'${extension.handle}'`);
});
