import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import type { OfferView } from '../../../web/domain/loyalty/member-view.ts';
import { collectComplaints, SLOWER } from '../../support/browser.ts';
import type { ThemeShop } from './theme-shop.ts';

type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean };
declare global {
  interface Window {
    seen: { shift: number };
  }
}

/** A browser at the shop. `seen` of its window: what moved without a click. */
export type ThemeVisit = {
  page: Page;
  context: BrowserContext;
  complaints: string[];
  launcher: Locator;
  dialog: Locator;
  go(at: string): Promise<void>;
  fillCart(variantId: string | undefined): Promise<void>;
};

export async function openVisit(
  browser: Browser,
  shop: Pick<ThemeShop, 'origin'>,
  width: number,
): Promise<ThemeVisit> {
  const context = await browser.newContext({ viewport: { width, height: 844 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.addInitScript(watchPage);
  return {
    page,
    context,
    complaints: collectComplaints(page),
    launcher: page.locator('[data-open]'),
    dialog: page.getByRole('dialog'),
    async go(at) {
      await page.goto(`${shop.origin}${at}`);
    },
    async fillCart(variantId) {
      await page.evaluate(
        (body) =>
          fetch('/cart/add.js', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body,
          }).then((answer) => answer.json()),
        JSON.stringify({ id: variantId }),
      );
    },
  };
}

/** Runs in the page before anything of it. */
function watchPage(): void {
  window.seen = { shift: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as Shift[])
      if (!entry.hadRecentInput) window.seen.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
}

type TraceEvent = { name: string; pid: number; tid: number; tdur?: number; args?: { name?: string } };
const LONG_MS = 50;
const MAIN = 'CrRendererMain';

/**
 * What kept the page's main thread at work for over 50 ms in one go while `act` ran, in ms. Processor time, unlike the browser's own
 * "long tasks": where the machine is busy with other things the clock runs on while a page stands still.
 */
export async function longTasksOf(page: Page, act: () => Promise<void>): Promise<number[]> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('the page has no browser');
  await browser.startTracing(page, { categories: ['-*', 'disabled-by-default-devtools.timeline'] });
  let trace: Buffer | undefined;
  try {
    await act();
  } finally {
    trace = await browser.stopTracing();
  }
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const mains = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === MAIN);
  const isMain = (task: TraceEvent) => mains.some(({ pid, tid }) => task.pid === pid && task.tid === tid);
  const tasks = traceEvents.filter((event) => event.name === 'RunTask' && isMain(event));
  if (!tasks.some(({ tdur }) => tdur)) throw new Error('the browser told of no task');
  return tasks.flatMap(({ tdur = 0 }) => (tdur / 1000 > LONG_MS * SLOWER ? [tdur / 1000] : []));
}

/** What moved without a click, once what the page asked for is there and drawn. */
export async function shiftOf(page: Page): Promise<number> {
  await page.waitForLoadState('networkidle');
  return page.evaluate(async () => {
    // An observer hears of a frame after it.
    for (let frame = 0; frame < 2; frame++) await new Promise((drawn) => requestAnimationFrame(drawn));
    await new Promise((heard) => setTimeout(heard));
    return window.seen.shift;
  });
}

/** What a person sees of it. */
export const seen = async (part: Locator): Promise<string> => (await part.allInnerTexts()).join('\n');

/** 10 % off from 200,000 ₫ for three days more. */
export const offerAt = (shop: ThemeShop): OfferView => ({
  code: 'BACK-7QX2',
  value: { kind: 'percentage', percentageBps: 1_000 },
  minimumSpendMinor: 200_000,
  endsAt: new Date(Date.now() + 3 * 86_400_000).toISOString(),
  url: `${shop.origin}/discount/BACK-7QX2?redirect=/collections/all`,
});
