import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../web/frontend/shared/locale.ts';
import { seriousFindings } from '../support/axe.ts';
import { screenshot, skipReason } from '../support/browser.ts';
import { createScene } from './fixture/api.ts';
import { type Admin, openAdmin } from './fixture/open-admin.ts';

/** Twice the browser has had to draw: what it was told before has reached the page. */
const drawn = (frame: Frame) =>
  frame.evaluate(
    () => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(() => seen(null)))),
  );

describe.skipIf(skipReason !== null)(
  `the lapse limit as a line that can be moved, in Chromium${skipReason ? ` (${skipReason})` : ''}`,
  { timeout: 180_000 },
  () => {
    let admin: Admin;
    beforeAll(async () => {
      admin = await openAdmin();
    });
    afterAll(() => admin?.close());
    beforeEach(() => {
      Object.assign(admin.fixture.scene, createScene());
    });

    const slider = (frame: Frame) => frame.getByRole('slider', { name: 'two or more' });
    const field = (frame: Frame) => frame.getByLabel('Lapse limit for customers with two or more').first();
    const limitOf = async (frame: Frame) => Number(await slider(frame).getAttribute('aria-valuenow'));
    const wordsOf = (frame: Frame) => slider(frame).getAttribute('aria-valuetext');

    test('by the keyboard → the field, the words and the preview follow; never beyond what is allowed', async () => {
      const { page, frame, complaints, close } = await admin.open('/settings');
      await slider(frame).focus();
      expect(await wordsOf(frame)).toBe('Lapsed after 114 days');
      for (const [key, days] of [
        ['ArrowRight', 115],
        ['ArrowDown', 114],
        ['PageUp', 128],
        ['Home', 14],
        ['ArrowLeft', 14],
        ['End', 730],
        ['PageDown', 716],
      ] as const) {
        await page.keyboard.press(key);
        await expect.poll(() => limitOf(frame), { message: key }).toBe(days);
      }
      expect(await wordsOf(frame)).toBe('Lapsed after 716 days');
      expect(await field(frame).inputValue()).toBe('716');
      await frame.waitForSelector('text=If you save this, 214 customers move');
      await field(frame).fill('90');
      await expect.poll(() => wordsOf(frame)).toBe('Lapsed after 90 days');
      expect(complaints).toEqual([]);
      await close();
    });

    test('by the pointer → the value under it; let go, it stays', async () => {
      const { page, frame, close } = await admin.open('/settings');
      await slider(frame).scrollIntoViewIfNeeded();
      const grip = await slider(frame).boundingBox();
      const plot = await frame.locator('.histogram-plot').nth(1).boundingBox();
      if (!grip || !plot) throw new Error('nothing is drawn');
      const y = grip.y + grip.height / 2;
      await page.mouse.move(grip.x + grip.width / 2, y);
      await page.mouse.down();
      // 36 bars of ten days: three quarters of the width are 270 days.
      await page.mouse.move(plot.x + plot.width * 0.75, y, { steps: 5 });
      // The browser hands moves on with the next picture, so what they bring about is later than they are.
      await expect.poll(async () => Math.abs((await limitOf(frame)) - 270)).toBeLessThanOrEqual(2);
      await page.mouse.up();
      const standing = await limitOf(frame);
      await page.mouse.move(plot.x + 5, y);
      await drawn(frame);
      expect(await limitOf(frame)).toBe(standing);
      expect(await field(frame).inputValue()).toBe(String(standing));
      await close();
    });

    test.each(LANGUAGES.flatMap((locale) => [1280, 390].map((width) => ({ locale, width }))))(
      'in $locale at $width px → drawn with its grip',
      async (look) => {
        const { page, frame, complaints, close } = await admin.open('/settings', look);
        await frame.getByRole('slider').first().waitFor();
        await frame.getByRole('slider').first().focus();
        await screenshot(page, `lapse-line-${look.locale}-${look.width}`);
        expect(await seriousFindings(page)).toEqual([]);
        expect(complaints).toEqual([]);
        await close();
      },
    );
  },
);
