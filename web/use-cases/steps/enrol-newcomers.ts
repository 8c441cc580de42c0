import { startPosition } from '../../domain/campaigns/advance.ts';
import { backlogLeftToday, isBacklog } from '../../domain/campaigns/backlog.ts';
import { assignArm, halfYearOf } from '../../domain/campaigns/comparison-group.ts';
import type { Match } from '../../domain/campaigns/kinds/kind.ts';
import { boundsOf, check } from '../../domain/campaigns/kinds.ts';
import type { PersonFacts } from '../../domain/campaigns/person-facts.ts';
import { recipientZone } from '../../domain/campaigns/recipient-zone.ts';
import type { ShopModel } from '../../domain/rfm/model.ts';
import { type LocalDay, localDayOf, startOfLocalDay } from '../../domain/shared/time.ts';
import type { Campaign, CampaignCtx, CampaignVersion, NewEnrolment } from '../ports.ts';
import { toPersonFacts } from './person-facts.ts';

const CUSTOMERS_AT_ONCE = 1_000;

export type EnrolmentPass = {
  campaign: Campaign;
  version: CampaignVersion;
  model: ShopModel;
  todayOn: LocalDay;
  now: Date;
};

/**
 * Everybody who matches on this day and is not in the campaign yet, streamed in constant memory: those who came to match
 * since the launch, and of the backlog at most so many a day, newest first. Running it again enrols nobody twice. Answers
 * how many were enrolled, held-out people included.
 */
export async function enrolNewcomers(ctx: CampaignCtx, pass: EnrolmentPass): Promise<number> {
  const { store, shop } = ctx;
  const { campaign, version, todayOn } = pass;
  const { terms } = version;
  const bounds = boundsOf(terms, pass.model, todayOn);
  const dayStart = startOfLocalDay(todayOn, shop.timeZone);
  const before = await store.enrolments.countBacklogSince(shop.shopId, campaign.campaignId, dayStart);
  let backlogLeft = backlogLeftToday(terms, before);
  const launchedOn = localDayOf(campaign.launchedAt ?? version.launchedAt, shop.timeZone);
  const candidates = store.enrolments.candidates(
    shop.shopId,
    {
      kind: terms.kind,
      campaignId: campaign.campaignId,
      stages: bounds.stages,
      marks: bounds.mark === null ? [] : [bounds.mark],
      frequency: bounds.frequency,
      member: bounds.member,
      lastFromOn: bounds.lastOn.fromOn,
      lastToOn: bounds.lastOn.toOn,
      lastOccasionFromOn: bounds.lastOccasionOn.fromOn,
      lastOccasionToOn: bounds.lastOccasionOn.toOn,
      countries: terms.audience.countries,
      minSpentMinor: terms.audience.minSpentMinor,
      notEnrolled: true,
      newestFirst: true,
    },
    CUSTOMERS_AT_ONCE,
  );
  let enrolled = 0;
  for await (const rows of candidates) {
    const chosen: NewEnrolment[] = [];
    for (const row of rows) {
      const person = toPersonFacts(row, shop.timeZone);
      const match = check(person, terms, pass.model, todayOn);
      if (!match.matches) continue;
      const backlog = isBacklog(match, launchedOn);
      if (backlog && backlogLeft === 0) continue;
      if (backlog) backlogLeft -= 1;
      chosen.push(newEnrolment(ctx, pass, { person, match, backlog }));
    }
    enrolled += (await store.enrolments.enrol(shop.shopId, chosen)).length;
  }
  return enrolled;
}

type Matching = {
  person: PersonFacts;
  match: Extract<Match, { matches: true }>;
  backlog: boolean;
};

/** Arm and share are drawn here and frozen. */
export function newEnrolment(
  ctx: Pick<CampaignCtx, 'shop' | 'draws'>,
  { campaign, version, todayOn, now }: Omit<EnrolmentPass, 'model'>,
  { person, match, backlog }: Matching,
): NewEnrolment {
  const { shop, draws } = ctx;
  const place = draws.place(shop.shopId, person.customerId, halfYearOf(todayOn));
  const { terms, shareBps } = version;
  return {
    campaignId: campaign.campaignId,
    version: version.version,
    customerId: person.customerId,
    triggerOn: match.triggerOn,
    ...assignArm(place, shareBps, terms.arms.length),
    shareBps,
    backlog,
    enrolledAt: now,
    ...startPosition(now, terms, recipientZone(person.country, shop.timeZone)),
  };
}
