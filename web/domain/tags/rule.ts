import type { Mark, Stage } from '../lifecycle/stage.ts';

/** The tags we write in Shopify (product.md section 3). A tag is the prefix and a name. */
export type TagRules = {
  tags: {
    /** False: no tag of ours is wanted on anybody. */
    enabled: boolean;
    /** Put before every tag of ours; ≤ 20 characters, no comma. */
    prefix: string;
    stages: Readonly<Record<Stage, string>>;
    /** A mark is written only if it has a name here. */
    marks: Readonly<Partial<Record<Mark, string>>>;
  };
};

/** Our own limits: Shopify allows 40 characters a tag on customers, and separates tags by commas. */
export const MAX_TAG_LENGTH = 40;
export const MAX_PREFIX_LENGTH = 20;

/** The short-lived tag of treated customers with an open offer: our segment, and with it every code, is bound to it. */
export const OFFER_TAG = 'encore-offer';
