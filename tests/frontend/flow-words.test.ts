import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { stageSchema } from '../../web/contract/vocabulary.ts';
import { LANGUAGES } from '../../web/frontend/shared/locale.ts';

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../web/contract/messages/${name}.json`, import.meta.url), 'utf8'));

describe('what Shopify Flow is told', () => {
  test.each(LANGUAGES)('%s → stages are called as on their badges, and so is the kind', (language) => {
    const { stage, customer } = read(language);
    const { stage_changed, stage_changedHelp } = read(`loyalty.${language}`).health.flow;
    for (const key of stageSchema.options) expect(stage_changedHelp).toContain(stage[key]);
    const kind = String(customer.timeline.filter.stage).toLowerCase().replace(/s$/, '');
    expect(stage_changed.toLowerCase()).toContain(kind);
  });

  test('the trigger Shopify shows → the same stages', () => {
    const toml = readFileSync(
      new URL('../../extensions/flow-stage-changed/shopify.extension.toml', import.meta.url),
      'utf8',
    );
    const { stage } = read('en');
    for (const key of stageSchema.options) expect(toml.toLowerCase()).toContain(stage[key].toLowerCase());
  });
});
