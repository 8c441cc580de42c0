import { MESSAGE_WINDOW_MS, OFFER_WINDOW_MS } from '../../domain/campaigns/caps.ts';
import { type DueEnrolment, decideSends } from '../../domain/campaigns/decide-send.ts';
import type { Enrolment } from '../../domain/campaigns/enrolment.ts';
import { recipientZone } from '../../domain/campaigns/recipient-zone.ts';
import type { CampaignCtx, CampaignVersion, Tx } from '../ports.ts';
import { type DuePass, DuePlan } from './due-plan.ts';
import { toPersonFacts } from './person-facts.ts';

/** Customers decided about in one transaction. */
const CUSTOMERS_AT_ONCE = 200;

/**
 * Decides every due step, whole customers at a time, by priority and caps over all campaigns (`decideSends`). In one
 * transaction a customer's enrolments move on, messages stand and codes are reserved, so that a step is never decided twice; the jobs
 * for what is to be done outside the database commit with them.
 */
export async function decideDue(ctx: CampaignCtx, pass: DuePass): Promise<void> {
  while (await ctx.store.transaction((tx) => decideSome(ctx, tx, pass)));
}

/** False = nothing is due. */
async function decideSome(ctx: CampaignCtx, tx: Tx, pass: DuePass): Promise<boolean> {
  const { shopId, timeZone } = ctx.shop;
  const due = await tx.enrolments.takeDue(shopId, pass.now, CUSTOMERS_AT_ONCE);
  if (due.length === 0) return false;
  const ids = [...new Set(due.map(({ customerId }) => customerId))];
  const rows = await tx.enrolments.candidatesOf(shopId, ids);
  const longest = Math.max(OFFER_WINDOW_MS, MESSAGE_WINDOW_MS);
  const counted = await tx.enrolments.counted(
    shopId,
    ids,
    new Date(pass.now.getTime() - longest),
    due.map(({ enrolmentId }) => enrolmentId),
  );
  const versions = await versionsOf(ctx, tx, due);
  const plan = new DuePlan(ctx, pass);
  for (const customerId of ids) {
    const row = rows.get(customerId);
    const mine = due.filter((one) => one.customerId === customerId);
    const person = row ? toPersonFacts(row, timeZone) : null;
    const zone = recipientZone(row?.country ?? null, timeZone);
    const dues = mine.flatMap((enrolment) => toDue(enrolment, pass, versions));
    const decisions = decideSends({
      now: pass.now,
      due: dues,
      counted: counted.filter((one) => one.customerId === customerId),
      settings: pass.settings,
      person,
      model: pass.model,
      zones: { recipient: zone, shop: timeZone },
      typical: pass.typical,
    });
    for (const decision of decisions) {
      const one = dues.find(({ enrolment }) => enrolment.enrolmentId === decision.enrolmentId);
      if (one) plan.note(one, decision, zone);
    }
  }
  await plan.write(tx);
  return true;
}

function toDue(
  enrolment: Enrolment,
  { campaigns }: DuePass,
  versions: ReadonlyMap<string, CampaignVersion>,
): DueEnrolment[] {
  const version = versions.get(`${enrolment.campaignId}.${enrolment.version}`);
  const campaign = campaigns.get(enrolment.campaignId);
  if (!version) return [];
  return [{ enrolment, terms: version.terms, campaignState: campaign?.state ?? 'ended' }];
}

async function versionsOf(
  ctx: CampaignCtx,
  tx: Tx,
  due: readonly Enrolment[],
): Promise<ReadonlyMap<string, CampaignVersion>> {
  const found = new Map<string, CampaignVersion>();
  for (const { campaignId, version } of due) {
    const key = `${campaignId}.${version}`;
    if (found.has(key)) continue;
    const standing = await tx.campaigns.version(ctx.shop.shopId, campaignId, version);
    if (standing) found.set(key, standing);
  }
  return found;
}
