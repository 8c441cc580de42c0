import type { CampaignReason } from './enrolment.ts';
import type { CampaignSettings } from './settings.ts';

const DAY_MS = 86_400_000;
/** Sliding windows, counted in hours and not by the calendar: no window of this length ever holds more. */
export const MESSAGE_WINDOW_MS = 7 * DAY_MS;
export const OFFER_WINDOW_MS = 30 * DAY_MS;

/** A step that was sent, or would have been if the person were not held out. `newOffer`: the first offer of its enrolment. */
export type CountedMessage = { enrolmentId: string; countedAt: Date; newOffer: boolean };

/** Whether one more message fits under a customer's caps, and if not which is full and when it reopens (null = never). */
export type Room =
  | { free: true }
  | { free: false; reason: Extract<CampaignReason, 'message_cap' | 'offer_cap'>; reopensAt: Date | null };

/**
 * Room for one more message at `now` over all campaigns and channels of one customer; a new offer must also fit under the
 * offer cap. Where both are full the answer is the one that reopens last.
 */
export function roomFor(
  newOffer: boolean,
  counted: readonly CountedMessage[],
  caps: CampaignSettings['caps'],
  now: Date,
): Room {
  const messages = reopening(counted, caps.messagesPer7Days, MESSAGE_WINDOW_MS, now);
  const offers = newOffer
    ? reopening(
        counted.filter((message) => message.newOffer),
        caps.offersPer30Days,
        OFFER_WINDOW_MS,
        now,
      )
    : OPEN;
  if (messages === OPEN && offers === OPEN) return { free: true };
  return later(offers, messages)
    ? { free: false, reason: 'offer_cap', reopensAt: offers === NEVER ? null : new Date(offers) }
    : { free: false, reason: 'message_cap', reopensAt: messages === NEVER ? null : new Date(messages) };
}

const OPEN = Number.NEGATIVE_INFINITY;
const NEVER = Number.POSITIVE_INFINITY;

function later(a: number, b: number): boolean {
  return a > b;
}

/** When the window holds fewer than `cap` again, in ms; a message leaves it exactly one window after it was counted. */
function reopening(counted: readonly CountedMessage[], cap: number, windowMs: number, now: Date): number {
  if (cap <= 0) return NEVER;
  const inside = counted
    .map(({ countedAt }) => countedAt.getTime())
    .filter((at) => at > now.getTime() - windowMs)
    .sort((a, b) => a - b);
  const blocking = inside.at(-cap);
  return blocking === undefined ? OPEN : blocking + windowMs;
}
