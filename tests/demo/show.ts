import type { CampaignTerms } from '../../web/contract/campaign-terms.ts';
import { dayToIso, localDayOf } from '../../web/domain/shared/time.ts';
import { allDone } from './all-done.ts';
import { launchPreset, setUpSending } from './campaign-setup.ts';
import type { EncoreClient } from './encore-client.ts';
import { demoProgram, launchLoyalty } from './loyalty-setup.ts';
import type { PointsCounts } from './points-habit.ts';
import { RESPONSE } from './response-model.ts';
import { type Stage, simulateDays } from './simulate-days.ts';
import { compareWithTruth, type ToldAndTrue } from './told-and-true.ts';

/** What the demo's merchant chooses beside the presets: by e-mail, those who matched before worked off in some days. */
const BY_MAIL: Pick<CampaignTerms, 'channels'> = {
  channels: { email: true, on_site: false, flow: false, webhook: false },
};
const LAUNCHES = [
  { kind: 'second_purchase', changes: { ...BY_MAIL, backlogPerDay: 60 } },
  { kind: 'win_back', changes: { ...BY_MAIL, backlogPerDay: 150 } },
] as const;
/** A shop this small holds back half (the most there is), or two months would tell it nothing. */
const SETTINGS = {
  comparisonGroup: { enabled: true, shareBps: 5_000 },
  margin: { costBps: 4_500, floorBps: 1_000 },
};
const SEED = 60;

/** Orders of so many days before the launch earn as well. */
const REACHES_BACK_DAYS = 365;

/**
 * Points and two campaigns launched as a merchant does, the days until today lived through, and what the Results page says of them
 * beside what was true. Afterwards both clocks show real time.
 */
export async function showAlive(
  stage: Stage,
  client: EncoreClient,
  options: { days: number; newPerDay: number; signal: AbortSignal; say: (line: string) => void },
): Promise<void> {
  const { say } = options;
  const startedAt = performance.now();
  say('');
  say(`Now ${options.days} days of two campaigns, second purchase and win-back, with customers who answer:`);
  say(
    `  ${percent(RESPONSE.offerUplift)} of those who get an offer by mail are moved to buy by it, most within ${RESPONSE.meanDelayDays} days; Encore does not know.`,
  );
  say(
    `  Points are launched too: ${percent(RESPONSE.looksAtPoints)} look at theirs when they come, ${percent(RESPONSE.redeems)} of them redeem what they can.`,
  );
  await launchPoints(stage, client);
  await setUpSending(client, stage.shop, SETTINGS);
  for (const { kind, changes } of LAUNCHES) await launchPreset(client, kind, changes);
  const bar = progressBar(options.days, startedAt);
  const { shoppers, counts, points } = await simulateDays(stage, {
    ...options,
    seed: SEED,
    onDay: (day, { mails, orders }) => {
      if (day % 7 === 0 || day === options.days) say(bar(day, `${mails} mails, ${orders} orders`));
    },
  });
  if (options.signal.aborted) return;
  await stage.clock.letRun(stage.shop);
  await stage.encore.tick();
  await allDone(stage.encore, stage.shop);
  const { campaigns } = await client.results();
  const told = await Promise.all(
    campaigns.map((result) => compareWithTruth(stage.encore, result, shoppers, stage.clock.now())),
  );
  say('');
  for (const one of told) say(sentence(one));
  say(await sayPoints(client, points, counts.withReward));
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  say(
    `${counts.mails} mails, ${counts.orders} orders (${counts.withCode} with a code), ${counts.unsubscribed} unsubscribed, in ${seconds} s`,
  );
}

async function launchPoints(stage: Stage, client: EncoreClient): Promise<void> {
  const fromOn = localDayOf(stage.clock.now(), stage.timeZone) - REACHES_BACK_DAYS;
  const { terms } = await client.program();
  await launchLoyalty(stage, client, demoProgram(terms, dayToIso(fromOn)));
}

/** What members earned and spent, as Encore's books have it. */
async function sayPoints(client: EncoreClient, { redeemed, byFriend }: PointsCounts, used: number) {
  const { members, issued, pendingPoints, spent, expired, atMost, balanced } = await client.liability();
  const earned = `${members} members earned ${issued - pendingPoints} points, ${pendingPoints} are to come`;
  const went = `${spent} spent on ${redeemed} rewards, ${expired} ended`;
  const cost = atMost ? `; open points cost at most ${atMost.amountMinor} ${atMost.currency}` : '';
  return `  Points: ${earned}; ${went}; ${byFriend} came by a friend, ${used} orders with such a code${cost}; books ${balanced ? 'balanced' : 'NOT BALANCED'}`;
}

/** What the Results page measured, and the truth behind it. */
function sentence({ name, verdict, told, treated, comparison, trueExtra }: ToldAndTrue): string {
  const groups = `${treated.ordered} of ${treated.people} ordered, ${comparison.ordered} of ${comparison.people} held back`;
  const range = told
    ? `${round(told.estimate)} extra customers (${round(told.low)} to ${round(told.high)})`
    : 'not measurable yet';
  return `  ${name}: ${verdict.replaceAll('_', ' ')}; ${groups}; measured ${range}; true ${trueExtra}`;
}

function progressBar(days: number, startedAt: number): (day: number, text: string) => string {
  const width = 24;
  return (day, text) => {
    const done = Math.round((width * Math.min(day, days)) / days);
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    return `  [${'█'.repeat(done)}${'·'.repeat(width - done)}] day ${String(day).padStart(2)}  ${text}  ${seconds} s`;
  };
}

function round(value: number): string {
  return String(Math.round(value));
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
