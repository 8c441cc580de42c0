import { describe, expect, it } from 'vitest';
import { issueOffer } from '../../../web/use-cases/issue-offer.ts';
import type { CampaignWorld } from '../../support/campaign-world.ts';
import { MAIL_ONLY, NOBODY_HELD_BACK, openWorlds } from '../../support/open-worlds.ts';

const newWorld = openWorlds();
const STRANGER = '77' as Parameters<typeof issueOffer>[1]['customerId'];

/** Two buyers whom the running campaign's own clock has not enrolled yet. */
async function running() {
  const world = await newWorld();
  const [buyer, other] = await world.buyers(2, 30);
  if (!buyer || !other) throw new Error('nobody bought');
  await world.install({ comparisonGroup: NOBODY_HELD_BACK });
  const { campaignId } = await world.launch('second_purchase', { channels: MAIL_ONLY });
  return { world, campaignId, buyer, other };
}

async function offers(world: CampaignWorld): Promise<{ customer_id: string; state: string }[]> {
  return world.rows('SELECT customer_id, state FROM offer WHERE shop_id = $1 ORDER BY offer_id');
}

describe('the Flow action “issue offer”', () => {
  it('a run → the step of the campaign is sent to that customer; the run again → the same answer and no second code', async () => {
    const { world, campaignId, buyer } = await running();
    const run = async () => issueOffer(await world.ctx(), { runId: 'run-1', customerId: buyer, campaignId });
    const first = await run();
    expect(first).toEqual({ outcome: 'sending', reason: null });
    await world.runJobs();
    expect((await offers(world)).filter(({ customer_id }) => customer_id === buyer)).toHaveLength(1);
    expect(await run()).toEqual(first);
    await world.runJobs();
    expect((await offers(world)).filter(({ customer_id }) => customer_id === buyer)).toHaveLength(1);
  });

  it('another run for the same customer → skipped with the reason, and no second code', async () => {
    const { world, campaignId, buyer } = await running();
    await issueOffer(await world.ctx(), { runId: 'run-1', customerId: buyer, campaignId });
    await world.runJobs();
    const again = await issueOffer(await world.ctx(), { runId: 'run-2', customerId: buyer, campaignId });
    expect(again).toMatchObject({
      outcome: expect.stringMatching(/^(skipped|waits)$/),
      reason: expect.any(String),
    });
    await world.runJobs();
    expect((await offers(world)).filter(({ customer_id }) => customer_id === buyer)).toHaveLength(1);
  });

  it('a stranger, a campaign that is not there → NOT_FOUND; nothing is noted, so that the run may be asked again', async () => {
    const { world, campaignId, buyer, other } = await running();
    const ask = async (customerId: typeof buyer, id: number) =>
      issueOffer(await world.ctx(), { runId: 'run-1', customerId, campaignId: id });
    await expect(ask(STRANGER, campaignId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(ask(buyer, campaignId + 1_000)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await ask(other, campaignId)).toEqual({ outcome: 'sending', reason: null });
  });
});
