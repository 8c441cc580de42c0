import { advance, type EnrolmentPosition, startPosition } from '../../../web/domain/campaigns/advance.ts';
import {
  type CampaignState,
  type CampaignTerms,
  isService,
  SERVICE_KINDS,
  type Step,
} from '../../../web/domain/campaigns/campaign.ts';
import type { CountedMessage } from '../../../web/domain/campaigns/caps.ts';
import { decideSends, outcomeOf, type SendDecision } from '../../../web/domain/campaigns/decide-send.ts';
import type { Enrolment } from '../../../web/domain/campaigns/enrolment.ts';
import type { BuyerFacts } from '../../../web/domain/campaigns/person-facts.ts';
import type { CampaignSettings } from '../../../web/domain/campaigns/settings.ts';
import { localDayOf } from '../../../web/domain/shared/time.ts';
import { aModel } from '../factories.ts';
import { anOffer, aPerson, settingsWith, someTerms } from './people.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

export type Pause = { fromMs: number; toMs: number };
export type WorldCampaign = { terms: CampaignTerms; pauses: readonly Pause[]; endsMs: number };
/** `enrols`: when and in which campaign. `buysMs`: when they buy, if at all. */
export type WorldPerson = {
  facts: BuyerFacts;
  zone: string;
  arm: number | null;
  enrols: readonly { campaign: number; atMs: number }[];
  buysMs: number | null;
  /** When they spend all their points, if at all. */
  spendsMs: number | null;
};
export type World = {
  startMs: number;
  tickMs: number;
  ticks: number;
  shopZone: string;
  settings: CampaignSettings;
  pauses: readonly Pause[];
  campaigns: readonly WorldCampaign[];
  people: readonly WorldPerson[];
};

/** One decision of the engine about one person's enrolment at one tick. */
export type Entry = { atMs: number; enrolment: Enrolment; decision: SendDecision };

/** A number generator with a seed (mulberry32), so that a failing world can be played again. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const ZONES = [
  'UTC',
  'Asia/Ho_Chi_Minh',
  'America/New_York',
  'Europe/Berlin',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
];
/** Around both changes of the clocks, and a quiet time. */
const STARTS = ['2026-03-01T00:00:00Z', '2026-10-05T00:00:00Z', '2026-06-10T00:00:00Z'];
const DAYS = 75;
const MAIL = { email: true, on_site: false, flow: false, webhook: false };

/** A random shop: `campaigns` campaigns, `people` people, every one of them wanted by several. */
export function randomWorld(seed: number, size: { campaigns: number; people: number }): World {
  const random = seeded(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const whole = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  const startMs = Date.parse(pick(STARTS));
  const shopZone = pick(ZONES);
  const startOn = localDayOf(new Date(startMs), shopZone);
  const pauses = (most: number): Pause[] =>
    Array.from({ length: whole(0, most) }, () => {
      const fromMs = startMs + whole(0, 60 * 24) * HOUR_MS;
      return { fromMs, toMs: fromMs + whole(1, 96) * HOUR_MS };
    });
  const settings = settingsWith({
    caps: { offersPer30Days: whole(0, 20) === 0 ? 0 : whole(1, 3), messagesPer7Days: whole(1, 4) },
    quietHours: pick([
      { fromMinute: 20 * 60, toMinute: 9 * 60 },
      { fromMinute: 0, toMinute: 0 },
      { fromMinute: 90, toMinute: 150 },
      { fromMinute: 12 * 60 + 15, toMinute: 14 * 60 },
    ]),
    blackouts: Array.from({ length: whole(0, 3) }, () => {
      const fromOn = startOn + whole(0, 60);
      return { name: 'sale', fromOn, toOn: fromOn + whole(0, 4) };
    }),
  });
  const terms = (): CampaignTerms => {
    const steps: Step[] = [];
    let afterDays = 0;
    for (let index = whole(1, 4); index > 0; index -= 1) {
      const mayWaitDays = whole(0, 12);
      steps.push({ afterDays, mayWaitDays, template: 'win_back_offer', texts: {} });
      afterDays += mayWaitDays + whole(1, 6);
    }
    const arm = () => ({ name: 'arm', offers: steps.map(() => (random() < 0.6 ? anOffer() : null)) });
    const priority = whole(1, 4);
    if (random() < 0.25) {
      const silent = { name: 'arm', offers: steps.map(() => null) };
      const kind = pick(SERVICE_KINDS);
      return someTerms(kind, { steps, arms: [silent], channels: MAIL, priority });
    }
    return someTerms('win_back', { steps, arms: [arm(), arm()], priority });
  };
  const campaigns = Array.from({ length: size.campaigns }, () => ({
    terms: terms(),
    pauses: pauses(2),
    endsMs: random() < 0.2 ? startMs + whole(5, 60) * DAY_MS : Number.POSITIVE_INFINITY,
  }));
  const person = (): WorldPerson => ({
    facts: aPerson({
      stage: 'lapsed',
      lastOn: startOn - 172,
      lastOccasionOn: startOn - 172,
      points: {
        available: 120,
        ending: { points: 40, lastOn: startOn + whole(20, 90) },
        rewardSinceOn: startOn - whole(0, 9),
      },
    }),
    zone: random() < 0.7 ? shopZone : pick(ZONES),
    arm: random() < 0.3 ? null : whole(0, 1),
    enrols: campaigns.flatMap((_, campaign) =>
      random() < 0.7 ? [{ campaign, atMs: startMs + whole(0, 20 * 24 * 4) * (HOUR_MS / 4) }] : [],
    ),
    buysMs: random() < 0.25 ? startMs + whole(0, 50 * 24) * HOUR_MS : null,
    spendsMs: random() < 0.25 ? startMs + whole(0, 50 * 24) * HOUR_MS : null,
  });
  const tickMs = pick([5, 15, 60, 180]) * 60_000;
  return {
    startMs,
    tickMs,
    ticks: Math.ceil((DAYS * DAY_MS) / tickMs),
    shopZone,
    settings,
    pauses: pauses(2),
    campaigns,
    people: Array.from({ length: size.people }, person),
  };
}

export function pausedAt(pauses: readonly Pause[], atMs: number): boolean {
  return pauses.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
}

/** What the engine does to one person, tick by tick; `forcedArm` overrides where they stand (null = held out). */
export function play(world: World, person: WorldPerson, forcedArm?: number | null): Entry[] {
  const arm = forcedArm === undefined ? person.arm : forcedArm;
  const enrolments = new Map<string, Enrolment>();
  const counted: CountedMessage[] = [];
  const log: Entry[] = [];
  const enrols = [...person.enrols].sort((a, b) => a.atMs - b.atMs);
  const model = aModel({ lapse: { ...aModel().lapse, oneOccasionDays: 400 } });
  const nextTick = (ms: number) => Math.ceil((ms - world.startMs) / world.tickMs);
  let tick = 0;
  while (tick < world.ticks) {
    const atMs = world.startMs + tick * world.tickMs;
    for (let next = enrols[0]; next && next.atMs <= atMs; next = enrols[0]) {
      enrols.shift();
      const enrolment = enrol(world, person, next.campaign, { atMs, arm });
      enrolments.set(enrolment.enrolmentId, enrolment);
    }
    const now = new Date(atMs);
    const all = [...enrolments.values()];
    const decisions = decideSends({
      now,
      due: all.map((enrolment) => ({
        enrolment,
        terms: campaignOf(world, enrolment).terms,
        campaignState: stateOf(campaignOf(world, enrolment), atMs),
      })),
      counted,
      settings: { ...world.settings, pausedEverything: pausedAt(world.pauses, atMs) },
      person: factsAt(world, person, atMs),
      model,
      zones: { recipient: person.zone, shop: world.shopZone },
      typical: { orderMinor: 10_000, shippingMinor: 500 },
    });
    for (const decision of decisions) {
      const before = enrolments.get(decision.enrolmentId) as Enrolment;
      log.push({ atMs, enrolment: before, decision });
      if (decision.decision === 'send' || decision.decision === 'hold_out')
        counted.push({ enrolmentId: decision.enrolmentId, countedAt: now, newOffer: decision.newOffer });
      const { terms } = campaignOf(world, before);
      const { position } = advance(before, outcomeOf(decision), terms, person.zone);
      enrolments.set(decision.enrolmentId, { ...before, ...position });
    }
    const events = [...enrolments.values()].flatMap(({ dueAt }) => dueAt?.getTime() ?? []);
    if (enrols[0]) events.push(enrols[0].atMs);
    if (events.length === 0) break;
    tick = Math.max(tick + 1, nextTick(Math.min(...events)));
  }
  return log;
}

function enrol(
  world: World,
  person: WorldPerson,
  campaign: number,
  { atMs, arm }: { atMs: number; arm: number | null },
): Enrolment {
  const enrolledAt = new Date(atMs);
  const { terms } = world.campaigns[campaign] as WorldCampaign;
  const position: EnrolmentPosition = startPosition(enrolledAt, terms, person.zone);
  return {
    enrolmentId: String(campaign),
    campaignId: campaign,
    version: 1,
    customerId: person.facts.customerId,
    triggerOn: triggerOf(terms.kind, person.facts),
    ...(isService(terms.kind)
      ? { arm: 0, heldOut: false, shareBps: 0 }
      : { arm, heldOut: arm === null, shareBps: 2_000 }),
    backlog: false,
    enrolledAt,
    ...position,
  };
}

function triggerOf(kind: CampaignTerms['kind'], { points, lastOccasionOn }: BuyerFacts): number {
  if (kind === 'points_expiring') return points?.ending?.lastOn ?? 0;
  return kind === 'reward_reachable' ? (points?.rewardSinceOn ?? 0) : lastOccasionOn;
}

function campaignOf(world: World, enrolment: Enrolment): WorldCampaign {
  return world.campaigns[enrolment.campaignId] as WorldCampaign;
}

function stateOf(campaign: WorldCampaign, atMs: number): CampaignState {
  if (atMs >= campaign.endsMs) return 'ended';
  return pausedAt(campaign.pauses, atMs) ? 'paused' : 'running';
}

function factsAt(world: World, person: WorldPerson, atMs: number): BuyerFacts {
  const spent = person.spendsMs !== null && atMs >= person.spendsMs;
  const points = spent ? { available: 0, ending: null, rewardSinceOn: null } : person.facts.points;
  if (person.buysMs === null || atMs < person.buysMs) return { ...person.facts, points };
  const on = localDayOf(new Date(person.buysMs), world.shopZone);
  // The order has just come in: the stage is still that of the night before.
  return { ...person.facts, points, frequency: 2, lastOn: on, lastOccasionOn: on };
}
