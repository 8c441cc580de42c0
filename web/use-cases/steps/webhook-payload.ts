import type { CampaignCtx, RenderedMail } from '../ports.ts';
import { type Composition, languageOf } from './compose-message.ts';

/**
 * The body of the outgoing webhook: the facts of one message, and the same ready for the senders shops here use (Zalo, LINE, SMS,
 * Klaviyo profile properties). Personal data pass through and are not kept.
 */
export function webhookPayload(ctx: CampaignCtx, made: Composition, mail: RenderedMail): object {
  const { message, version, recipient, offer } = made;
  const link = ctx.links.follow(ctx.shop.shopId, message.messageId);
  const code = offer?.offer.code ?? null;
  const endsAt = offer?.discount.endsAt.toISOString() ?? null;
  const line = [mail.subject, code, link].filter(Boolean).join(' · ');
  const properties = {
    encore_campaign: version.terms.name,
    encore_offer_code: code,
    encore_offer_link: link,
    encore_offer_ends_at: endsAt,
  };
  return {
    event: 'message.due',
    id: `${message.messageId}`,
    shop: ctx.shop.domain,
    campaign: { id: message.campaignId, name: version.terms.name, kind: version.terms.kind },
    step: message.step + 1,
    customer: {
      id: recipient.customerId,
      first_name: recipient.firstName,
      email: recipient.email,
      email_consent: recipient.emailConsent,
      phone: recipient.phone,
      sms_consent: recipient.smsConsent,
      country: recipient.country,
      language: languageOf(recipient.locale, recipient.country),
    },
    offer: offer && { code, ends_at: endsAt, terms: offer.discount.terms },
    link,
    text: { subject: mail.subject, body: mail.text },
    ready: {
      zalo: {
        phone: recipient.phone?.replace(/^\+/, '') ?? null,
        template_data: {
          customer_name: recipient.firstName ?? '',
          code: code ?? '',
          ends_at: endsAt ?? '',
          link,
        },
      },
      line: { messages: [{ type: 'text', text: line }] },
      sms: { to: recipient.phone, text: line },
      klaviyo: {
        data: {
          type: 'profile',
          attributes: { email: recipient.email, phone_number: recipient.phone, properties },
        },
      },
    },
  };
}

/** The payload of our Flow trigger; its keys hold letters and spaces only (platform facts). */
export function flowPayload(made: Composition, link: string): object {
  const { message, version, recipient, offer } = made;
  const id = Number(recipient.customerId);
  return {
    customer_id: Number.isSafeInteger(id) ? id : recipient.customerId,
    Campaign: version.terms.name,
    Step: String(message.step + 1),
    'Offer code': offer?.offer.code ?? '',
    'Offer link': link,
    'Offer ends': offer?.discount.endsAt.toISOString() ?? '',
  };
}
