import { z } from 'zod';

/** GET: what every screen needs to format and link. */
export const shopPath = '/api/shop';

export const shopResponseSchema = z.object({
  /** `example.myshopify.com`. */
  domain: z.string(),
  name: z.string(),
  currency: z.string().length(3),
  /** IANA time zone of the shop; instants are shown in it. */
  timeZone: z.string(),
  /** True when Shopify refused to refresh our token: nothing syncs until the merchant opens the app again and agrees. */
  needsReauth: z.boolean(),
  /** True with 60 days of history only: stages are provisional (product.md section 3, "cut history"). */
  provisional: z.boolean(),
});
export type ShopResponse = z.infer<typeof shopResponseSchema>;
