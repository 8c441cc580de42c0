import type { Frame, Page } from 'playwright-core';

/** The app inside the admin's page, once it stands there. */
export async function appIn(page: Page): Promise<Frame> {
  const frame = await (await page.waitForSelector('iframe[data-app]')).contentFrame();
  if (!frame) throw new Error('the app is not framed');
  return frame;
}

const MOST_PRESSES = 120;

/** Presses Tab until the focused element in the app matches; an unreachable control is found by the end of it. */
export async function tabTo(page: Page, frame: Frame, selector: string, key = 'Tab'): Promise<void> {
  for (let presses = 0; presses < MOST_PRESSES; presses++) {
    if (await frame.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`Tab never reached ${selector}`);
}

/** The same for the control with this text. */
export async function tabToNamed(page: Page, frame: Frame, text: string): Promise<void> {
  for (let presses = 0; presses < MOST_PRESSES; presses++) {
    if (await frame.evaluate((wanted) => document.activeElement?.textContent === wanted, text)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached “${text}”`);
}
