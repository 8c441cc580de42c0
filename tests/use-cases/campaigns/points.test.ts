import { describe, expect, it } from 'vitest';
import { LANGUAGES, type Language } from '../../../web/domain/campaigns/campaign.ts';
import { presetOf } from '../../../web/domain/campaigns/kinds.ts';
import { AppError } from '../../../web/domain/shared/errors.ts';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';
import { dryRun } from '../../../web/use-cases/dry-run.ts';
import { getOutlook } from '../../../web/use-cases/get-outlook.ts';
import { listCampaigns } from '../../../web/use-cases/list-campaigns.ts';
import { listResults } from '../../../web/use-cases/list-results.ts';
import { measureCampaigns } from '../../../web/use-cases/measure-campaigns.ts';
import { previewMail } from '../../../web/use-cases/preview-mail.ts';
import { pauseEverything } from '../../../web/use-cases/save-campaign-settings.ts';
import type { CampaignWorld } from '../../support/campaign-world.ts';
import { MAIL_ONLY, openWorlds } from '../../support/open-worlds.ts';
import { adjust, DAY_MS, launchProgram, passDays, subjects } from './points-world.ts';

const newWorld = openWorlds();
/** What an order of the world's brings: 1 point for 10,000. */
const PER_ORDER = 50;

/** Customers who bought long ago and again today, when points are given. */
async function members(world: CampaignWorld, count: number): Promise<CustomerId[]> {
  const ids = await world.buyers(count, 60);
  await world.install();
  await launchProgram(world);
  for (const id of ids) await world.bought(id, 0);
  await world.hearShopify();
  return ids;
}

const enrolments = (world: CampaignWorld) =>
  world.rows<{ held_out: boolean; share_bps: number; state: string; reason: string }>(
    `SELECT e.held_out, e.share_bps, e.state, v.reason FROM enrolment e CROSS JOIN LATERAL (
       SELECT reason FROM enrolment_move m WHERE m.shop_id = e.shop_id AND m.enrolment_id = e.enrolment_id
       ORDER BY move_id DESC LIMIT 1) AS v WHERE e.shop_id = $1 ORDER BY e.enrolment_id`,
  );

describe('points that end', () => {
  it('a month before, and a week before → each member two mails and no more, nobody held back although there is a comparison group', async () => {
    const world = await newWorld();
    const ids = await members(world, 6);
    await world.launch('points_expiring', { backlogPerDay: null });
    await world.runJobs();
    expect(world.mails()).toEqual([]);
    await passDays(world, 2);
    for (const id of ids)
      expect(subjects(world, id)).toEqual([expect.stringContaining(`${PER_ORDER} of your points`)]);
    await world.advance(19 * DAY_MS);
    await passDays(world, 1);
    expect(world.mails()).toHaveLength(ids.length);
    await passDays(world, 4);
    for (const id of ids)
      expect(subjects(world, id)).toEqual([
        expect.stringMatching(/will end soon$/),
        expect.stringContaining(`A few days left for ${PER_ORDER} of your points`),
      ]);
    await passDays(world, 2);
    await world.advance(8 * DAY_MS);
    await passDays(world, 2);
    expect(world.mails()).toHaveLength(2 * ids.length);
    const found = await enrolments(world);
    expect(found).toHaveLength(ids.length);
    for (const one of found) expect(one).toMatchObject({ held_out: false, share_bps: 0, state: 'finished' });
  });

  it('spent after the first reminder → no second one; part of them spent → the second names what is left', async () => {
    const world = await newWorld();
    const [all = '' as CustomerId, part = '' as CustomerId] = await members(world, 2);
    await world.launch('points_expiring', { backlogPerDay: null });
    await passDays(world, 5);
    await adjust(world, all, -PER_ORDER);
    await adjust(world, part, -30);
    await passDays(world, 21);
    expect(subjects(world, all)).toHaveLength(1);
    expect(subjects(world, part)).toEqual([
      expect.anything(),
      expect.stringContaining(`A few days left for ${PER_ORDER - 30} of your points`),
    ]);
    expect(await enrolments(world)).toEqual(
      expect.arrayContaining([expect.objectContaining({ state: 'stopped', reason: 'no_longer_matches' })]),
    );
  });

  it('launched when the first reminder’s day is over, the backlog left alone → the last reminder comes all the same', async () => {
    const world = await newWorld();
    const [one = '' as CustomerId] = await members(world, 1);
    await passDays(world, 10);
    await world.launch('points_expiring', { backlogPerDay: null });
    await passDays(world, 12);
    expect(world.mails()).toEqual([]);
    await passDays(world, 4);
    expect(subjects(world, one)).toHaveLength(1);
  });

  it('unsubscribed, and everything paused → nothing goes; after the pause to whom may be written', async () => {
    const world = await newWorld();
    const [one = '' as CustomerId, gone = '' as CustomerId] = await members(world, 2);
    const { offers } = await world.ctx();
    await offers.unsubscribeEmail(gone);
    await world.hearShopify();
    await world.launch('points_expiring');
    await pauseEverything(await world.ctx(), { paused: true });
    await passDays(world, 3);
    expect(world.mails()).toEqual([]);
    await pauseEverything(await world.ctx(), { paused: false });
    await passDays(world, 1);
    expect(subjects(world, one)).toHaveLength(1);
    expect(subjects(world, gone)).toEqual([]);
  });
});

describe('beside an offer campaign with a comparison group', () => {
  it('held out there, told of their points here → they count as held out still, and only the offer campaign is measured with others', async () => {
    const world = await newWorld();
    const ids = await world.buyers(24, 200);
    await world.install();
    await launchProgram(world);
    for (const id of ids) await adjust(world, id, PER_ORDER);
    const reminders = await world.launch('points_expiring', { backlogPerDay: null });
    await passDays(world, 2);
    const steps = presetOf('win_back').steps.slice(0, 1);
    const arms = [{ name: 'Reminder', offers: [null] }];
    const winBack = await world.launch('win_back', { steps, arms, channels: MAIL_ONLY });
    await passDays(world, 31);
    const held = await world.rows<{ customer_id: CustomerId }>(
      'SELECT customer_id FROM enrolment WHERE shop_id = $1 AND held_out',
    );
    expect(held.length).toBeGreaterThan(0);
    for (const { customer_id: id } of held) {
      expect(subjects(world, id).length).toBeGreaterThan(0);
      for (const subject of subjects(world, id)) expect(subject).toContain('points');
    }
    const ctx = await world.ctx();
    await measureCampaigns(ctx);
    const newest = (key: { campaignId: number; version: number }) =>
      ctx.store.campaignResults.newest(ctx.shop.shopId, key);
    const counted = { treated: ids.length - held.length, heldOut: held.length };
    for (const key of [winBack, { campaignId: 0, version: 0 }])
      expect((await newest(key))?.outcome.groups).toMatchObject([{ enrolled: counted, heldOutReached: 0 }]);
    expect((await newest(reminders))?.outcome.groups).toMatchObject([
      { heldOutShare: 0, enrolled: { treated: ids.length, heldOut: 0 } },
    ]);
    const { campaigns } = await listResults(ctx);
    const judged = campaigns.find(({ campaign }) => campaign?.campaignId === reminders.campaignId);
    expect(judged?.verdict).toMatchObject({ because: 'no_comparison_group' });
  }, 180_000);
});

describe('points enough for a reward', () => {
  it('reached, spent, reached again → a mail each time it is reached, and none for those who have too few', async () => {
    const world = await newWorld();
    const [one = '' as CustomerId, few = '' as CustomerId] = await world.buyers(2, 60);
    await world.install();
    await launchProgram(world, 2 * PER_ORDER);
    await world.launch('reward_reachable');
    for (const id of [one, few, one]) await world.bought(id, 0);
    await world.hearShopify();
    await passDays(world, 6);
    expect(subjects(world, one)).toEqual([expect.stringMatching(/Your points are enough for .+ off$/)]);
    await adjust(world, one, -60);
    await passDays(world, 3);
    expect(subjects(world, one)).toHaveLength(1);
    await adjust(world, one, 90);
    await passDays(world, 2);
    expect(subjects(world, one)).toHaveLength(2);
    expect(subjects(world, few)).toEqual([]);
    expect((await enrolments(world)).map(({ state }) => state)).toEqual(['finished', 'finished']);
  });
});

describe('the merchant’s own word for points', () => {
  it('saved with the program → in the mails and their previews, in its language; without one the language’s word', async () => {
    const world = await newWorld();
    const [one = '' as CustomerId] = await world.buyers(1, 60);
    await world.install();
    await launchProgram(world, PER_ORDER);
    const { store, shop, clock } = await world.ctx();
    const terms = (await store.loyalty.program(shop.shopId)).versions.at(-1)?.terms;
    if (!terms) throw new Error('the program was saved');
    const named = { ...terms, pointsName: { en: 'petals', vi: 'cánh', th: '' } };
    await store.loyalty.saveProgram(shop.shopId, named, { excluded: [], basedOn: 1, at: clock.now() });
    await world.launch('reward_reachable');
    await world.bought(one, 0);
    await world.hearShopify();
    await passDays(world, 2);
    expect(subjects(world, one)).toEqual([expect.stringContaining('Your petals are enough for ')]);
    const look = { terms: presetOf('reward_reachable'), step: 0, arm: 0 };
    const previewed = async (language: Language) =>
      (await previewMail(await world.ctx(), { ...look, language })).subject;
    expect(await previewed('en')).toContain('Your petals are enough');
    expect(await previewed('vi')).toContain('Cánh của bạn');
    expect(await previewed('th')).toContain('คะแนนของคุณ');
  });
});

describe('before they are launched', () => {
  it('no program, or one that is off → locked, and a launch is refused with the field', async () => {
    const world = await newWorld();
    await world.buyers(1, 60);
    await world.install();
    const locks = async () =>
      (await listCampaigns(await world.ctx())).presets.map(({ kind, locked }) => [kind, locked]);
    expect(Object.fromEntries(await locks())).toMatchObject({
      back_again: null,
      points_expiring: 'program',
      reward_reachable: 'program',
    });
    const refused = await world.launch('points_expiring').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AppError);
    expect(refused).toMatchObject({ issues: [{ field: 'kind', code: 'program' }] });
    await launchProgram(world);
    await world.launch('points_expiring');
  });

  it('dry run and outlook → who is told and when, nobody in the comparison group, no cost', async () => {
    const world = await newWorld();
    const ids = await members(world, 8);
    const ctx = await world.ctx();
    const terms = presetOf('points_expiring');
    const { totals, rows } = await dryRun(ctx, { terms, campaignId: null, offset: 0, limit: 50 });
    expect(totals).toMatchObject({ gets: ids.length, comparison: 0, discountCostMinor: 0 });
    expect(rows.every(({ sends }) => sends.length === 1)).toBe(true);
    expect(await getOutlook(ctx, { terms, campaignId: null })).toMatchObject({
      shareBps: 0,
      next14Days: { people: ids.length, comparison: 0, discountCostMinor: 0 },
    });
  });

  it.each(LANGUAGES)(
    '%s: the preview of each message → its numbers in words, no braces left',
    async (language) => {
      const world = await newWorld();
      await world.install();
      await launchProgram(world);
      const ctx = await world.ctx();
      for (const kind of ['points_expiring', 'reward_reachable'] as const)
        for (const step of presetOf(kind).steps.keys()) {
          const mail = await previewMail(ctx, { terms: presetOf(kind), step, arm: 0, language });
          for (const words of [mail.subject, mail.text, mail.banner])
            expect(words).not.toMatch(/[{}]|undefined|null/);
          expect(mail.text).toMatch(kind === 'points_expiring' ? /\b40\b[\s\S]*2026/ : /1[.,]000/);
        }
    },
  );
});
