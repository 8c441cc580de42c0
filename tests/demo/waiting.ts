import { setTimeout as wait } from 'node:timers/promises';
import type { EncoreClient } from './encore-client.ts';

const GIVE_UP_MS = 15 * 60_000;

/** The first page load installs Encore; then the history comes, is scored and tagged. */
export async function firstSync(encoreClient: EncoreClient, report: (line: string) => void): Promise<void> {
  const until = Date.now() + GIVE_UP_MS;
  let last = '';
  for (;;) {
    const home = await encoreClient.home();
    if (home.phase === 'ready' && home.sync.tags.waiting === 0 && home.sync.inboxWaiting === 0) return;
    const line =
      home.phase === 'syncing'
        ? `syncing: ${home.progress.step}, ${home.progress.ordersRead} orders read`
        : `tagging: ${home.sync.tags.standing} customers tagged, ${home.sync.tags.waiting} waiting`;
    if (line !== last) report(line);
    last = line;
    if (home.phase === 'syncing' && home.progress.state === 'failed')
      throw new Error(`the first sync failed: ${home.progress.failure}`);
    if (Date.now() > until) throw new Error(`gave up waiting, the last state was: ${line}`);
    await wait(250);
  }
}

/** Nothing waits any more: inbox drained, recomputation over, tags sent. Seen twice, so that no step hides between two others. */
export async function settled(encoreClient: EncoreClient): Promise<void> {
  const until = Date.now() + GIVE_UP_MS;
  for (let quiet = 0; quiet < 3; ) {
    if (Date.now() > until) throw new Error('gave up waiting for Encore to settle');
    await wait(400);
    const [home, settings] = [await encoreClient.home(), await encoreClient.settings()];
    const busy =
      home.phase !== 'ready' ||
      home.sync.inboxWaiting > 0 ||
      home.sync.tags.waiting > 0 ||
      settings.recomputing;
    quiet = busy ? 0 : quiet + 1;
  }
}
