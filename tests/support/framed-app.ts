import type { Frame, Page } from 'playwright-core';

/** The app inside the admin's page, once it stands there. */
export async function appIn(page: Page): Promise<Frame> {
  const frame = await (await page.waitForSelector('iframe[data-app]')).contentFrame();
  if (!frame) throw new Error('the app is not framed');
  return frame;
}
