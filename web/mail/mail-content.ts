import { fillTemplate } from '../domain/campaigns/merge-fields.ts';
import type { MailInput } from '../use-cases/mail-port.ts';
import { oneLine } from './addresses.ts';
import {
  dayWords,
  endWords,
  localeOf,
  moneyWords,
  offerWords,
  productWords,
  rewardWords,
} from './mail-words.ts';
import { type CommonTexts, commonTexts, templateTexts, withValues } from './template-texts.ts';

/** A message in words, nothing of it escaped. `offer` null = the message has none. */
export type MailContent = {
  language: string;
  subject: string;
  heading: string;
  paragraphs: readonly string[];
  button: string;
  link: string;
  offer: { title: string; codeLabel: string; code: string; details: readonly string[] } | null;
  shop: { name: string; logoUrl: string | null; color: string };
  why: string;
  unsubscribe: string;
  unsubscribeUrl: string;
  postalAddress: readonly string[];
};

const PLAIN_COLOR = '#2c2c2c';
/** Decree 91/2020/ND-CP asks for this label before the subject of advertising mail. */
const ADVERTISING_LABEL = '[QC] ';

/** Puts a message into the recipient's words. */
export function mailContent(input: MailInput): MailContent {
  const { shop, language } = input;
  const common = commonTexts(language);
  const offer = describeOffer(input);
  const texts = input.texts ?? templateTexts(input.template, language);
  const locale = localeOf(language, input.recipient.country);
  const values = {
    first_name: oneLine(input.recipient.firstName ?? ''),
    shop_name: oneLine(shop.name),
    products: productWords(input.products.map(oneLine), locale) ?? '',
    ...pointsValues(input, locale),
    code: offer?.code ?? '',
    offer: offer?.title ?? '',
    ends: offer?.lastDay ?? '',
  };
  const fill = (text: string): string => capitalized(text, fillTemplate(withDefaults(text, common), values));
  const subject = `${needsLabel(input) ? ADVERTISING_LABEL : ''}${oneLine(fill(texts.subject))}`;
  return {
    language,
    subject,
    heading: oneLine(fill(texts.heading)),
    paragraphs: fill(texts.body.replaceAll('\r\n', '\n'))
      .split(/\n{2,}/)
      .map((paragraph) => paragraph.trim())
      .filter((paragraph) => paragraph !== ''),
    button: oneLine(fill(texts.button)),
    link: webLink(input.link),
    offer: offer && {
      title: upperFirst(offer.title),
      codeLabel: common.codeLabel,
      code: offer.code,
      details: offer.details,
    },
    shop: {
      name: values.shop_name,
      logoUrl: shop.logoUrl !== null && /^https:\/\//.test(shop.logoUrl) ? shop.logoUrl : null,
      color: shop.color !== null && /^#[0-9a-f]{6}$/i.test(shop.color) ? shop.color : PLAIN_COLOR,
    },
    why: withValues(common.why, { shop_name: values.shop_name }),
    unsubscribe: common.unsubscribe,
    unsubscribeUrl: webLink(input.unsubscribeUrl),
    postalAddress: shop.postalAddress.split(/\r?\n/).map(oneLine).filter(Boolean),
  };
}

function pointsValues({ points, pointsName, ending, reward, shop, language }: MailInput, locale: string) {
  const number = new Intl.NumberFormat(locale);
  return {
    points: points === null ? '' : number.format(points),
    points_name: oneLine(pointsName).trim(),
    points_ending: ending === null ? '' : number.format(ending.points),
    points_end: ending === null ? '' : dayWords(ending.lastOn, locale),
    reward: oneLine(
      reward === null
        ? ''
        : reward.name || rewardWords(reward.value, language, moneyWords(locale, shop.currency)),
    ),
  };
}

function describeOffer({ offer, shop, language, recipient }: MailInput) {
  if (offer === null) return null;
  const common = commonTexts(language);
  const locale = localeOf(language, recipient.country);
  const money = moneyWords(locale, shop.currency);
  const ends = endWords(offer.endsAt, locale, recipient.timeZone);
  const validUntil = withValues(common.validUntil, { ends: ends.moment });
  const minimum = offer.minimumSpendMinor ?? 0;
  return {
    title: offerWords(offer.value, language, money),
    code: oneLine(offer.code),
    lastDay: ends.day,
    details: [
      validUntil,
      ...(minimum > 0 ? [withValues(common.minimumSpend, { amount: money(minimum) })] : []),
    ],
  };
}

/** Fields without a fallback of their own get the language's. */
function withDefaults(text: string, common: CommonTexts): string {
  return text
    .replaceAll(/\{\{\s*first_name\s*\}\}/g, `{{first_name|${common.firstNameFallback}}}`)
    .replaceAll(/\{\{\s*products\s*\}\}/g, `{{products|${common.productsFallback}}}`)
    .replaceAll(/\{\{\s*(points|points_ending)\s*\}\}/g, '{{$1|0}}')
    .replaceAll(/\{\{\s*points_name\s*\}\}/g, `{{points_name|${common.pointsNameFallback}}}`)
    .replaceAll(/\{\{\s*points_end\s*\}\}/g, `{{points_end|${common.pointsEndFallback}}}`)
    .replaceAll(/\{\{\s*reward\s*\}\}/g, `{{reward|${common.rewardFallback}}}`);
}

/** A text that begins with the offer, or with what points are called, begins with a capital all the same. */
function capitalized(template: string, filled: string): string {
  return /^\s*\{\{\s*(?:offer|points_name)\b/.test(template) ? upperFirst(filled) : filled;
}

function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Who reads in Vietnam: by country, or by language in a Vietnamese shop. */
function needsLabel({ qcPrefix, recipient, language, shop }: MailInput): boolean {
  return qcPrefix && (recipient.country === 'VN' || (language === 'vi' && shop.country === 'VN'));
}

function webLink(url: string): string {
  return /^https?:\/\//i.test(url) && URL.canParse(url) ? new URL(url).href : '';
}
