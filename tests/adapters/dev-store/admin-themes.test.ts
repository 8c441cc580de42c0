import { describe, expect, it } from 'vitest';
import type { ThemeRecord } from '../../dev-store/state/records.ts';
import { appBlocks, isEmbedOn, mainTheme, placeBlock, setEmbed } from '../../dev-store/state/themes.ts';
import { AdminShop, ALL_SCOPES } from './support/admin-shop.ts';

const READ = `query($roles: [ThemeRole!], $names: [String!], $first: Int, $after: String) { themes(first: 5, roles: $roles) { nodes {
  id name role files(first: $first, after: $after, filenames: $names) {
    nodes { filename size contentType body { ... on OnlineStoreThemeFileBodyText { content } } }
    pageInfo { hasNextPage endCursor } userErrors { code filename } } } } }`;
type Read = {
  themes: {
    nodes: {
      role: string;
      files: {
        nodes: { filename: string; body: { content: string } }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
    }[];
  };
};

function opened() {
  const store = new AdminShop();
  const theme = mainTheme(store.state, store.shop) as ThemeRecord;
  const files = (variables: object = {}) =>
    (store.data(READ, { roles: ['MAIN'], names: null, first: 50, ...variables }) as unknown as Read).themes
      .nodes[0]?.files;
  return { store, theme, files };
}

describe('themes by GraphQL', () => {
  it('named and starred files → those alone, page by page, each with Shopify’s comment above its JSON', () => {
    const { files } = opened();
    const names = ['config/settings_data.json', 'templates/*.json', 'sections/*.json'];
    const first = files({ names, first: 2 });
    expect(first?.nodes.map(({ filename }) => filename)).toEqual([
      'config/settings_data.json',
      'templates/cart.json',
    ]);
    const rest = files({ names, first: 50, after: first?.pageInfo.endCursor });
    expect(rest?.nodes.map(({ filename }) => filename)).toEqual([
      'templates/index.json',
      'templates/page.json',
      'templates/product.json',
    ]);
    const content = first?.nodes[0]?.body.content ?? '';
    expect(content).toMatch(/^\/\*/);
    expect(() => JSON.parse(content)).toThrow();
    expect(files({ names: ['templates/prod'] })?.nodes).toEqual([]);
  });

  it('a theme taken offline → no published theme', () => {
    const { store, theme } = opened();
    theme.role = 'UNPUBLISHED';
    expect(store.data(READ, { roles: ['MAIN'], names: null, first: 1 })).toEqual({ themes: { nodes: [] } });
    expect(mainTheme(store.state, store.shop)).toBeUndefined();
  });

  it('without read_themes → denied', () => {
    const { store } = opened();
    store.scopes = ALL_SCOPES.filter((scope) => scope !== 'read_themes');
    const reply = store.run(READ, { roles: null, names: null, first: 1 });
    expect(reply.errors?.[0]?.extensions).toMatchObject({ code: 'ACCESS_DENIED' });
  });
});

describe('the theme editor', () => {
  it('an embed on, off and on → on; off it stays in the settings, switched off', () => {
    const { theme } = opened();
    expect(isEmbedOn(theme, 'encore', 'launcher')).toBe(false);
    setEmbed(theme, 'encore', 'launcher', true);
    expect(isEmbedOn(theme, 'encore', 'launcher')).toBe(true);
    expect(isEmbedOn(theme, 'other', 'launcher')).toBe(false);
    setEmbed(theme, 'encore', 'launcher', false);
    expect(appBlocks(theme, 'encore')).toEqual([{ handle: 'launcher', file: null, disabled: true }]);
  });

  it('a block placed in a template and taken away → there, then gone', () => {
    const { theme } = opened();
    const placed = { file: 'templates/product.json', handle: 'product-points' };
    placeBlock(theme, 'encore', { ...placed, on: true });
    expect(appBlocks(theme, 'encore')).toEqual([{ ...placed, disabled: false }]);
    placeBlock(theme, 'encore', { ...placed, on: false });
    expect(appBlocks(theme, 'encore')).toEqual([]);
    expect(() => placeBlock(theme, 'encore', { ...placed, file: 'templates/none.json', on: true })).toThrow(
      'templates/none.json',
    );
  });
});
