import { z } from 'zod';
import { defineQuery, pageInfo } from './operation.ts';

/** What loyalty needs of the shop, beside its theme. */
export const SHOP_HEALTH = defineQuery({
  name: 'ShopHealth',
  document: `query ShopHealth {
    shop { customerAccountsV2 { customerAccountsVersion loginLinksVisibleOnStorefrontAndCheckout } }
    storeCreditConfiguration { storeCreditEnabled }
    currentAppInstallation { app { handle } accessScopes { handle } }
  }`,
  data: z.object({
    shop: z.object({
      customerAccountsV2: z.object({
        customerAccountsVersion: z.string(),
        loginLinksVisibleOnStorefrontAndCheckout: z.boolean(),
      }),
    }),
    storeCreditConfiguration: z.object({ storeCreditEnabled: z.boolean() }),
    currentAppInstallation: z.object({
      app: z.object({ handle: z.string().nullable() }),
      accessScopes: z.array(z.object({ handle: z.string() })),
    }),
  }),
  cost: () => 8,
});

export const STORE_CREDIT_ON = defineQuery({
  name: 'StoreCreditOn',
  document: 'query StoreCreditOn { storeCreditConfiguration { storeCreditEnabled } }',
  data: z.object({ storeCreditConfiguration: z.object({ storeCreditEnabled: z.boolean() }) }),
  cost: () => 2,
});

/** Settings, templates and section groups of the published theme: where apps' blocks are placed. Few a page, for they may be long. */
export const THEME_FILES = defineQuery({
  name: 'ThemeFiles',
  document: `query ThemeFiles($after: String) {
    themes(first: 1, roles: [MAIN]) {
      nodes {
        files(
          first: 50, after: $after, filenames: ["config/settings_data.json", "templates/*.json", "sections/*.json"]
        ) {
          nodes {
            filename
            body {
              ... on OnlineStoreThemeFileBodyText { content }
              ... on OnlineStoreThemeFileBodyBase64 { contentBase64 }
            }
          }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  }`,
  data: z.object({
    themes: z
      .object({
        nodes: z.array(
          z.object({
            files: z
              .object({
                nodes: z.array(
                  z.object({
                    filename: z.string(),
                    body: z.object({ content: z.string().optional(), contentBase64: z.string().optional() }),
                  }),
                ),
                pageInfo,
              })
              .nullable(),
          }),
        ),
      })
      .nullable(),
  }),
  mayBeDenied: ['themes'],
  cost: (_variables: { after: string | null }) => 30,
});
