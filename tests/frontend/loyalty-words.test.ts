import { createInstance } from 'i18next';
import { describe, expect, test } from 'vitest';
import { rowIssueSchema } from '../../web/contract/batches.ts';
import { type ProgramTerms, programIssueCodeSchema, programTermsSchema } from '../../web/contract/loyalty.ts';
import { type LedgerRow, redemptionSchema } from '../../web/contract/members.ts';
import { MAX_ROW_POINTS, ROW_FAULTS } from '../../web/domain/loyalty/batch-rows.ts';
import * as domain from '../../web/domain/loyalty/program-ranges.ts';
import { adjustRange, MOST_POINTS, rangeIn } from '../../web/frontend/features/loyalty/adjust-range.ts';
import { checkProgram } from '../../web/frontend/features/loyalty/check-program.ts';
import { issueWords } from '../../web/frontend/features/loyalty/fault-words.ts';
import { toLedgerCsv } from '../../web/frontend/features/loyalty/ledger-csv.ts';
import { panelVoice } from '../../web/frontend/features/loyalty/panel-words.ts';
import { PROGRAM_RANGES } from '../../web/frontend/features/loyalty/program-ranges.ts';
import { LANGUAGES, type LanguageCode } from '../../web/frontend/shared/locale.ts';
import { freshTerms, fullTerms } from './fixture/loyalty.ts';

const read = async (file: string) =>
  (await import(file, { with: { type: 'json' } })).default as Record<string, never>;
const messages = (part: string, language: LanguageCode) =>
  read(`../../web/contract/messages/${part}.${language}.json`);

async function voiceOf(language: LanguageCode) {
  const i18n = createInstance();
  const translation = await messages('loyalty', language);
  await i18n.init({
    lng: language,
    resources: { [language]: { translation } },
    interpolation: { escapeValue: false },
  });
  const number = (value: number) => new Intl.NumberFormat(language).format(value);
  return {
    t: (key: string, params = {}) => i18n.t(key, params),
    number,
    percent: (bps: number) => `${number(bps / 100)} %`,
    times: (bps: number) => `${number(bps / 10_000)}×`,
    money: number,
    day: (value: string) => value,
  };
}

describe('what the server finds wrong with a program', () => {
  test('its codes, ranges and faults of rows → the contract’s and the screen’s are the domain’s', () => {
    expect(programIssueCodeSchema.options).toEqual(domain.PROGRAM_ISSUE_CODES);
    expect(PROGRAM_RANGES).toEqual(domain.PROGRAM_RANGES);
    expect(rowIssueSchema.shape.message.options).toEqual(ROW_FAULTS);
    expect(MOST_POINTS).toBe(MAX_ROW_POINTS);
  });

  test.each(LANGUAGES)(
    'every code in %s → a sentence with its numbers, no English of the server',
    async (language) => {
      const voice = await voiceOf(language);
      for (const code of programIssueCodeSchema.options) {
        const params = { min: 1, max: 90, above: 5 };
        const said = issueWords({ field: 'x', message: 'must be 1', code, params }, voice);
        expect(said).not.toMatch(/loyalty\.|\{\{|must be 1/);
        if (code === 'whole') expect(said).toContain('90');
      }
    },
  );

  test('a factor out of range → said as a factor, not in ten-thousandths', async () => {
    const params = { min: 10_000, max: 100_000 };
    const issue = { field: 'tiers.levels.1.multiplierBps', message: 'x', code: 'whole', params };
    expect(issueWords(issue, await voiceOf('en'))).toBe('Enter a factor from 1× to 10×.');
  });

  test('no code → the bound the contract names, or that the value is unreadable', async () => {
    const voice = await voiceOf('en');
    expect(issueWords({ field: 'x', message: 'Too small', allowed: '≥ 1' }, voice)).toContain('≥ 1');
    expect(issueWords({ field: 'x', message: 'odd', allowed: 'int' }, voice)).toContain('cannot read');
  });
});

test.each(LANGUAGES)('every state of a redeemed reward in %s → its words', async (language) => {
  const { t } = await voiceOf(language);
  const words = redemptionSchema.shape.state.options.map((state) => t(`loyalty.codes.state.${state}`));
  expect(words.filter((said) => said.includes('.'))).toEqual([]);
  expect(new Set(words).size).toBe(words.length);
});

describe('checking a program while it is typed', () => {
  test('what a shop starts from, and everything in use → nothing is wrong and the contract takes it', () => {
    for (const terms of [freshTerms(), fullTerms()]) {
      expect([...checkProgram(terms)]).toEqual([]);
      expect(programTermsSchema.safeParse(terms).success).toBe(true);
    }
  });

  const full = fullTerms();
  const [reward] = full.rewards;
  const [bonus] = full.bonuses;
  const [member, plus] = full.tiers?.levels ?? [];
  if (!reward || !bonus || !member || !plus) throw new Error('the full program lacks something');
  const tiers = { by: 'spend' as const, graceDays: 30 };
  test.each<[string, Partial<ProgramTerms>, string, string]>([
    ['no points', { earn: { ...full.earn, points: 0 } }, 'earn.points', 'whole'],
    ['for no money', { earn: { ...full.earn, perMinor: 0 } }, 'earn.perMinor', 'positive'],
    ['half a point', { rewards: [{ ...reward, costPoints: 1.5 }] }, 'rewards.0.costPoints', 'whole'],
    [
      'nothing off',
      { rewards: [{ ...reward, value: { kind: 'amount', amountMinor: 0 } }] },
      'rewards.0.value.amountMinor',
      'positive',
    ],
    [
      'a minimum no higher than the amount',
      { rewards: [{ ...reward, minimumSpendMinor: 50_000 }] },
      'rewards.0.minimumSpendMinor',
      'minimum',
    ],
    [
      'a product not chosen',
      { rewards: [{ ...reward, value: { kind: 'free_product', productId: '', title: 'x' } }] },
      'rewards.0.value.productId',
      'product',
    ],
    [
      'days that end before they begin',
      { bonuses: [{ ...bonus, toOn: '2026-12-09' }] },
      'bonuses.0.toOn',
      'days_reversed',
    ],
    ['days without end', { bonuses: [{ ...bonus, toOn: '2028-12-09' }] }, 'bonuses.0.toOn', 'too_long'],
    ['less than once', { bonuses: [{ ...bonus, multiplierBps: 5_000 }] }, 'bonuses.0.multiplierBps', 'times'],
    [
      'levels that do not rise',
      { tiers: { ...tiers, levels: [member, { ...plus, threshold: 0 }] } },
      'tiers.levels.1.threshold',
      'tier_order',
    ],
    [
      'two levels of one name',
      { tiers: { ...tiers, levels: [member, { ...plus, name: 'Member ' }] } },
      'tiers.levels.1.name',
      'twice',
    ],
    ['no day', { historyFromOn: '' }, 'historyFromOn', 'empty'],
    ['a long word', { pointsName: { ...full.pointsName, th: 'ก'.repeat(31) } }, 'pointsName.th', 'length'],
  ])('%s → told at its field', (_, change, field, code) => {
    expect(checkProgram({ ...full, ...change }).get(field)?.code).toBe(code);
  });
});

describe('the panel in the admin', () => {
  test.each([
    ['en', 'en.default'],
    ['vi', 'vi'],
    ['th', 'th'],
  ] as const)('its sentences in %s → word for word the theme’s', async (language, file) => {
    const theme = (await read(`../../extensions/encore-theme/locales/${file}.json`)).encore;
    const panel = await messages('panel', language);
    expect(Object.keys(panel).length).toBeGreaterThan(25);
    expect(theme).toMatchObject(panel);
  });

  test('points → in the form of the language, or in the merchant’s own word', async () => {
    const texts = (await messages('panel', 'en')) as Record<string, string>;
    const shop = { language: 'en', currency: 'THB', timeZone: 'Asia/Bangkok' } as const;
    const voice = panelVoice(texts, { ...shop, ownName: '' });
    expect([voice.points(1), voice.points(1_200)]).toEqual(['1 point', '1,200 points']);
    expect([voice.money(2_500), voice.money(2_550)]).toEqual(['฿25', '฿25.50']);
    expect(panelVoice(texts, { ...shop, ownName: 'stars' }).points(2)).toBe('2 stars');
  });
});

describe('a ledger as a file', () => {
  test('an entry → codes, moments and plain numbers; what does not apply is empty', () => {
    const entry: LedgerRow = {
      entryId: '7',
      at: '2026-11-20T02:00:00.000Z',
      postedAt: '2026-11-21T02:00:00.000Z',
      cause: 'refund',
      grantReason: null,
      orderId: '5900000000000000003',
      points: -18,
      pendingPoints: 0,
      balanceAfter: 154,
      programVersion: 3,
      code: null,
      file: null,
    };
    const [header, line, rest] = toLedgerCsv([entry]).split('\r\n');
    expect(header).toMatch(/^\uFEFFentry_id,at,/);
    expect(line).toBe(
      '7,2026-11-20T02:00:00.000Z,2026-11-21T02:00:00.000Z,refund,,5900000000000000003,-18,0,154,3,,,',
    );
    const ofFile = { ...entry, orderId: null, file: { batchId: '2', name: '=A1,"x"', undone: true } };
    const [, taken] = toLedgerCsv([{ ...ofFile, code: 'PTS-1' }]).split('\r\n');
    expect(taken).toMatch(/,3,PTS-1,2,true$/);
    expect(rest).toBe('');
  });

  test('how much may be given or taken → down to 0; a refusal’s own range where the balance has changed', () => {
    expect([adjustRange(40), adjustRange(0)]).toEqual([
      { min: -40, max: 10_000_000 },
      { min: 1, max: 10_000_000 },
    ]);
    expect(rangeIn('-12 to 10000000, not 0')).toEqual({ min: -12, max: 10_000_000 });
    expect([rangeIn('0 to 5, not 0'), rangeIn(undefined)]).toEqual([{ min: 1, max: 5 }, null]);
  });
});
