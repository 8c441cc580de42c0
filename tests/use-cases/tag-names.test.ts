import { expect, test } from 'vitest';
import { DEFAULT_RULES, type Rules } from '../../web/domain/rules.ts';
import type { ShopId } from '../../web/domain/shared/ids.ts';
import { getTagNames } from '../../web/use-cases/get-tag-names.ts';
import type { Store } from '../../web/use-cases/ports.ts';

function ctxWith(rules: Rules) {
  const stored = { current: async () => ({ version: 1, rules }) } as unknown as Store['rules'];
  return { store: { rules: stored }, shop: { shopId: 1 as unknown as ShopId } };
}
const tags = { ...DEFAULT_RULES.tags, enabled: true, prefix: 'shop-' };

test('tags on → a tag for each stage and for each mark that has a name, with the merchant’s prefix', async () => {
  const marks = { at_risk: 'wobbling' };
  const answer = await getTagNames(ctxWith({ ...DEFAULT_RULES, tags: { ...tags, marks } }));
  expect(answer.tags.map(({ of }) => of)).toEqual(['first_time', 'repeat', 'vip', 'lapsed', 'at_risk']);
  expect(answer.tags.map(({ tag }) => tag)).toContain('shop-wobbling');
  expect(answer.tags.every(({ tag }) => tag.startsWith('shop-'))).toBe(true);
});

test('tags off → none', async () => {
  const off = { ...DEFAULT_RULES, tags: { ...tags, enabled: false } };
  expect(await getTagNames(ctxWith(off))).toEqual({ tags: [] });
});
