import type { HealthFacts } from '../../use-cases/reward-shopify-port.ts';
import type { AdminClient, CallOptions } from '../admin-client.ts';
import { SHOP_HEALTH, STORE_CREDIT_ON, THEME_FILES } from '../operations/health-operations.ts';
import { blocksOf, type ThemeFile } from './theme-blocks.ts';

/** What points need; shopify.app.toml asks for the same (tests hold both equal). A `write_` scope carries its `read_`. */
export const LOYALTY_SCOPES = [
  'read_customers',
  'read_discounts',
  'read_orders',
  'read_products',
  'read_store_credit_accounts',
  'read_themes',
  'write_app_proxy',
  'write_customers',
  'write_discounts',
  'write_store_credit_account_transactions',
] as const;

type Shop = (typeof SHOP_HEALTH.data)['_output']['shop'];

/** How the shop stands to what loyalty needs, asked now. */
export async function health(client: AdminClient, calls: CallOptions): Promise<HealthFacts> {
  const { shop, storeCreditConfiguration, currentAppInstallation } = await client.run(SHOP_HEALTH, {}, calls);
  const { app, accessScopes } = currentAppInstallation;
  const granted = new Set(accessScopes.map((scope) => scope.handle));
  const files = await themeFiles(client, calls);
  const used = files && app.handle !== null ? blocksOf(files, app.handle) : null;
  return {
    appEmbedOn: used && used.embeds.length > 0,
    blocksInUse: used && [...used.embeds, ...used.blocks],
    customerAccounts: accountsOf(shop),
    storeCreditOn: storeCreditConfiguration.storeCreditEnabled,
    scopesMissing: LOYALTY_SCOPES.filter(
      (scope) => !granted.has(scope) && !granted.has(scope.replace('read_', 'write_')),
    ),
  };
}

/** Whether the shop has store credit. */
export async function storeCreditOn(client: AdminClient, calls: CallOptions): Promise<boolean> {
  return (await client.run(STORE_CREDIT_ON, {}, calls)).storeCreditConfiguration.storeCreditEnabled;
}

/** New accounts whose log-in links are hidden are off for shoppers: nobody finds them. */
function accountsOf({ customerAccountsV2: accounts }: Shop): HealthFacts['customerAccounts'] {
  if (accounts.customerAccountsVersion === 'CLASSIC') return 'classic';
  if (accounts.customerAccountsVersion !== 'NEW_CUSTOMER_ACCOUNTS') return 'unknown';
  return accounts.loginLinksVisibleOnStorefrontAndCheckout ? 'new' : 'off';
}

/** null = the scope was not granted, or no theme is published. */
async function themeFiles(client: AdminClient, calls: CallOptions): Promise<readonly ThemeFile[] | null> {
  const files: ThemeFile[] = [];
  let after: string | null = null;
  do {
    const page: (typeof THEME_FILES.data)['_output'] = await client.run(THEME_FILES, { after }, calls);
    const part = page.themes?.nodes[0]?.files;
    if (!part) return null;
    for (const { filename, body } of part.nodes) files.push({ filename, content: textOf(body) });
    after = part.pageInfo.hasNextPage ? part.pageInfo.endCursor : null;
  } while (after !== null);
  return files;
}

function textOf(body: { content?: string | undefined; contentBase64?: string | undefined }): string | null {
  if (body.content !== undefined) return body.content;
  return body.contentBase64 === undefined ? null : Buffer.from(body.contentBase64, 'base64').toString('utf8');
}
