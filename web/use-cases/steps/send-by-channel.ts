import type { Channel } from '../../domain/campaigns/campaign.ts';
import type { CampaignReason } from '../../domain/campaigns/enrolment.ts';
import type { CampaignCtx, DeliveryState, MailOutcome, MailStage, MessageDelivery } from '../ports.ts';
import { type Composition, toMailInput } from './compose-message.ts';
import type { SendScene } from './send-scene.ts';
import { flowPayload, webhookPayload } from './webhook-payload.ts';

/** Our Flow trigger's handle (extensions/flow-trigger). */
const FLOW_HANDLE = 'encore-offer-issued';
const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** What stops here stops every mail. */
const BEFORE_ANY_MAIL: ReadonlySet<MailStage> = new Set(['settings', 'connect', 'login']);

export type ChannelResult = Pick<MessageDelivery, 'reason' | 'note' | 'retryAt'> & {
  state: Extract<DeliveryState, 'sent' | 'unknown' | 'failed' | 'skipped' | 'waiting'>;
  /** It would go no better with another message now. */
  closes?: boolean;
};

const SENT: ChannelResult = { state: 'sent', reason: null, note: null, retryAt: null };
const over = (
  state: 'failed' | 'skipped',
  reason: CampaignReason,
  note: string | null = null,
): ChannelResult => ({
  state,
  reason,
  note,
  retryAt: null,
});
const LOST: ChannelResult = { state: 'unknown', reason: 'answer_lost', note: null, retryAt: null };

/** Sends one message one way, and says what became of it. The delivery is claimed already: a silence is `unknown`. */
export async function sendByChannel(
  ctx: CampaignCtx,
  scene: SendScene,
  made: Composition,
  delivery: MessageDelivery,
): Promise<ChannelResult> {
  switch (delivery.channel) {
    case 'on_site':
      // The widgets read the open offer; from now on it is theirs to show.
      return SENT;
    case 'email':
      return sendMail(ctx, scene, made, delivery);
    case 'flow': {
      const link = ctx.links.follow(ctx.shop.shopId, made.message.messageId);
      const outcome = await ctx.offers.triggerFlow(FLOW_HANDLE, flowPayload(made, link));
      if (outcome === 'done') return SENT;
      return outcome === 'lost' ? LOST : over('failed', 'delivery_failed', 'no workflow took the trigger');
    }
    case 'webhook':
      return post(ctx, scene, made, delivery);
  }
}

async function sendMail(
  ctx: CampaignCtx,
  scene: SendScene,
  made: Composition,
  delivery: MessageDelivery,
): Promise<ChannelResult> {
  const { recipient } = made;
  const { email } = scene;
  if (!email) return over('skipped', 'no_channel', 'no mail server is set up');
  if (recipient.email === null) return over('skipped', 'no_channel');
  if (recipient.emailConsent !== 'SUBSCRIBED') return over('skipped', 'unsubscribed');
  const input = toMailInput(ctx, scene, made);
  const mail = ctx.writer.render(input);
  const outcome = await ctx.mailer.send(email.mail, {
    to: { address: recipient.email, name: recipient.displayName },
    ...mail,
    messageId: delivery.remoteId ?? messageIdOf(ctx, made, email.mail.from.address),
    listUnsubscribeUrl: input.unsubscribeUrl,
  });
  return fromMailOutcome(outcome, delivery, ctx.clock.now());
}

/** Derived from the message, so that a second try carries the same id. */
export function messageIdOf(
  ctx: Pick<CampaignCtx, 'shop'>,
  { message }: Pick<Composition, 'message'>,
  from: string,
): string {
  return `encore.${ctx.shop.shopId}.${message.messageId}@${from.slice(from.lastIndexOf('@') + 1)}`;
}

function fromMailOutcome(outcome: MailOutcome, delivery: MessageDelivery, now: Date): ChannelResult {
  switch (outcome.outcome) {
    case 'sent':
      return SENT;
    case 'unknown':
      return { ...LOST, note: outcome.trouble };
    case 'retry':
      return {
        ...again(delivery, now, [outcome.trouble, outcome.reply?.code].filter(Boolean).join(' ')),
        closes: BEFORE_ANY_MAIL.has(outcome.stage),
      };
    case 'refused': {
      const said = [outcome.reply?.code, outcome.reply?.status].filter(Boolean).join(' ');
      if (outcome.about === 'recipient') return over('failed', 'bounced', said);
      // Login, policy or settings: the merchant can mend it, so the message waits as long as it is valid.
      return {
        ...again(delivery, now, `the server refuses us at ${outcome.stage} ${said}`.trim()),
        closes: BEFORE_ANY_MAIL.has(outcome.stage),
      };
    }
  }
}

/** Nothing was accepted: once more after a pause that doubles up to an hour. */
export function again({ attempts }: MessageDelivery, now: Date, note: string): ChannelResult {
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempts, 10));
  return { state: 'waiting', reason: null, note, retryAt: new Date(now.getTime() + pause) };
}

async function post(
  ctx: CampaignCtx,
  scene: SendScene,
  made: Composition,
  delivery: MessageDelivery,
): Promise<ChannelResult> {
  const { webhook } = scene;
  if (!webhook) return over('skipped', 'no_channel', 'no webhook is set up');
  const at = ctx.clock.now();
  const mail = ctx.writer.render(toMailInput(ctx, scene, made));
  const result = await ctx.poster.post({
    url: webhook.url,
    secret: webhook.secret,
    deliveryId: delivery.remoteId ?? remoteIdOf(made, 'webhook'),
    body: JSON.stringify(webhookPayload(ctx, made, mail)),
    at,
  });
  switch (result.outcome) {
    case 'sent':
      return SENT;
    case 'lost':
      return LOST;
    case 'retry':
      return { ...again(delivery, at, 'the receiver is not there'), closes: true };
    case 'refused':
      return over('failed', 'delivery_failed', `the receiver answered ${result.status}`);
  }
}

/** The same in every try. */
export function remoteIdOf({ message }: Pick<Composition, 'message'>, channel: Channel): string {
  return `${message.messageId}.${channel}`;
}
