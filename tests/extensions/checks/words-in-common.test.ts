import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const root = new URL('../../../extensions/', import.meta.url);
type Tree = { [key: string]: string | Tree };

/** Key here → key of the theme's words: what a shopper meets in the shop's panel and meets again here. */
const IN_COMMON: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'encore-account': {
    'points.other': 'points_other',
    'worth.amount': 'value_amount',
    'worth.percentage': 'value_percentage',
    'worth.freeShipping': 'value_free_shipping',
    'worth.freeProduct': 'value_free_product',
    'worth.storeCredit': 'value_store_credit',
    nextReward: 'next_reward',
    'offer.heading': 'offer',
    'offer.until': 'offer_until',
    'offer.code': 'offer_code',
    'offer.minimum': 'offer_minimum',
    'page.failed': 'load_fail',
    debt: 'debt',
    expiring: 'expiring',
    'tier.is': 'level',
    'tier.grace': 'keep_level',
    'tier.next': 'next_level',
    'rewards.heading': 'rewards',
    'rewards.missing': 'missing',
    'redeem.use': 'redeem',
    'redeem.credited': 'done_credit',
    'redeem.later': 'done_later',
    'code.giveBack': 'undo',
    'ways.heading': 'earn',
    'ways.spend': 'earn_spend',
    'ways.signUp': 'earn_signup',
    'ways.birthday': 'earn_birthday',
    'ways.review': 'earn_review',
    'referral.heading': 'referral',
    'referral.make': 'referral_get',
    'referral.copy': 'copy',
    'history.heading': 'history',
    'history.empty': 'history_none',
    'history.order': 'what_order',
    'history.refund': 'what_refund',
    'history.redeem': 'what_redeem',
    'history.redeem_back': 'what_redeem_back',
    'history.expiry': 'what_expiry',
    'history.debt': 'what_debt',
    'history.merge': 'what_merge',
    'history.pending': 'what_pending',
    'history.grant.sign_up': 'why_sign_up',
    'history.grant.birthday': 'why_birthday',
    'history.grant.review': 'why_review',
    'history.grant.referral': 'why_referral',
    'history.grant.import': 'why_import',
    'history.grant.correction': 'why_correction',
    'history.grant.goodwill': 'why_gift',
    'history.grant.flow': 'why_gift',
    'history.grant.campaign': 'why_gift',
  },
  'encore-checkout': { 'redeem.undo': 'undo', 'redeem.from': 'offer_minimum' },
  'encore-order-status': { 'order.logInAction': 'log_in' },
};

/** Parts of a sentence here that are a word of the theme by itself. */
const WITHIN: Readonly<Record<string, readonly string[]>> = {
  balance: ['balance'],
  'tier.kept': ['level', 'level_until'],
  'rewards.from': ['offer_minimum'],
  'redeem.useFor': ['redeem'],
  'code.heading': ['codes'],
  'code.until': ['code_until'],
  'code.giveBackFor': ['undo'],
  'ways.bonus': ['earn_bonus'],
  'ways.tier': ['level_from', 'level_times'],
};

const LANGUAGES = ['en.default', 'vi', 'th'] as const;

function wordsOf(extension: string, locale: string): Map<string, string> {
  const file = new URL(`${extension}/locales/${locale}.json`, root);
  return flat(JSON.parse(readFileSync(file, 'utf8')) as Tree);
}

function flat(tree: Tree, path = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[path + key, value] as const] : [...flat(value, `${path}${key}.`)],
    ),
  );
}

/** Without what differs by how each is built: names of values, the letter that begins a line, the last stop, Thai spaces before values. */
function bare(text = ''): string {
  const named = text.replaceAll(/\{\{?(\w+)\}\}?%?/g, '{}').replaceAll(/(?<=\p{Script=Thai}) (?=\{\})/gu, '');
  return named.replace(/\.$/, '').toLowerCase();
}

describe.each(LANGUAGES)('words of the panel in %s', (locale) => {
  const theme = new Map(
    [...wordsOf('encore-theme', locale)].map(([key, text]) => [key.replace('encore.', ''), text]),
  );
  const theirs = (key: string) => {
    expect(theme.has(key), key).toBe(true);
    return bare(theme.get(key));
  };

  test.each(Object.entries(IN_COMMON))('%s says the same', (extension, pairs) => {
    const words = wordsOf(extension, locale);
    for (const [key, theirKey] of Object.entries(pairs))
      expect(bare(words.get(key)), key).toBe(theirs(theirKey));
  });

  test('a longer sentence of the account → has the panel’s word in it', () => {
    const words = wordsOf('encore-account', locale);
    for (const [key, parts] of Object.entries(WITHIN))
      for (const part of parts) expect(bare(words.get(key)), key).toContain(theirs(part));
  });
});
