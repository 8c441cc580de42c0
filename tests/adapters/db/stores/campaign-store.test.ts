import { expect, test } from 'vitest';
import { DEFAULT_CAMPAIGN_SETTINGS } from '../../../../web/domain/campaigns/settings.ts';
import { later, sampleEnrolment, sampleMessage, TERMS } from './campaign-rows.ts';
import { AT, eachStore, overlapping } from './each-store.ts';
import { sampleModel, sampleNight } from './sample-rows.ts';

eachStore((bench) => {
  const drafted = async () => {
    const shop = await bench.newShop();
    return { shop, campaign: await bench.store.campaigns.create(shop, TERMS, AT) };
  };
  const FROZEN = { shareBps: 2_000, windowDays: 40, capMinor: 9_007_199_254_740 };

  test('a campaign is made → a draft with the terms given, listed and found', async () => {
    const { shop, campaign } = await drafted();
    expect(campaign).toEqual({
      campaignId: campaign.campaignId,
      state: 'draft',
      stopReason: null,
      version: 0,
      draft: TERMS,
      enrolledThroughOn: null,
      createdAt: AT,
      launchedAt: null,
      endedAt: null,
      updatedAt: AT,
    });
    expect(await bench.store.campaigns.find(shop, campaign.campaignId)).toEqual(campaign);
    expect(await bench.store.campaigns.list(shop)).toEqual([campaign]);
  });

  test('two save what they read at the same time → the second is told, the first stands', async () => {
    const { shop, campaign } = await drafted();
    const { campaigns } = bench.store;
    const save = (name: string) =>
      campaigns.saveDraft(shop, campaign.campaignId, { ...TERMS, name }, campaign.updatedAt, AT);
    await save('one');
    await expect(save('two')).rejects.toMatchObject({ code: 'CONFLICT' });
    const stands = await campaigns.find(shop, campaign.campaignId);
    expect(stands?.draft.name).toBe('one');
    expect(stands?.updatedAt.getTime()).toBeGreaterThan(AT.getTime());
    await expect(campaigns.saveDraft(shop, 99_999, TERMS, AT, AT)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('launched, edited, launched again → two versions, the first as it was', async () => {
    const { shop, campaign } = await drafted();
    const { campaigns } = bench.store;
    const { campaignId } = campaign;
    const first = await campaigns.launch(shop, campaignId, FROZEN, AT);
    expect(first).toEqual({ campaignId, version: 1, terms: TERMS, launchedAt: AT, ...FROZEN });
    const running = await campaigns.find(shop, campaignId);
    const edited = { ...TERMS, priority: 90 };
    await campaigns.saveDraft(shop, campaignId, edited, running?.updatedAt ?? AT, later(1));
    const second = await campaigns.launch(shop, campaignId, { ...FROZEN, capMinor: null }, later(2));
    expect(second).toMatchObject({ version: 2, terms: edited, capMinor: null });
    expect(await campaigns.versions(shop, campaignId)).toEqual([first, second]);
    expect(await campaigns.version(shop, campaignId, 1)).toEqual(first);
    expect(await campaigns.version(shop, campaignId, 3)).toBeNull();
    expect(await campaigns.find(shop, campaignId)).toMatchObject({
      state: 'running',
      version: 2,
      launchedAt: AT,
    });
    await expect(campaigns.launch(shop, 99_999, FROZEN, AT)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('a state moves → only from where it is expected; an end is dated, a resumed campaign has none', async () => {
    const { shop, campaign } = await drafted();
    const { campaigns } = bench.store;
    const { campaignId } = campaign;
    await campaigns.launch(shop, campaignId, FROZEN, AT);
    const stop = { from: ['running'], to: 'stopped', reason: 'discount_deleted' } as const;
    expect(await campaigns.setState(shop, campaignId, stop, later(1))).toBe(true);
    expect(await campaigns.setState(shop, campaignId, stop, later(2))).toBe(false);
    expect(await campaigns.find(shop, campaignId)).toMatchObject({
      state: 'stopped',
      stopReason: 'discount_deleted',
      endedAt: later(1),
    });
    await campaigns.launch(shop, campaignId, FROZEN, later(3));
    expect(await campaigns.find(shop, campaignId)).toMatchObject({
      state: 'running',
      stopReason: null,
      endedAt: null,
    });
  });

  test('a draft is removed → gone; what was launched stays', async () => {
    const { shop, campaign } = await drafted();
    const other = await bench.store.campaigns.create(shop, TERMS, AT);
    await bench.store.campaigns.launch(shop, other.campaignId, FROZEN, AT);
    await bench.store.campaigns.remove(shop, campaign.campaignId);
    await bench.store.campaigns.remove(shop, other.campaignId);
    const left = await bench.store.campaigns.list(shop);
    expect(left.map(({ campaignId }) => campaignId)).toEqual([other.campaignId]);
  });

  test('a day was enrolled → remembered, and nobody’s edit is disturbed', async () => {
    const { shop, campaign } = await drafted();
    await bench.store.campaigns.enrolledThrough(shop, campaign.campaignId, 20_600);
    expect(await bench.store.campaigns.find(shop, campaign.campaignId)).toEqual({
      ...campaign,
      enrolledThroughOn: 20_600,
    });
  });

  test('what there is to do → newcomers once a local day after its scoring, steps, codes and messages as they wait', async () => {
    const { shop, campaign } = await drafted();
    const { store } = bench;
    const { campaignId } = campaign;
    const work = () => store.campaigns.work(shop, AT);
    const nothing = { run: false, issue: false, deliver: false };
    await store.campaigns.launch(shop, campaignId, FROZEN, AT);
    expect(await work()).toEqual(nothing);
    const todayOn = 20_513;
    const night = { rulesVersion: 1, night: sampleNight, at: AT };
    await store.models.save(shop, sampleModel({ asOfOn: todayOn }), night);
    expect(await work()).toEqual({ ...nothing, run: true });
    await store.campaigns.enrolledThrough(shop, campaignId, todayOn);
    expect(await work()).toEqual(nothing);
    const [row] = await store.enrolments.enrol(shop, [sampleEnrolment(campaignId, { dueAt: later(1) })]);
    if (!row) throw new Error('one was enrolled');
    expect(await work()).toEqual(nothing);
    expect(await store.campaigns.work(shop, later(1))).toEqual({ ...nothing, run: true });
    const [message] = await store.messages.add(shop, [sampleMessage(row)]);
    expect(await work()).toEqual({ ...nothing, issue: true });
    const ids = [message?.messageId ?? ''];
    await store.messages.move(shop, ids, { from: 'issuing', to: 'ready', reason: null }, AT);
    expect(await work()).toEqual({ ...nothing, deliver: true });
    await store.messages.move(shop, ids, { from: 'ready', to: 'sent', reason: null }, AT);
    expect(await work()).toEqual(nothing);
    await store.messages.addDeliveries(
      shop,
      ids.map((messageId) => ({ messageId, channel: 'email', remoteId: null })),
    );
    expect(await work()).toEqual({ ...nothing, deliver: true });
  });

  test('settings → defaults as version 0, then the newest; what was based on an older version is refused', async () => {
    const shop = await bench.newShop();
    const { campaigns } = bench.store;
    expect(await campaigns.settings(shop)).toEqual({ version: 0, settings: DEFAULT_CAMPAIGN_SETTINGS });
    const paused = { ...DEFAULT_CAMPAIGN_SETTINGS, pausedEverything: true };
    expect(await campaigns.saveSettings(shop, paused, 0, AT)).toBe(1);
    await expect(campaigns.saveSettings(shop, paused, 0, AT)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await campaigns.saveSettings(shop, DEFAULT_CAMPAIGN_SETTINGS, 1, AT)).toBe(2);
    await expect(campaigns.saveSettings(shop, paused, 7, AT)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await campaigns.settings(shop)).toEqual({ version: 2, settings: DEFAULT_CAMPAIGN_SETTINGS });
  });

  test('settings of an older release → what they lack takes its default', async () => {
    const shop = await bench.newShop();
    await bench.pool.query(
      `INSERT INTO campaign_settings VALUES ($1, 4, '{"caps":{"offersPer30Days":3}}', $2)`,
      [shop, AT],
    );
    const { settings } = await bench.store.campaigns.settings(shop);
    expect(settings).toEqual({
      ...DEFAULT_CAMPAIGN_SETTINGS,
      caps: { offersPer30Days: 3, messagesPer7Days: DEFAULT_CAMPAIGN_SETTINGS.caps.messagesPer7Days },
    });
  });

  test('two save the first settings at once → one wins', async () => {
    const shop = await bench.newShop();
    const settings = DEFAULT_CAMPAIGN_SETTINGS;
    const [one, two] = await overlapping(
      bench,
      (tx) => tx.campaigns.saveSettings(shop, settings, 0, AT),
      () => bench.store.campaigns.saveSettings(shop, settings, 0, AT),
    );
    expect(one).toMatchObject({ status: 'fulfilled', value: 1 });
    expect(two).toMatchObject({ status: 'rejected', reason: { code: 'CONFLICT' } });
  });
});
