import { MARKS, type Mark, STAGES, type Stage } from '../domain/lifecycle/stage.ts';
import type { ReadCtx } from './ports.ts';

/** Our tags as they stand on customers in Shopify, each with what it says. */
export type TagNames = { tags: readonly { of: Stage | Mark; tag: string }[] };

/** The stages' tags, then those of marks that have a name, with the merchant's prefix; none while tags are off. */
export async function getTagNames({
  store,
  shop,
}: {
  store: Pick<ReadCtx['store'], 'rules'>;
  shop: Pick<ReadCtx['shop'], 'shopId'>;
}): Promise<TagNames> {
  const { enabled, prefix, stages, marks } = (await store.rules.current(shop.shopId)).rules.tags;
  if (!enabled) return { tags: [] };
  const ofStages = STAGES.map((of) => ({ of, tag: prefix + stages[of] }));
  const ofMarks = MARKS.flatMap((of) => {
    const name = marks[of];
    return name === undefined ? [] : [{ of, tag: prefix + name }];
  });
  return { tags: [...ofStages, ...ofMarks] };
}
