import type { Frame } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { seriousFindings } from '../support/axe.ts';
import { skipReason } from '../support/browser.ts';
import { openAdmin } from './fixture/open-admin.ts';

/** A picture without words. */
const spoil = (frame: Frame) =>
  frame.evaluate(() => {
    const picture = document.createElement('img');
    picture.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';
    document.body.append(picture);
  });

describe.skipIf(skipReason !== null)(
  `axe in Chromium${skipReason ? ` (${skipReason})` : ''}`,
  { timeout: 180_000 },
  () => {
    test('a fault on the page, in the app and in a mail inside it → each is found, in its frame', async () => {
      const admin = await openAdmin();
      const { page, frame } = await admin.open('/campaigns/1');
      await frame.waitForSelector('.mail-window iframe');
      expect(await seriousFindings(page)).toEqual([]);
      const mail = frame.childFrames().at(-1);
      if (!mail) throw new Error('no mail is shown');
      for (const each of [page.mainFrame(), frame, mail]) await spoil(each);
      const found = await seriousFindings(page);
      expect(found.map((line) => line.match(/iframe/g)?.length ?? 0).sort()).toEqual([0, 1, 2]);
      for (const line of found) expect(line).toMatch(/^image-alt: .*<img src="data:/);
      await admin.close();
    });
  },
);
