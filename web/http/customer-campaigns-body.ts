import type { CampaignEvent, CustomerCampaigns, GivenCode } from '../contract/customer-campaigns.ts';
import { dayToIso, localDayOf } from '../domain/shared/time.ts';
import type {
  CurrentEnrolment,
  GivenOffer,
  CampaignEvent as StoredEvent,
} from '../use-cases/customer-campaigns-port.ts';
import type { CustomerView } from '../use-cases/get-customer.ts';
import type { Shop } from '../use-cases/ports.ts';

type Terms = Pick<Shop, 'currency' | 'timeZone'>;

export function toCustomerCampaigns(
  { current, offer }: NonNullable<CustomerView['campaigns']>,
  shop: Terms,
): CustomerCampaigns {
  return {
    current: current.map((enrolment) => toCurrent(enrolment, shop)),
    offer: offer && toCode(offer, shop.currency),
  };
}

/** Nothing lies ahead of who is held back. A pause, and its end, are said before the enrolment's next turn finds out. */
function toCurrent(
  {
    enrolmentId,
    campaignId,
    name,
    service,
    paused,
    heldOut,
    ahead,
    onItsWay,
    ordersCountUntil,
  }: CurrentEnrolment,
  { timeZone }: Terms,
): CustomerCampaigns['current'][number] {
  const waited = ahead?.waitsFor === 'paused' ? null : (ahead?.waitsFor ?? null);
  const waitsFor = paused ? 'paused' : waited;
  return {
    enrolmentId,
    campaignId,
    name,
    heldOut,
    onItsWay,
    next: heldOut || ahead === null ? null : { step: ahead.step, at: ahead.dueAt.toISOString(), waitsFor },
    ordersCountUntil:
      service || ordersCountUntil === null ? null : dayToIso(localDayOf(ordersCountUntil, timeZone)),
  };
}

export function toCampaignEvent(event: StoredEvent, currency: string): CampaignEvent {
  const { campaignId, name, outcome, step, reason, ways, offer } = event;
  return {
    campaignId,
    name,
    outcome,
    step,
    reason,
    ways: ways.map((way) => ({ ...way })),
    offer: offer && {
      ...toCode({ ...offer, endsAt: offer.endsAt.toISOString() }, currency),
      state: toState(offer),
    },
  };
}

function toState({ state }: GivenOffer): NonNullable<CampaignEvent['offer']>['state'] {
  if (state === 'redeemed') return 'used';
  return state === 'issued' ? 'open' : 'over';
}

type Code = Pick<GivenCode, 'code' | 'value' | 'minimumSpendMinor' | 'endsAt'>;

function toCode({ code, value, minimumSpendMinor, endsAt }: Code, currency: string): GivenCode {
  return { code, value, minimumSpendMinor, currency, endsAt };
}
