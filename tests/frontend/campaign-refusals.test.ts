import { describe, expect, test } from 'vitest';
import { termsIssueCodeSchema } from '../../web/contract/campaign-terms.ts';
import { fieldIssueSchema } from '../../web/contract/errors.ts';
import type { CampaignTerms, MessageTexts } from '../../web/domain/campaigns/campaign.ts';
import { presetOf } from '../../web/domain/campaigns/kinds.ts';
import { TERMS_ISSUE_CODES, type TermsIssue, termsIssues } from '../../web/domain/campaigns/terms-issues.ts';
import type { ProductId } from '../../web/domain/shared/ids.ts';
import { isoToDay } from '../../web/domain/shared/time.ts';
import { issueWords, type Voice } from '../../web/frontend/features/campaigns/fault-words.ts';
import { createFormat } from '../../web/frontend/shared/format.ts';
import { loadLanguage } from '../../web/frontend/shared/language.ts';
import { LANGUAGES, type LanguageCode } from '../../web/frontend/shared/locale.ts';
import { anOffer } from '../domain/campaigns/people.ts';

const preset = presetOf('second_purchase');
const [step] = preset.steps;
if (!step) throw new Error('the preset has a step');
const own = (change: Partial<MessageTexts>) => ({
  steps: [
    {
      ...step,
      texts: { en: { subject: 'Hello', heading: 'Hello', body: 'Hello', button: 'Go', ...change } },
    },
  ],
});
const offering = (change: Parameters<typeof anOffer>[0]) => ({
  arms: [{ name: 'A', offers: [anOffer(change)] }],
});

/** Terms in which something of every kind is wrong. */
const BAD: readonly Partial<CampaignTerms>[] = [
  { name: ' ' },
  { name: 'x'.repeat(81) },
  { name: '<b>x</b>' },
  { priority: 0, endsOn: isoToDay('2026-11-19') },
  { channels: { email: false, on_site: false, flow: false, webhook: false } },
  { audience: { countries: ['XX'], minSpentMinor: 0, startDay: 40, endDay: 30 } },
  { steps: [], arms: [] },
  { steps: [{ ...step, afterDays: 3 }, step], arms: [{ name: 'A', offers: [null] }] },
  { kind: 'points_expiring' },
  { kind: 'win_back', arms: [...preset.arms, ...preset.arms] },
  own({ subject: 'a\nb', heading: '{{name}}', body: 'Hi {{first_name', button: 'x'.repeat(61) }),
  { ...own({ body: '{{code}}' }), arms: [{ name: 'A', offers: [null] }] },
  offering({ value: { kind: 'percentage', percentageBps: 0 }, validDays: 0 }),
  offering({ value: { kind: 'percentage', percentageBps: 5_000 } }),
  offering({ value: { kind: 'amount', amountMinor: 500 }, minimumSpendMinor: 500 }),
  offering({ value: { kind: 'free_shipping' }, scope: { kind: 'bought_before' } }),
  offering({ scope: { kind: 'products', productIds: ['9' as ProductId] } }),
  offering({ scope: { kind: 'products', productIds: [] } }),
  offering({ appliesTo: { oneTimePurchase: false, subscription: false } }),
];
const context = {
  todayOn: isoToDay('2026-11-20'),
  unknownProducts: new Set(['9' as ProductId]),
  deepestBps: 3_800,
  typical: { orderMinor: 10_000, shippingMinor: 500 },
};
const REFUSALS: readonly TermsIssue[] = [
  ...BAD.flatMap((change) => termsIssues({ ...preset, ...change }, context)),
  // What only the server's surroundings tell carries no numbers (the tests by HTTP meet them).
  ...(['history', 'program', 'kind', 'not_set_up'] as const).map((code) => ({
    field: 'kind',
    code,
    params: {},
    message: 'in English',
  })),
];

async function voiceOf(language: LanguageCode): Promise<Voice & { raw: (key: string) => string }> {
  const { i18n } = await loadLanguage(language);
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 2 });
  return {
    ...createFormat(`${language}-u-ca-gregory`, 'UTC'),
    t: (key, params) => i18n.t(key, params ?? {}),
    percent: (bps) => percent.format(bps / 10_000),
    raw: (key) => String(i18n.getResource(language, 'translation', key)),
  };
}

describe('what the server refuses of terms', () => {
  test('the codes of the contract → those of the domain, and each of them is met here', () => {
    expect(termsIssueCodeSchema.options).toEqual([...TERMS_ISSUE_CODES]);
    expect([...new Set(REFUSALS.map(({ code }) => code))].toSorted()).toEqual(
      [...TERMS_ISSUE_CODES].toSorted(),
    );
  });

  test.each(LANGUAGES)(
    'every refusal in %s → a sentence of that language with all its numbers',
    async (language) => {
      const voice = await voiceOf(language);
      const english = await voiceOf('en');
      for (const refusal of REFUSALS) {
        const issue = fieldIssueSchema.parse(refusal);
        const text = voice.raw(`campaign.fault.${refusal.code}`);
        const asked = [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name);
        expect(Object.keys(refusal.params), refusal.code).toEqual(expect.arrayContaining(asked));
        const sentence = issueWords(issue, voice);
        expect(sentence.length, refusal.code).toBeGreaterThan(5);
        expect(sentence).not.toContain('campaign.fault');
        expect(sentence).not.toContain(refusal.message);
        if (language !== 'en') expect(sentence).not.toBe(issueWords(issue, english));
      }
    },
  );

  test('numbers, shares and days → in the shapes of the viewer', async () => {
    const vi = await voiceOf('vi');
    const said = (code: TermsIssue['code']) => {
      const found = REFUSALS.find((each) => each.code === code);
      return found && issueWords(found, vi);
    };
    expect(said('margin')).toBe('Vượt mức lợi nhuận sàn: tối đa giảm 38% trên một đơn thông thường.');
    expect(said('past')).toBe('Đã ở trong quá khứ: hãy chọn từ 20 thg 11, 2026 trở đi.');
    expect(said('broken')).toContain('{{');
  });

  test('what has no code of ours → its bounds, or that it cannot be read; never the English of the server', async () => {
    const th = await voiceOf('th');
    const words = (allowed?: string, code?: string) =>
      issueWords({ field: 'x', message: 'Invalid input', allowed, ...(code ? { code } : {}) }, th);
    expect(words('≤ 150')).toBe('Encore รับค่านี้ไม่ได้ ที่อนุญาต: ≤ 150');
    for (const sentence of [words(), words('string'), words('an offer', 'of_tomorrow')])
      expect(sentence).toBe('Encore อ่านค่านี้ไม่ได้ โปรดกรอกใหม่');
  });
});
