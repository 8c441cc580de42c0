import type { Frame, Page } from 'playwright-core';

type Wanted = {
  /** What the control says, among other words. */
  text?: string;
  key?: 'Tab' | 'Shift+Tab';
  /** What opened over the page and takes the focus to itself, e.g. `[role="dialog"]`: a key before that goes to the page behind. */
  inside?: string;
};

const MOST_PRESSES = 120;

/** Presses Tab until the focused element in the app matches; an unreachable control is found by the end of it. */
export async function tabTo(
  page: Page,
  frame: Frame,
  selector: string,
  { text = '', key = 'Tab', inside = 'html' }: Wanted = {},
): Promise<void> {
  // Keys pressed before the control is drawn go round without it.
  const control = frame.locator(inside).locator(selector);
  await (text === '' ? control : control.filter({ hasText: text })).first().waitFor({ state: 'attached' });
  await frame.waitForFunction((box) => document.activeElement?.closest(box) instanceof Element, inside);
  for (let presses = 0; presses < MOST_PRESSES; presses++) {
    if (await frame.evaluate(isFocused, { selector, text, inside })) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} never reached ${selector} ${text}`);
}

function isFocused({ selector, text, inside }: { selector: string; text: string; inside: string }): boolean {
  const focused = document.activeElement;
  return (
    focused?.matches(selector) === true &&
    focused.closest(inside) !== null &&
    focused.textContent?.includes(text) === true
  );
}
