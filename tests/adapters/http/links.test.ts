import { expect, test } from 'vitest';
import type { ShopId } from '../../../web/domain/shared/ids.ts';
import { createLinks } from '../../../web/http/links.ts';

const links = createLinks('https://encore.test', 'a key');
const shop = 7 as ShopId;
const tokenOf = (url: string) => url.slice(url.lastIndexOf('/') + 1);

test('a link of each purpose → opens to the shop, the message and the purpose', () => {
  const follow = links.follow(shop, '9007199254740993');
  expect(follow).toMatch(/^https:\/\/encore\.test\/l\//);
  const message = { shopId: shop, messageId: '9007199254740993' };
  expect(links.open(tokenOf(follow))).toEqual({ ...message, purpose: 'follow' });
  const unsubscribe = tokenOf(links.unsubscribe(shop, '9007199254740993'));
  expect(links.open(unsubscribe)).toEqual({ ...message, purpose: 'unsubscribe' });
});

test.each([
  ['another shop', (token: string) => token.replace('l7.', 'l8.')],
  ['another message', (token: string) => token.replace('.12.', '.13.')],
  ['another purpose', (token: string) => token.replace('l7', 'u7')],
  ['another signature', (token: string) => `${token.slice(0, -2)}AA`],
  ['a cut signature', (token: string) => token.slice(0, -1)],
  ['nothing', () => ''],
])('a token made to say %s → null', (_what, forge) => {
  expect(links.open(forge(tokenOf(links.follow(shop, '12'))))).toBeNull();
});

test('a token signed by another installation → null', () => {
  const other = createLinks('https://encore.test', 'another key');
  expect(links.open(tokenOf(other.follow(shop, '12')))).toBeNull();
});
