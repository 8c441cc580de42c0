import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';
import { CampaignWorld } from '../../support/campaign-world.ts';
import { Crash, CrashingPorts } from '../../support/crashing-ports.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

let database: TestDatabase;
let world: CampaignWorld;
let people: CustomerId[];
beforeAll(async () => {
  database = await createTestDatabase('pglite');
  world = await CampaignWorld.open(database);
  people = await world.buyers(4, 30);
  await world.install({
    caps: { offersPer30Days: 10_000, messagesPer7Days: 10_000 },
    comparisonGroup: { enabled: false, shareBps: null },
  });
  const delays = { segmentMs: 2_500, bulkCreationMs: 3_000 };
  await world.control.post('/delays', delays);
});
afterAll(async () => {
  await world.close();
  await database.close();
});

/** One run in so many, so that each kind of step is met; every step is a place to die. */
const STRIDE = Number(process.env.CRASH_STRIDE ?? 4);
const LONGEST_STEPS_MS = 60_000;

/** A campaign of its own for the same people: its steps, one death among them, then a new process until nothing is left. */
async function campaignWithDeath(
  dieBefore: number,
): Promise<{ steps: number; died: boolean; campaignId: number }> {
  const { campaignId } = await world.launch('second_purchase');
  const ports = new CrashingPorts(dieBefore);
  world.ports.wrap = (port) => ports.around(port);
  let died = false;
  try {
    await world.runJobs();
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
    died = true;
  }
  world.ports.wrap = (port) => port;
  const { shopId } = await world.shop();
  await world.ports.queue.giveBack(shopId);
  await world.runJobs();
  // What no job knows of any more, the clock brings back.
  await world.advance(LONGEST_STEPS_MS);
  await world.tick();
  return { steps: ports.steps, died, campaignId };
}

type Sent = { customer_id: CustomerId; code: string; state: string; way: string; message_id: string };

async function sentOf(campaignId: number): Promise<Sent[]> {
  return world.rows<Sent>(
    `SELECT m.customer_id, o.code, m.state, d.state AS way, m.message_id FROM message m
       JOIN offer o USING (shop_id, message_id)
       JOIN message_delivery d ON d.shop_id = m.shop_id AND d.message_id = m.message_id AND d.channel = 'email'
     WHERE m.shop_id = $1 AND m.campaign_id = $2 ORDER BY m.customer_id`,
    [campaignId],
  );
}

it('dying before any step of issuing and sending → nobody has two codes or two mails, a lost answer is unknown and not sent again, all others have exactly one', async () => {
  const unknown = new Set<string>();
  for (let dieBefore = 1, died = true; died; dieBefore += STRIDE) {
    const codesBefore = world.discounts().flatMap(({ codes }) => codes).length;
    const run = await campaignWithDeath(dieBefore);
    died = run.died;
    const sent = await sentOf(run.campaignId);
    const where = `died before step ${dieBefore} of ${run.steps}`;
    expect(sent.map(({ customer_id }) => customer_id).sort(), where).toEqual([...people].sort());
    const discounts = world.discounts().flatMap(({ codes }) => codes.map(({ code }) => code));
    expect(discounts.length - codesBefore, where).toBe(people.length);
    for (const { message_id, code, way, state, customer_id } of sent) {
      const mails = world.mails().filter(({ messageId }) => messageId?.includes(`.${message_id}@`));
      expect(mails.length, `${where}: ${way}`).toBeLessThanOrEqual(1);
      if (way === 'sent') expect(mails.length, where).toBe(1);
      else {
        expect(way, where).toBe('unknown');
        unknown.add(message_id);
      }
      expect(['sent', 'unknown'], where).toContain(state);
      expect(discounts, where).toContain(code);
      expect(world.tagsOf(customer_id), where).toContain('encore-offer');
    }
  }
  // The death between a mail's going out and its note was among them.
  expect(unknown.size).toBeGreaterThan(0);
  expect(world.failures).toEqual([]);
}, 300_000);
