import axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';

declare global {
  interface Window {
    axe: typeof axe;
    /** What it found in this frame. */
    axePart: axe.PartialResult;
  }
}

/** A broken rule, and where: one line an element. */
type Violation = { id: string; impact: axe.ImpactValue | undefined; nodes: string[] };
/** A frame that was run, and how many elements its findings name. */
type Judged = { frame: Frame; size: number };

/**
 * Elements are named by their place. The shortest selector of each is what axe spends most of its time on, and it looks for
 * those of all that is right, too.
 */
const NAMED_BY_PLACE = `axe.utils.nodeSerializer.update({
  toSpec: ({ source, ancestry, nodeIndexes, fromFrame }) =>
    ({ source, selector: ancestry, ancestry, xpath: [], nodeIndexes, fromFrame }),
})`;
const INJECT = `if (!window.axe) { ${axe.source}; ${NAMED_BY_PLACE} }`;

/** Serious and critical findings of axe on the page and all its frames, one line each; empty = none. Throws when a frame cannot be judged. */
export async function seriousFindings(page: Page): Promise<string[]> {
  const found = await violationsOf(page);
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node}`));
}

/** Whatever axe finds on the page and all its frames. */
export async function violationsOf(page: Page): Promise<Violation[]> {
  await letScriptsIn(page);
  const judged = await judge(page.mainFrame(), { include: [], exclude: [] });
  // The largest part is megabytes: the others are brought to it.
  const largest = judged.reduce((most, each) => (each.size > most.size ? each : most));
  const parts = await Promise.all(
    judged.map((each) =>
      each === largest ? null : each.frame.evaluate(() => JSON.stringify(window.axePart)),
    ),
  );
  return largest.frame.evaluate(async (all) => {
    const whole = all.map((part) => (part === null ? window.axePart : JSON.parse(part)));
    const { violations } = await window.axe.finishRun(whole, {});
    return violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      nodes: nodes.map(({ target, html }) => `${target.join(' ')} ${html.slice(0, 160)}`),
    }));
  }, parts);
}

/** Colours of what still fades in are not those that will be read. What moves for ever is not waited for. */
export async function movedOut(frame: Frame): Promise<void> {
  await frame.evaluate(async () => {
    const moving = document
      .getAnimations()
      .filter(
        ({ effect, playState }) =>
          playState === 'running' && Number.isFinite(effect?.getComputedTiming().endTime),
      );
    await Promise.allSettled(moving.map(({ finished }) => finished));
  });
}

/** Runs axe in a frame, then in those inside it; what it found stays there. */
async function judge(frame: Frame, context: axe.FrameContextObject): Promise<Judged[]> {
  await movedOut(frame);
  await frame.evaluate(INJECT);
  const inside = await frame.evaluate((of) => window.axe.utils.getFrameContexts(of, {}), context);
  const size = await frame.evaluate(async (of) => {
    window.axePart = await window.axe.runPartial(of, {});
    return window.axePart.results.reduce((sum, { nodes }) => sum + nodes.length, 0);
  }, context);
  const judged = [{ frame, size }];
  for (const { frameSelector, frameContext } of inside) {
    const element = await frame.evaluateHandle((of) => window.axe.utils.shadowSelect(of), frameSelector);
    const child = await element.asElement()?.contentFrame();
    if (!child) throw new Error(`axe cannot enter ${JSON.stringify(frameSelector)}`);
    judged.push(...(await judge(child, frameContext)));
  }
  return judged;
}

/** Lets scripts into frames whose sandbox forbids them, drawn again: axe must run inside a frame to judge it, and waits for ever where it cannot. */
async function letScriptsIn(page: Page): Promise<void> {
  for (const frame of page.frames()) {
    if (frame === page.mainFrame()) continue;
    const element = await frame.frameElement();
    const sandbox = await element.getAttribute('sandbox');
    if (sandbox === null || sandbox.includes('allow-scripts')) continue;
    await element.evaluate(
      (node) =>
        new Promise<void>((drawn) => {
          if (!(node instanceof HTMLIFrameElement)) return drawn();
          // The first drawing may load only now; it shows nobody its document.
          node.addEventListener('load', () => {
            if (node.contentDocument !== null) drawn();
          });
          node.removeAttribute('sandbox');
          node.srcdoc = `${node.srcdoc}`;
        }),
    );
  }
}
