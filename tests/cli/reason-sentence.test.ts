import { describe, expect, it } from 'vitest';
import { reasonSentence } from '../../web/cli/reason-sentence.ts';
import en from '../../web/contract/messages/reasons.en.json' with { type: 'json' };
import th from '../../web/contract/messages/reasons.th.json' with { type: 'json' };
import vi from '../../web/contract/messages/reasons.vi.json' with { type: 'json' };
import { stageReasonCodeSchema } from '../../web/contract/vocabulary.ts';
import { NUMBERS_BY_REASON } from '../../web/domain/lifecycle/reason.ts';

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

describe('the sentences of reasons', () => {
  it('exist for every reason, in English, Vietnamese and Thai', () => {
    for (const { reason } of [en, vi, th]) {
      expect(Object.keys(reason).sort()).toEqual([...stageReasonCodeSchema.options].sort());
    }
    expect(Object.keys(NUMBERS_BY_REASON).sort()).toEqual([...stageReasonCodeSchema.options].sort());
  });

  it('name exactly the numbers that the reason carries', () => {
    for (const { reason } of [en, vi, th]) {
      for (const [code, text] of Object.entries(reason)) {
        const carried = Object.entries(NUMBERS_BY_REASON).find(([name]) => name === code)?.[1] ?? [];
        const unnamed = carried.filter((name) => !placeholders(text).includes(name));
        const unknown = placeholders(text).filter((name) => !carried.includes(name ?? ''));
        expect({ code, unknown, unnamed }).toEqual({ code, unknown: [], unnamed: [] });
      }
    }
  });

  it('money is written in the shop currency, without decimals where it has none', () => {
    const params = { purchases: 1200, spentMinor: 2_400_000, vipPurchases: 6, vipSpentMinor: 1_000_000 };
    expect(reasonSentence({ code: 'vip_enter', params }, 'VND')).toBe(
      '1,200 purchases and ₫2,400,000 spent; VIP from 6 purchases and ₫1,000,000.',
    );
    expect(reasonSentence({ code: 'vip_enter', params }, 'USD')).toContain('$24,000.00 spent');
  });
});
