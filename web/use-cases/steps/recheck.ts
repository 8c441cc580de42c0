import { channelsFor } from '../../domain/campaigns/audience.ts';
import type { Channel } from '../../domain/campaigns/campaign.ts';
import { eligibilityAt } from '../../domain/campaigns/eligibility.ts';
import type { CampaignReason, Enrolment } from '../../domain/campaigns/enrolment.ts';
import { withLiveFacts } from '../../domain/campaigns/person-facts.ts';
import { recipientZone } from '../../domain/campaigns/recipient-zone.ts';
import { nextSendAt } from '../../domain/campaigns/timing.ts';
import { localDayOf } from '../../domain/shared/time.ts';
import type { CampaignCtx, CampaignVersion, CandidateRow, Message, Recipient } from '../ports.ts';
import { toPersonFacts } from './person-facts.ts';
import type { SendScene } from './send-scene.ts';

/** Whether a message that is ready goes out now. `wait`: looked at again later, it keeps its place. */
export type Recheck =
  | { go: 'send'; channels: readonly Channel[] }
  | { go: 'wait' }
  | { go: 'skip'; reason: CampaignReason; stopsEnrolment: boolean };

type Asked = {
  message: Message;
  enrolment: Enrolment;
  version: CampaignVersion;
  row: CandidateRow | undefined;
  recipient: Recipient | null;
  /** When its code ends; null = it carries none. */
  offerEndsAt: Date | null;
  /** Their newest order in Shopify is one we do not hold yet. */
  orderIsNews: boolean;
  excludedTags: readonly string[];
};

/** Decides again at the moment of sending, by what Shopify says right now (product.md section 4). */
export function recheck(ctx: Pick<CampaignCtx, 'shop' | 'clock'>, scene: SendScene, asked: Asked): Recheck {
  const { message, enrolment, version, row, recipient } = asked;
  const { timeZone } = ctx.shop;
  const now = ctx.clock.now();
  const validUntil = earlier(message.validUntil, asked.offerEndsAt);
  if (validUntil !== null && now >= validUntil)
    return { go: 'skip', reason: 'waited_too_long', stopsEnrolment: false };
  const state = scene.campaignOf(message)?.state;
  if (state === 'ended' || state === undefined)
    return { go: 'skip', reason: 'campaign_ended', stopsEnrolment: true };
  if (state === 'stopped') return { go: 'skip', reason: 'campaign_stopped', stopsEnrolment: true };
  const todayOn = localDayOf(now, timeZone);
  const person = row && liveFacts(asked, toPersonFacts(row, timeZone), timeZone);
  const may = eligibilityAt(person ?? null, { enrolment, terms: version.terms }, scene.model, todayOn);
  if (!may.eligible && may.act !== 'wait')
    return { go: 'skip', reason: may.reason, stopsEnrolment: may.act === 'stop' };
  if (!may.eligible) return { go: 'wait' };
  if (isHeld(ctx, scene, message, recipient?.country ?? row?.country ?? null)) return { go: 'wait' };
  return { go: 'send', channels: person ? channelsFor(person, version.terms) : [] };
}

function earlier(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

/** A pause, quiet hours of the recipient or a blackout: the message keeps its place, and Shopify need not be asked. */
export function isHeld(
  { shop, clock }: Pick<CampaignCtx, 'shop' | 'clock'>,
  scene: SendScene,
  message: Message,
  country: string | null,
): boolean {
  const { settings } = scene;
  if (settings.pausedEverything || scene.campaignOf(message)?.state === 'paused') return true;
  const zones = { recipient: recipientZone(country, shop.timeZone), shop: shop.timeZone };
  return nextSendAt(clock.now(), zones, settings).heldBy !== null;
}

function liveFacts(
  { recipient, orderIsNews, excludedTags }: Asked,
  facts: ReturnType<typeof toPersonFacts>,
  timeZone: string,
) {
  const order = recipient?.lastOrder ?? null;
  const excluded = recipient?.tags.some((tag) => excludedTags.includes(tag.toLowerCase())) ?? null;
  return withLiveFacts(facts, {
    exists: recipient !== null,
    lastOrderOn: orderIsNews && order ? localDayOf(order.createdAt, timeZone) : null,
    // Who unsubscribed with us a moment ago, Shopify may still call subscribed.
    emailConsent: facts.emailConsent === 'UNSUBSCRIBED' ? null : (recipient?.emailConsent ?? null),
    excluded,
    returnOpen: null,
  });
}
