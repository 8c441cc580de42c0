import { checkCampaign } from './campaign-check.ts';
import type { EncoreClient } from './encore-client.ts';
import { checkTags } from './expected-tags.ts';
import { historyGoesOn, liveHour } from './live-hour.ts';
import { checkLoyalty, comparePoints, launchForCheck } from './loyalty-check.ts';
import type { Stage } from './simulate-days.ts';
import { firstSync, settled } from './waiting.ts';

/**
 * The loop without a browser; its last line is one JSON object. A real history's last orders come in live while the rest is
 * still being read. Points are launched over all of it. Then everybody is decided once more, with live events before it in the
 * seeded shop, and compared again. Last, one campaign from end to end and one shopper with their points. Answers the exit code.
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
  const terms = await launchForCheck(stage, client);
  const launched = await comparePoints(stage, client, terms);
  const happened = live + (realHistory ? 0 : await liveHour(shop));
  await shop.post('/__dev/webhooks/drain', {});
  await settled(client);
  await client.recompute();
  await settled(client);
  const { examples, remembered: _, ...result } = await checkTags(shop, timeZone, first.remembered);
  for (const example of [...first.examples, ...examples, ...launched.examples])
    console.error(JSON.stringify(example));
  console.error(`${happened} live events`);
  const mismatches = first.mismatches + result.mismatches;
  const campaign = await checkCampaign(stage, client);
  const loyalty = await checkLoyalty(stage, client, terms);
  const faults = [...campaign.faults, ...loyalty.faults];
  for (const fault of faults) console.error(fault);
  const pointMismatches = launched.mismatches + loyalty.numbers.pointMismatches;
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  const numbers = { ...campaign.numbers, ...loyalty.numbers, pointMismatches };
  console.log(JSON.stringify({ ...result, mismatches, ...numbers, seconds }));
  const allStages = Object.values(result.stages).every((count) => count > 0);
  const tagsRight = mismatches === 0 && result.tagged > 0 && (realHistory || allStages);
  return tagsRight && pointMismatches === 0 && faults.length === 0 ? 0 : 1;
}
