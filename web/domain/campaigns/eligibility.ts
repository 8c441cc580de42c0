import type { ShopModel } from '../rfm/model.ts';
import type { LocalDay } from '../shared/time.ts';
import { hasSubscription, restedOn, unreachable } from './audience.ts';
import { type CampaignTerms, isService } from './campaign.ts';
import type { CampaignReason, Enrolment } from './enrolment.ts';
import { KIND_RULES } from './kinds.ts';
import type { PersonFacts } from './person-facts.ts';

/**
 * Whether somebody enrolled may still be written to. `stop`: never again in this enrolment; `skip`: not this step;
 * `wait`: not before the start of that local day.
 */
export type Eligibility =
  | { eligible: true }
  | { eligible: false; act: 'stop' | 'skip'; reason: CampaignReason }
  | { eligible: false; act: 'wait'; reason: CampaignReason; untilOn: LocalDay };

/**
 * What is decided again at the moment of sending (product.md section 4), over facts joined with what Shopify says now
 * (`withLiveFacts`); null = the customer is gone. Asks nothing about the arm, so that held-out people fare alike.
 */
export function eligibilityAt(
  person: PersonFacts | null,
  enrolled: { enrolment: Pick<Enrolment, 'triggerOn'>; terms: CampaignTerms },
  model: ShopModel,
  todayOn: LocalDay,
): Eligibility {
  if (person === null) return no('stop', 'customer_gone');
  const { triggerOn } = enrolled.enrolment;
  const { kind } = enrolled.terms;
  const service = isService(kind);
  const occasionOn = service ? triggerOn : person.lastOccasionOn;
  // The occasion they were enrolled for counts no more.
  if (occasionOn === null) return no('stop', 'customer_gone');
  if (occasionOn > triggerOn) return no('stop', 'bought');
  if (person.excluded) return no('stop', 'excluded');
  if (!service && hasSubscription(person, todayOn)) return no('stop', 'subscription_running');
  if (occasionOn < triggerOn) return no('stop', 'no_longer_matches');
  const lost = KIND_RULES[kind].lostOn(person, model, todayOn, triggerOn);
  if (lost !== null) return no('stop', lost);
  const closed = unreachable(person, enrolled.terms);
  if (closed !== null) return no(closed === 'unsubscribed' ? 'stop' : 'skip', closed);
  if (service) return { eligible: true };
  if (person.lastOrder.returnOpen) return wait('open_return', todayOn + 1);
  const rested = restedOn(person);
  return rested !== null && todayOn < rested ? wait('recently_delivered', rested) : { eligible: true };
}

function no(act: 'stop' | 'skip', reason: CampaignReason): Eligibility {
  return { eligible: false, act, reason };
}

function wait(reason: CampaignReason, untilOn: LocalDay): Eligibility {
  return { eligible: false, act: 'wait', reason, untilOn };
}
