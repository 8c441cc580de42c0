import { existsSync, mkdirSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const PLACES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const executablePath = PLACES.find((place) => place !== undefined && existsSync(place));

/** Why browser suites skip on this machine; null = they run. */
export const skipReason: string | null =
  executablePath === undefined ? 'no Chromium found (set CHROMIUM_PATH or install chromium)' : null;

/** A suite's name, with why it is skipped where it is. */
export function named(suite: string): string {
  return skipReason === null ? suite : `${suite} (skipped: ${skipReason})`;
}

/**
 * How many times slower the browser's processor is made, and answers come up to 50 ms times this late. With `SLOW_BROWSER=8` a test that acts before what it acts on is
 * there fails each time, and not once in a hundred runs.
 */
export const SLOWER = Number(process.env.SLOW_BROWSER ?? 1);

/** Headless Chromium that calls nobody by itself. Throws where there is none: ask `skipReason` first. */
export async function launchBrowser(): Promise<Browser> {
  if (executablePath === undefined) throw new Error(skipReason ?? 'no Chromium');
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  if (SLOWER > 1) browser.on('context', (context) => context.on('page', slowDown));
  return browser;
}

async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
}

const SCREENSHOTS = new URL('../e2e/screenshots/', import.meta.url);

/** Writes `tests/e2e/screenshots/<name>.png` (git-ignored) to be looked at. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: new URL(`${name}.png`, SCREENSHOTS).pathname });
}

/** Everything the page complained about since this was called: console errors, uncaught errors, failed requests. */
export function collectComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    // A request given up because the page moved on is no fault.
    if (reason !== 'net::ERR_ABORTED') complaints.push(`request: ${request.url()} ${reason}`);
  });
  return complaints;
}
