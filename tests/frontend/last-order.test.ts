import { expect, test } from 'vitest';
import { loadLanguage } from '../../web/frontend/shared/language.ts';
import type { LanguageCode } from '../../web/frontend/shared/locale.ts';

test.each<[LanguageCode, string, string, string]>([
  ['en', 'Last order today', 'Last order 1 day ago', 'Last order 12 days ago'],
  ['vi', 'Đơn gần nhất là hôm nay', 'Đơn gần nhất cách đây 1 ngày', 'Đơn gần nhất cách đây 12 ngày'],
  ['th', 'คำสั่งซื้อล่าสุดวันนี้', 'คำสั่งซื้อล่าสุดเมื่อ 1 วันก่อน', 'คำสั่งซื้อล่าสุดเมื่อ 12 วันก่อน'],
])('last order in %s, today, yesterday and longer ago → as one says it', async (language, ...sentences) => {
  const { i18n } = await loadLanguage(language);
  const said = [0, 1, 12].map((count) => i18n.t('customer.rfm.r', { count, days: String(count) }));
  expect(said).toEqual(sentences);
});
