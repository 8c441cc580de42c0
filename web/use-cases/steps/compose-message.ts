import { LANGUAGES, type Language } from '../../domain/campaigns/campaign.ts';
import type { PointsFacts } from '../../domain/campaigns/person-facts.ts';
import { recipientZone } from '../../domain/campaigns/recipient-zone.ts';
import type { ProgramTerms, Reward } from '../../domain/loyalty/program.ts';
import type {
  CampaignCtx,
  CampaignVersion,
  MailInput,
  Message,
  Offer,
  OfferDiscount,
  Recipient,
} from '../ports.ts';
import type { SendScene } from './send-scene.ts';

/** A code with the terms it stands for. */
export type OfferInHand = { offer: Offer; discount: OfferDiscount };

export type Composition = {
  message: Message;
  version: CampaignVersion;
  recipient: Recipient;
  offer: OfferInHand | null;
  /** Titles of what they bought last. */
  products: readonly string[];
  /** Null = no member. */
  points: PointsFacts | null;
  /** The cheapest of the program; null = there is none. */
  reward: Reward | null;
  /** What the merchant calls points; null = there is no program. */
  pointsName: ProgramTerms['pointsName'] | null;
};

/** The language to write in: the customer's, else their country's, else English. */
export function languageOf(locale: string | null, country: string | null): Language {
  const asked = locale?.slice(0, 2).toLowerCase();
  const spoken = LANGUAGES.find((language) => language === asked);
  if (spoken || asked) return spoken ?? 'en';
  return country === 'VN' ? 'vi' : country === 'TH' ? 'th' : 'en';
}

/** Where a message's button leads in the shop: the code applied where there is one, and the visit marked as ours. */
export function shopLink(domain: string, { campaignId }: Message, code: string | null): string {
  const utm = `utm_source=encore&utm_medium=email&utm_campaign=encore-${campaignId}`;
  const home = `https://${domain}`;
  if (code === null) return `${home}/?${utm}`;
  return `${home}/discount/${encodeURIComponent(code)}?redirect=${encodeURIComponent(`/?${utm}`)}`;
}

/** What the mail writer needs for one message. */
export function toMailInput(ctx: CampaignCtx, scene: SendScene, made: Composition): MailInput {
  const { shop, links } = ctx;
  const { message, version, recipient, offer } = made;
  const language = languageOf(recipient.locale, recipient.country);
  const step = version.terms.steps[message.step];
  const email = scene.email?.settings;
  return {
    template: step?.template ?? 'win_back_reminder',
    language,
    texts: step?.texts[language] ?? null,
    shop: {
      name: email?.from.name ?? shop.name,
      country: null,
      currency: shop.currency,
      logoUrl: email?.logoUrl ?? null,
      color: email?.colour ?? null,
      postalAddress: email?.postalAddress ?? '',
    },
    recipient: {
      firstName: recipient.firstName,
      country: recipient.country,
      timeZone: recipientZone(recipient.country, shop.timeZone),
    },
    offer: offer && {
      value: offer.discount.terms.value,
      minimumSpendMinor: offer.discount.terms.minimumSpendMinor,
      code: offer.offer.code,
      endsAt: offer.discount.endsAt,
    },
    products: made.products,
    points: made.points?.available ?? null,
    pointsName: made.pointsName?.[language] ?? '',
    ending: made.points?.ending ?? null,
    reward: made.reward,
    link: links.follow(shop.shopId, message.messageId),
    unsubscribeUrl: links.unsubscribe(shop.shopId, message.messageId),
    qcPrefix: scene.settings.qcPrefix,
  };
}
