import { defaultProgram, type ProgramTerms } from '../../../web/domain/loyalty/program.ts';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';
import { adjustPoints } from '../../../web/use-cases/adjust-points.ts';
import type { CampaignWorld } from '../../support/campaign-world.ts';

export const DAY_MS = 86_400_000;

/** A program of points that end a month after the day they were earned on; its reward costs so many. */
export async function launchProgram(world: CampaignWorld, costPoints = 1_000, signUp = 0): Promise<void> {
  const { store, shop, clock } = await world.ctx();
  const terms = defaultProgram(shop.currency);
  const rewards: ProgramTerms['rewards'] = terms.rewards.map((reward) => ({ ...reward, costPoints }));
  const program: ProgramTerms = { ...terms, on: true, expiry: { kind: 'per_lot', months: 1 }, rewards };
  program.earn = { ...terms.earn, perMinor: 10_000 };
  program.actions = { ...terms.actions, signUp };
  await store.loyalty.saveProgram(shop.shopId, program, { excluded: [], basedOn: 0, at: clock.now() });
}

export async function passDays(world: CampaignWorld, days: number): Promise<void> {
  for (let day = 0; day < days; day++) {
    await world.advance(DAY_MS);
    await world.tick();
  }
}

/** Points given or taken by hand. */
export async function adjust(world: CampaignWorld, customerId: CustomerId, points: number): Promise<void> {
  await adjustPoints(await world.ctx(), {
    customerId,
    points,
    reason: 'correction',
    requestKey: `${points} at ${world.now.toISOString()}`,
  });
}

/** Of the mails a customer got, oldest first. */
export const subjects = (world: CampaignWorld, id: CustomerId) =>
  world.mailsTo(id).map(({ subject }) => subject);
