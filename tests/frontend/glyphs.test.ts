import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { skipReason } from '../support/browser.ts';
import { type Admin, type Opened, openAdmin } from './fixture/open-admin.ts';

/** Every letter and mark that occurs in a language's messages beyond ASCII. */
function lettersOf(language: string): string[] {
  const files = ['', 'reasons.', 'loyalty.', 'panel.'].map((part) => `${part}${language}.json`);
  const text = files
    .map((file) => readFileSync(new URL(`../../web/contract/messages/${file}`, import.meta.url), 'utf8'))
    .join('');
  return [...new Set(text.normalize('NFC'))].filter((letter) => letter > '\u007f' && letter.trim() !== '');
}

/** Draws each letter in the page's own font and answers those that come out as the box for a missing glyph. */
function findMissing(letters: readonly string[]): string[] {
  const canvas = document.createElement('canvas');
  canvas.width = 80;
  canvas.height = 60;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  context.font = `28px ${getComputedStyle(document.body).fontFamily}`;
  const draw = (text: string) => {
    context.clearRect(0, 0, 80, 60);
    context.fillText(text, 10, 40);
    return context.getImageData(0, 0, 80, 60).data.join();
  };
  const width = (text: string) => context.measureText(text).width;
  const [empty, box, base] = [draw(''), draw('\u{10fffd}'), '\u0e01'];
  return letters.filter((letter) => {
    // A vowel or tone mark stands over its consonant: it must change the picture and take no room of its own.
    if (/\p{M}/u.test(letter)) {
      return draw(base + letter) === draw(base) || Math.abs(width(base + letter) - width(base)) > 1;
    }
    const picture = draw(letter);
    return picture === box || picture === empty;
  });
}

describe.skipIf(skipReason !== null)(
  `glyphs in Chromium${skipReason ? ` (${skipReason})` : ''}`,
  { timeout: 180_000 },
  () => {
    let admin: Admin;
    let opened: Opened;
    beforeAll(async () => {
      admin = await openAdmin();
      opened = await admin.open('/', { locale: 'th' });
    });
    afterAll(() => admin?.close());

    test.each([
      ['Thai', 'th', 50],
      ['Vietnamese', 'vi', 50],
    ])('%s → every letter of its messages has a picture', async (_name, language, atLeast) => {
      const letters = lettersOf(language);
      expect(letters.length).toBeGreaterThan(atLeast);
      expect(await opened.frame.evaluate(findMissing, letters)).toEqual([]);
    });

    test('a character no font has → is noticed', async () => {
      expect(await opened.frame.evaluate(findMissing, ['\u{10fffe}'])).toEqual(['\u{10fffe}']);
    });
  },
);
