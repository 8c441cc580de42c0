import { checkCampaign } from './campaign-check.ts';
import type { EncoreClient } from './encore-client.ts';
import { checkTags } from './expected-tags.ts';
import { historyGoesOn, liveHour } from './live-hour.ts';
import type { Stage } from './simulate-days.ts';
import { firstSync, settled } from './waiting.ts';

/**
 * The loop without a browser; its last line is one JSON object. A real history's last orders come in live while the rest is
 * still being read. Then everybody is decided once more, with live events before it in the seeded shop, and compared again.
 * Last, one campaign from end to end. Answers the exit code.
 */
export async function check(
  stage: Stage,
  client: EncoreClient,
  { realHistory, startedAt }: { realHistory: boolean; startedAt: number },
): Promise<number> {
  const { shop, timeZone } = stage;
  const live = realHistory ? await historyGoesOn(client, shop) : 0;
  await firstSync(client, (line) => console.error(line));
  await settled(client);
  const first = await checkTags(shop, timeZone);
  const happened = live + (realHistory ? 0 : await liveHour(shop));
  await shop.post('/__dev/webhooks/drain', {});
  await settled(client);
  await client.recompute();
  await settled(client);
  const { examples, remembered: _, ...result } = await checkTags(shop, timeZone, first.remembered);
  for (const example of [...first.examples, ...examples]) console.error(JSON.stringify(example));
  console.error(`${happened} live events`);
  const mismatches = first.mismatches + result.mismatches;
  const campaign = await checkCampaign(stage, client);
  for (const fault of campaign.faults) console.error(fault);
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  console.log(JSON.stringify({ ...result, mismatches, ...campaign.numbers, seconds }));
  const allStages = Object.values(result.stages).every((count) => count > 0);
  const tagsRight = mismatches === 0 && result.tagged > 0 && (realHistory || allStages);
  return tagsRight && campaign.faults.length === 0 ? 0 : 1;
}
