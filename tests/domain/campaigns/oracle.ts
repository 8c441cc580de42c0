import type { Enrolment } from '../../../web/domain/campaigns/enrolment.ts';
import { DAY_MS, type Entry, HOUR_MS, pausedAt, type World, type WorldPerson } from './simulated-world.ts';

/**
 * What must hold of one person's log, worked out again from the world alone: by counting pairs of messages and by reading a
 * wall clock, with nothing of the engine. Returns every broken promise in words.
 */
export function brokenPromises(world: World, person: WorldPerson, log: readonly Entry[]): string[] {
  return [
    ...brokenCaps(world, log),
    ...forbiddenSends(world, person, log),
    ...repeatedSteps(log),
    ...lostMessages(world, person, log),
    ...unfairTurns(world, log),
  ];
}

function isCounted({ decision }: Entry): boolean {
  return decision.decision === 'send' || decision.decision === 'hold_out';
}

function hasOffer(world: World, { campaignId, arm }: Enrolment, step: number): boolean {
  const offers = world.campaigns[campaignId]?.terms.arms[arm ?? 0]?.offers;
  return (offers?.[step] ?? null) !== null;
}

/** Instants of new offers: the first counted step with an offer of each enrolment. */
function newOffers(world: World, log: readonly Entry[]): Map<Entry, number> {
  const found = new Map<Entry, number>();
  const had = new Set<string>();
  for (const entry of log) {
    if (!isCounted(entry) || !hasOffer(world, entry.enrolment, entry.enrolment.step)) continue;
    if (had.has(entry.enrolment.enrolmentId)) continue;
    had.add(entry.enrolment.enrolmentId);
    found.set(entry, entry.atMs);
  }
  return found;
}

function brokenCaps(world: World, log: readonly Entry[]): string[] {
  const { offersPer30Days, messagesPer7Days } = world.settings.caps;
  const messages = log.filter(isCounted).map(({ atMs }) => atMs);
  return [
    ...crowded(messages, 7 * DAY_MS, messagesPer7Days).map((at) => `message cap broken at ${at}`),
    ...crowded([...newOffers(world, log).values()], 30 * DAY_MS, offersPer30Days).map(
      (at) => `offer cap broken at ${at}`,
    ),
  ];
}

/** Windows [t, t + length) that begin at a message and hold more than the cap. */
function crowded(times: readonly number[], lengthMs: number, cap: number): string[] {
  return times
    .filter((start) => times.filter((at) => at >= start && at < start + lengthMs).length > cap)
    .map((start) => new Date(start).toISOString());
}

function forbiddenSends(world: World, person: WorldPerson, log: readonly Entry[]): string[] {
  return log.filter(isCounted).flatMap(({ atMs, enrolment, decision }) => {
    const when = new Date(atMs).toISOString();
    const faults: string[] = [];
    if (enrolment.heldOut !== (decision.decision === 'hold_out')) faults.push(`wrong side at ${when}`);
    const kind = world.campaigns[enrolment.campaignId]?.terms.kind;
    if (kind === 'points_expiring' || kind === 'reward_reachable')
      faults.push(...uselessService(world, person, kind, atMs).map((what) => `${what} at ${when}`));
    else if (person.buysMs !== null && atMs >= person.buysMs) faults.push(`sent after a purchase at ${when}`);
    if (closed(world, person, enrolment.campaignId, atMs)) faults.push(`sent while closed at ${when}`);
    if (enrolment.validUntil && atMs >= enrolment.validUntil.getTime())
      faults.push(`sent too late at ${when}`);
    return faults;
  });
}

/** A message about points that are spent or over; nobody is held out of one that is not. */
function uselessService(world: World, person: WorldPerson, kind: string, atMs: number): string[] {
  const over = wallClock(atMs, world.shopZone).day > (person.facts.points?.ending?.lastOn ?? 0);
  return [
    ...(person.spendsMs !== null && atMs >= person.spendsMs ? ['told of points that are spent'] : []),
    ...(kind === 'points_expiring' && over ? ['told of points that are over'] : []),
  ];
}

function repeatedSteps(log: readonly Entry[]): string[] {
  const seen = new Set<string>();
  return log.flatMap((entry) => {
    if (entry.decision.decision === 'defer') return [];
    const key = `${entry.enrolment.enrolmentId}/${entry.enrolment.step}`;
    if (seen.has(key)) return [`step ${key} was settled twice`];
    seen.add(key);
    return [];
  });
}

/** Paused, ended, blackout or quiet: no message may go out whatever the caps say. */
function closed(world: World, person: WorldPerson, campaignId: number, atMs: number): boolean {
  const campaign = world.campaigns[campaignId];
  if (!campaign || atMs >= campaign.endsMs) return true;
  if (pausedAt(campaign.pauses, atMs) || pausedAt(world.pauses, atMs)) return true;
  const shopDay = wallClock(atMs, world.shopZone).day;
  if (world.settings.blackouts.some(({ fromOn, toOn }) => shopDay >= fromOn && shopDay <= toOn)) return true;
  const { fromMinute: from, toMinute: to } = world.settings.quietHours;
  const { minute } = wallClock(atMs, person.zone);
  return from < to ? minute >= from && minute < to : from > to && (minute >= from || minute < to);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function wallClock(atMs: number, timeZone: string): { day: number; minute: number } {
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  clocks.set(timeZone, clock);
  const [date = '', time = ''] = clock.format(atMs).split(' ');
  const [hours, minutes] = time.split(':').map(Number);
  return { day: Date.parse(`${date}T00:00Z`) / DAY_MS, minute: (hours ?? 0) * 60 + (minutes ?? 0) };
}

/**
 * Steps given up as `waited_too_long` although at some tick of their validity nothing was in their way: not closed, and
 * room under the caps that nobody of higher priority (or of the same and there before them) took at that very tick.
 */
function lostMessages(world: World, person: WorldPerson, log: readonly Entry[]): string[] {
  return log.flatMap((entry) => {
    const { decision, enrolment } = entry;
    if (decision.decision !== 'skip' || decision.reason !== 'waited_too_long') return [];
    const firstSeen = log.find(
      (other) =>
        other.enrolment.enrolmentId === enrolment.enrolmentId && other.enrolment.step === enrolment.step,
    );
    const until = enrolment.validUntil?.getTime() ?? 0;
    for (let atMs = firstSeen?.atMs ?? until; atMs < until; atMs += world.tickMs) {
      if (justPaused(world, enrolment.campaignId, atMs)) continue;
      if (!roomAt(world, log, entry, atMs)) continue;
      if (closed(world, person, enrolment.campaignId, atMs)) continue;
      return [
        `lost: enrolment ${enrolment.enrolmentId} step ${enrolment.step} at ${new Date(atMs).toISOString()}`,
      ];
    }
    return [];
  });
}

/** The engine looks at a pause once an hour. */
function justPaused(world: World, campaignId: number, atMs: number): boolean {
  const pauses = [...(world.campaigns[campaignId]?.pauses ?? []), ...world.pauses];
  return pauses.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs + HOUR_MS + world.tickMs);
}

/** Room before this tick and after what was let ahead at this tick. */
function roomAt(world: World, log: readonly Entry[], { enrolment }: Entry, atMs: number): boolean {
  const { caps } = world.settings;
  const ahead = (other: Entry) =>
    other.atMs < atMs || (other.atMs === atMs && goesFirst(world, other.enrolment, enrolment));
  const inWindow = (lengthMs: number) => (other: Entry) => other.atMs > atMs - lengthMs && ahead(other);
  const messages = log.filter((other) => isCounted(other) && inWindow(7 * DAY_MS)(other)).length;
  if (messages >= caps.messagesPer7Days) return false;
  const offers = [...newOffers(world, log).keys()];
  const hadOne = offers.some(
    (other) => other.enrolment.enrolmentId === enrolment.enrolmentId && ahead(other),
  );
  if (hadOne || !hasOffer(world, enrolment, enrolment.step)) return true;
  return offers.filter(inWindow(30 * DAY_MS)).length < caps.offersPer30Days;
}

function goesFirst(world: World, one: Enrolment, other: Enrolment): boolean {
  const priority = ({ campaignId }: Enrolment) => world.campaigns[campaignId]?.terms.priority ?? 0;
  if (priority(one) !== priority(other)) return priority(one) > priority(other);
  const byAge = one.enrolledAt.getTime() - other.enrolledAt.getTime();
  return byAge === 0 ? one.campaignId < other.campaignId : byAge < 0;
}

/** At one tick a message went out although one that goes first, and needed no more than it, was put off for want of room. */
function unfairTurns(world: World, log: readonly Entry[]): string[] {
  const waiting = log.filter(({ decision, enrolment }) => {
    if (decision.decision !== 'defer') return false;
    const plain = !hasOffer(world, enrolment, enrolment.step);
    return decision.reason === 'message_cap' || (decision.reason === 'higher_priority' && plain);
  });
  return waiting.flatMap((loser) =>
    log
      .filter((other) => other.atMs === loser.atMs && isCounted(other))
      .filter((other) => goesFirst(world, loser.enrolment, other.enrolment))
      .map(() => `unfair turn at ${new Date(loser.atMs).toISOString()}`),
  );
}
