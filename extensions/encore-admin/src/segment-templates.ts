import type { Api, Output } from '@shopify/ui-extensions/admin.customers.segmentation-templates.data';
import { askApp } from '../../shared/ask-app.ts';

declare const shopify: Api;

/** `GET /ext/admin/tags`: our tags as they stand in this shop, with the merchant's prefix; empty = tags are off. */
type TagsAnswer = { tags: readonly { of: string; tag: string }[] };

const CREATED_ON = '2026-11-22';

/** A template for each tag of ours. None where the app cannot say what its tags are called: a wrong query finds nobody. */
export default async (): Promise<Awaited<Output>> => {
  const answer = await askApp<TagsAnswer>(() => shopify.auth.idToken(), '/ext/admin/tags');
  if (!answer.ok) return { templates: [] };
  const templates = answer.value.tags.map(({ of, tag }) => {
    const query = `customer_tags CONTAINS '${tag.replaceAll("'", "\\'")}'`;
    return {
      title: shopify.i18n.translate(`template.${of}.title`),
      description: shopify.i18n.translate(`template.${of}.description`),
      query,
      queryToInsert: query,
      createdOn: CREATED_ON,
    };
  });
  return { templates };
};
