import { describe, expect, it } from 'vitest';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';
import { readBounces } from '../../../web/use-cases/read-bounces.ts';
import { mailFaultShape } from '../../dev-store/mail/mail-faults.ts';
import type { CampaignWorld } from '../../support/campaign-world.ts';
import { MAIL_ONLY, NOBODY_HELD_BACK, openWorlds } from '../../support/open-worlds.ts';

const newWorld = openWorlds();
const MINUTE_MS = 60_000;

/** Mails that are ready to go, none gone yet. */
async function ready(count: number, channels = MAIL_ONLY) {
  const world = await newWorld();
  const people = await world.buyers(count, 30);
  await world.install({ comparisonGroup: NOBODY_HELD_BACK });
  await world.launch('second_purchase', { channels });
  await world.runOnly('run-campaigns');
  await world.runOnly('issue-offers');
  expect(world.mails()).toEqual([]);
  return { world, people };
}

function fault(world: CampaignWorld, given: object): void {
  world.local.mail.faults.add(mailFaultShape.parse(given));
}

/** The clock starts what it starts, minute by minute. */
async function passMinutes(world: CampaignWorld, minutes: number, step = 5): Promise<void> {
  for (let passed = 0; passed < minutes; passed += step) {
    await world.advance(step * MINUTE_MS);
    await world.tick();
  }
}

async function expectOneMailEach(world: CampaignWorld, people: readonly CustomerId[]): Promise<void> {
  for (const id of people) expect(world.mailsTo(id)).toHaveLength(1);
  for (const id of people) expect(await world.messagesOf(id)).toEqual([SENT]);
}
const SENT = { state: 'sent', reason: null, counted: true };

describe('the merchant’s mail server', () => {
  it('down for an hour → nothing is lost or doubled, all mails go when it is back; only the first ones try meanwhile', async () => {
    const { world, people } = await ready(12);
    await world.local.mail.down();
    await world.runJobs();
    await passMinutes(world, 60, 12);
    expect(world.mails()).toEqual([]);
    const tried = await world.rows<{ attempts: number }>(
      'SELECT attempts FROM message_delivery WHERE shop_id = $1 AND attempts > 0',
    );
    expect(tried.length).toBeGreaterThan(0);
    expect(Math.max(...tried.map(({ attempts }) => attempts))).toBeLessThan(8);
    await world.local.mail.up();
    await passMinutes(world, 66, 22);
    await expectOneMailEach(world, people);
  });

  it('down longer than the messages are good for → they are skipped as too late, out of the caps, their codes gone', async () => {
    const { world, people } = await ready(2);
    await world.local.mail.down();
    await world.runJobs();
    await world.advance(15 * 24 * 60 * MINUTE_MS);
    await world.tick();
    await world.tick();
    const late = { state: 'skipped', reason: 'waited_too_long', counted: false };
    for (const id of people) expect(await world.messagesOf(id)).toEqual([late]);
    expect(world.discounts()).toEqual([]);
    for (const id of people) expect(world.tagsOf(id)).not.toContain('encore-offer');
  });

  it('a 4xx answer to one → that one is tried again, the others are not held up', async () => {
    const { world, people } = await ready(4);
    const [first = '' as CustomerId, ...others] = people;
    fault(world, { kind: 'reply', reply: '451 4.3.0 later', to: world.emailOf(first) });
    await world.runJobs();
    for (const id of others) expect(world.mailsTo(id)).toHaveLength(1);
    expect(world.mailsTo(first)).toEqual([]);
    await passMinutes(world, 5);
    await expectOneMailEach(world, people);
  });

  it('an address it does not know (550) → bounced: failed, out of the caps, the code gone, and no mail to them ever again', async () => {
    const { world, people } = await ready(3);
    const [gone = '' as CustomerId, ...others] = people;
    fault(world, { kind: 'reply', reply: '550 5.1.1 no such user', to: world.emailOf(gone), times: 99 });
    await world.runJobs();
    await expectOneMailEach(world, others);
    expect(await world.messagesOf(gone)).toEqual([{ state: 'failed', reason: 'bounced', counted: false }]);
    expect(
      await world.rows('SELECT customer_id, reason, note FROM mail_suppression WHERE shop_id = $1'),
    ).toEqual([{ customer_id: gone, reason: 'bounced', note: '550 5.1.1' }]);
    await world.advance(MINUTE_MS);
    expect(world.discounts().flatMap(({ codes }) => codes)).toHaveLength(2);
    expect(world.tagsOf(gone)).not.toContain('encore-offer');
    world.local.mail.faults.clear();
    await world.launch('second_purchase', { channels: MAIL_ONLY, name: 'Another' });
    await world.settings({
      caps: { offersPer30Days: 9, messagesPer7Days: 9 },
      comparisonGroup: NOBODY_HELD_BACK,
    });
    await world.runJobs();
    expect(world.mailsTo(gone)).toEqual([]);
    expect((await world.waysOf(gone)).at(-1)).toEqual({
      channel: 'email',
      state: 'skipped',
      reason: 'bounced',
    });
  });

  it('the login refused → nobody is to blame: everybody waits, one try a run, and gets the mail once it is mended', async () => {
    const { world, people } = await ready(8);
    fault(world, { kind: 'reply', stage: 'login', reply: '535 5.7.8 no', times: 99 });
    await world.runJobs();
    await passMinutes(world, 10);
    expect(world.mails()).toEqual([]);
    expect(await world.rows('SELECT FROM mail_suppression WHERE shop_id = $1')).toEqual([]);
    const waits = await world.rows(`SELECT FROM message WHERE shop_id = $1 AND state = 'ready'`);
    expect(waits).toHaveLength(8);
    world.local.mail.faults.clear();
    await passMinutes(world, 66, 22);
    await expectOneMailEach(world, people);
  });

  it.each([true, false])(
    'the line cut after the whole mail went (taken: %s) → unknown, listed, counted, never sent again',
    async (keep) => {
      const { world, people } = await ready(3);
      const [lost = '' as CustomerId, ...others] = people;
      fault(world, { kind: 'drop', stage: 'message', to: world.emailOf(lost), keep });
      await world.runJobs();
      await passMinutes(world, 120, 30);
      expect(world.mailsTo(lost)).toHaveLength(keep ? 1 : 0);
      expect(await world.messagesOf(lost)).toEqual([
        { state: 'unknown', reason: 'answer_lost', counted: true },
      ]);
      expect(await world.waysOf(lost)).toEqual([
        { channel: 'email', state: 'unknown', reason: 'answer_lost' },
      ]);
      await expectOneMailEach(world, others);
    },
  );
});

describe('a mail that comes back later', () => {
  it('reported in the return mailbox → failed by that way, no mail to them any more; a passing trouble changes nothing, a block of ours blames nobody', async () => {
    const { world, people } = await ready(3);
    await world.runJobs();
    const [gone = '' as CustomerId, fine = '' as CustomerId, blocked = '' as CustomerId] = people;
    const ctx = await world.ctx();
    const { settings } = (await ctx.store.channels.settings(ctx.shop.shopId, 'email')) ?? {};
    if (!settings) throw new Error('no mail is set up');
    const returnMailbox = { host: '127.0.0.1', port: 993, security: 'tls', user: 'bounces' } as const;
    const change = { settings: { ...settings, returnMailbox }, secrets: {} };
    await ctx.store.channels.save(ctx.shop.shopId, 'email', change, world.now);
    const idOf = (id: CustomerId) => world.mailsTo(id)[0]?.messageId ?? '';
    await readBounces({
      ...ctx,
      returnMailbox: {
        read: async (_settings, take) => {
          await take({ messageId: idOf(gone), kind: 'permanent', about: 'recipient', status: '5.1.1' });
          await take({ messageId: idOf(fine), kind: 'transient', about: 'recipient', status: '4.2.2' });
          await take({ messageId: idOf(blocked), kind: 'permanent', about: 'us', status: '5.7.1' });
          await take({
            messageId: 'somebody@else.example',
            kind: 'permanent',
            about: 'recipient',
            status: null,
          });
          return { outcome: 'read', mails: 4, reports: 4 };
        },
      },
    });
    expect(await world.waysOf(gone)).toEqual([{ channel: 'email', state: 'failed', reason: 'bounced' }]);
    expect(await world.waysOf(fine)).toEqual([{ channel: 'email', state: 'sent', reason: null }]);
    expect(await world.waysOf(blocked)).toEqual([
      { channel: 'email', state: 'failed', reason: 'delivery_failed' },
    ]);
    expect(await ctx.store.suppressions.isSuppressed(ctx.shop.shopId, people)).toEqual(new Set([gone]));
  });
});
