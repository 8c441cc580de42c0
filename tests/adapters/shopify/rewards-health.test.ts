import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createShopifyRewards } from '../../../web/shopify/rewards/create-shopify-rewards.ts';
import { blocksOf } from '../../../web/shopify/rewards/theme-blocks.ts';
import type { ShopifyRewards } from '../../../web/use-cases/reward-shopify-port.ts';
import { type DevStore, openDevStore } from './support/dev-store.ts';
import { SHOP } from './support/fixtures.ts';

let store: DevStore;
let rewards: ShopifyRewards;
beforeEach(async () => {
  store = await openDevStore({});
  rewards = createShopifyRewards(store.client, {});
});
afterEach(() => store.close());
const theme = (change: Record<string, unknown>) => store.control('POST', 'theme', change);

it('store credit alone → on or off', async () => {
  expect(await rewards.storeCreditOn()).toBe(true);
  await store.control('POST', 'customer-accounts', { storeCreditOn: false });
  expect(await rewards.storeCreditOn()).toBe(false);
});

describe('health of a shop', () => {
  it('as it is after installing → embed off, no blocks, accounts and store credit on, all scopes', async () => {
    expect(await rewards.health()).toEqual({
      appEmbedOn: false,
      blocksInUse: [],
      customerAccounts: 'new',
      storeCreditOn: true,
      scopesMissing: [],
    });
  });

  it('the embed switched on and blocks placed → seen; switched off again → off', async () => {
    await theme({
      embeds: { launcher: true },
      blocks: [
        { file: 'templates/product.json', handle: 'product-points' },
        { file: 'templates/cart.json', handle: 'cart-points' },
      ],
    });
    expect(await rewards.health()).toMatchObject({
      appEmbedOn: true,
      blocksInUse: ['launcher', 'cart-points', 'product-points'],
    });
    await theme({
      embeds: { launcher: false },
      blocks: [{ file: 'templates/cart.json', handle: 'cart-points', on: false }],
    });
    expect(await rewards.health()).toMatchObject({ appEmbedOn: false, blocksInUse: ['product-points'] });
  });

  it.each([
    ['no theme published', { published: false }],
    ['settings that are no JSON', { files: { 'config/settings_data.json': '/* broken */ {' } }],
    ['no settings at all', { files: { 'config/settings_data.json': null } }],
  ])('%s → the embed is unknown', async (_name, change) => {
    await theme(change);
    expect(await rewards.health()).toMatchObject({ appEmbedOn: null, blocksInUse: null });
  });

  it('a theme of 130 templates → all its pages are read', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 130 }, (_, i) => [`templates/page.t${i}.json`, JSON.stringify({ sections: {} })]),
    );
    await theme({ files });
    await theme({ blocks: [{ file: 'templates/product.json', handle: 'product-points' }] });
    expect(await rewards.health()).toMatchObject({ blocksInUse: ['product-points'] });
  });

  it.each([
    [{ customerAccounts: 'CLASSIC' }, { customerAccounts: 'classic', storeCreditOn: false }],
    [{ loginLinksVisible: false }, { customerAccounts: 'off', storeCreditOn: true }],
    [{ storeCreditOn: false }, { customerAccounts: 'new', storeCreditOn: false }],
  ])('customer accounts set to %j → %j', async (change, told) => {
    await store.control('POST', 'customer-accounts', change);
    expect(await rewards.health()).toMatchObject(told);
  });

  it('scopes not granted → named; the theme is then unknown, the rest is told', async () => {
    const { scopes } = (await store.dev('GET', `shops/${SHOP}`)) as { scopes: string[] };
    const fewer = scopes.filter((scope) => scope !== 'read_themes' && !scope.includes('store_credit'));
    await store.control('POST', 'scopes', { scopes: fewer });
    expect(await rewards.health()).toEqual({
      appEmbedOn: null,
      blocksInUse: null,
      customerAccounts: 'new',
      storeCreditOn: true,
      scopesMissing: ['read_store_credit_accounts', 'read_themes', 'write_store_credit_account_transactions'],
    });
  });
});

describe('blocks in theme files', () => {
  const type = (app: string, block: string) => `shopify://apps/${app}/blocks/${block}/uid`;
  const settings = (blocks: object) => ({
    filename: 'config/settings_data.json',
    content: JSON.stringify({ current: { blocks }, presets: {} }),
  });

  it('another app’s, one whose name ours begins, a switched-off section → left out', () => {
    const files = [
      settings({ a: { type: type('other', 'launcher') }, b: { type: type('encore-pro', 'launcher') } }),
      {
        filename: 'templates/index.json',
        content: JSON.stringify({
          sections: {
            on: { type: 'main', blocks: { x: { type: type('encore', 'shown') }, y: { type: '@app' } } },
            off: { type: 'main', disabled: true, blocks: { x: { type: type('encore', 'hidden') } } },
          },
        }),
      },
      { filename: 'sections/footer.json', content: 'not JSON' },
    ];
    expect(blocksOf(files, 'encore')).toEqual({ embeds: [], blocks: ['shown'] });
  });

  it('a block inside a block → found', () => {
    const inner = { blocks: { z: { type: type('encore', 'inner') } }, type: 'group' };
    const content = JSON.stringify({ sections: { on: { type: 'main', blocks: { x: inner } } } });
    const files = [settings({}), { filename: 'templates/index.json', content }];
    expect(blocksOf(files, 'encore')).toEqual({ embeds: [], blocks: ['inner'] });
  });
});
