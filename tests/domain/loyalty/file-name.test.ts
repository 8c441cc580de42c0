import { expect, test } from 'vitest';
import { keptFileName, MAX_FILE_NAME } from '../../../web/domain/loyalty/file-name.ts';

test.each([
  ['a plain name', 'điểm tháng 11.csv', 'điểm tháng 11.csv'],
  ['folders of any system', String.raw`C:\Users\Thảo\điểm.csv`, 'điểm.csv'],
  ['folders with slashes', '/home/thao/../points.csv', 'points.csv'],
  ['signs that turn the text around or break the line', ' a\u202Egnp\u0000.csv\n', 'agnp.csv'],
  ['nothing but a folder', 'C:\\', null],
  ['nothing', '', null],
  ['no name at all', undefined, null],
])('%s → what the list shows', (_, given, kept) => {
  expect(keptFileName(given)).toBe(kept);
});

test('a long name → its first 200 characters, none of them cut in two', () => {
  expect(keptFileName('🎁'.repeat(300))).toBe('🎁'.repeat(MAX_FILE_NAME));
});
