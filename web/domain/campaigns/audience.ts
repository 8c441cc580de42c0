import type { LocalDay } from '../shared/time.ts';
import { type CampaignTerms, CHANNELS, type Channel, isService } from './campaign.ts';
import type { CampaignReason } from './enrolment.ts';
import type { PersonFacts } from './person-facts.ts';

/** Whole days that must have passed since delivery, or since fulfilment where delivery is not known (product.md section 4). */
export const REST_AFTER_DELIVERY_DAYS = 7;
export const REST_AFTER_FULFILMENT_DAYS = 14;

/** Why a person is outside a campaign whatever its kind, or null: left out, a subscription, country, spend, no way to reach them. */
export function outsideAudience(
  person: PersonFacts,
  terms: CampaignTerms,
  todayOn: LocalDay,
): CampaignReason | null {
  const { countries, minSpentMinor } = terms.audience;
  if (person.excluded) return 'excluded';
  if (!isService(terms.kind) && hasSubscription(person, todayOn)) return 'subscription_running';
  const elsewhere = countries.length > 0 && (person.country === null || !countries.includes(person.country));
  if (elsewhere) return 'no_longer_matches';
  if (minSpentMinor !== null && person.monetaryMinor < minSpentMinor) return 'no_longer_matches';
  return unreachable(person, terms);
}

/**
 * The channels of a campaign by which this person may be reached. E-mail needs consent; the others are the merchant's own. The
 * widgets show offers: of a service they have nothing to show.
 */
export function channelsFor(person: PersonFacts, terms: CampaignTerms): readonly Channel[] {
  const closed: readonly Channel[] = [
    ...(person.emailConsent === 'SUBSCRIBED' ? [] : (['email'] as const)),
    ...(isService(terms.kind) ? (['on_site'] as const) : []),
  ];
  return CHANNELS.filter((channel) => terms.channels[channel] && !closed.includes(channel));
}

/** `unsubscribed` where that is what closed the last channel, `no_channel` otherwise, null = somehow reachable. */
export function unreachable(person: PersonFacts, terms: CampaignTerms): CampaignReason | null {
  if (channelsFor(person, terms).length > 0) return null;
  return terms.channels.email && person.emailConsent === 'UNSUBSCRIBED' ? 'unsubscribed' : 'no_channel';
}

/** Whether a subscription is taken to be running on a day. */
export function hasSubscription(person: PersonFacts, todayOn: LocalDay): boolean {
  return person.subscribedUntilOn !== null && todayOn <= person.subscribedUntilOn;
}

/**
 * The first local day more than 7 days after delivery (14 after fulfilment where delivery is not known); null = neither is
 * known. Whole days in between, so that no hour of the day makes it less.
 */
export function restedOn({ lastOrder }: PersonFacts): LocalDay | null {
  if (lastOrder.deliveredOn !== null) return lastOrder.deliveredOn + REST_AFTER_DELIVERY_DAYS + 1;
  if (lastOrder.fulfilledOn !== null) return lastOrder.fulfilledOn + REST_AFTER_FULFILMENT_DAYS + 1;
  return null;
}
