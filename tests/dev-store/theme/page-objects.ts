import type { ShopState } from '../state/shop-state.ts';

export const LANGUAGES = ['en', 'vi', 'th'] as const;
export type Language = (typeof LANGUAGES)[number];

export const isLanguage = (text: string | undefined): text is Language =>
  (LANGUAGES as readonly (string | undefined)[]).includes(text);

/** `/` in the shop's first language, `/vi/` in another: what every address of the page starts with. */
export const rootOf = (language: Language): string => (language === LANGUAGES[0] ? '/' : `/${language}/`);

/** Objects that are the same for every page of a language. */
export function routesObject(language: Language): object {
  const root = rootOf(language);
  return {
    root_url: root,
    account_url: `${root}account`,
    account_login_url: `${root}account/login`,
    account_logout_url: `${root}account/logout`,
    all_products_collection_url: `${root}collections/all`,
    cart_url: `${root}cart`,
    cart_add_url: `${root}cart/add`,
    cart_change_url: `${root}cart/change`,
    cart_update_url: `${root}cart/update`,
  };
}

export function requestObject(
  language: Language,
  page: { path: string; type: string; host: string },
): object {
  return {
    locale: localeObject(language),
    path: page.path,
    page_type: page.type,
    host: page.host,
    design_mode: false,
  };
}

export function localizationObject(shop: ShopState, language: Language): object {
  return {
    language: localeObject(language),
    available_languages: LANGUAGES.map(localeObject),
    country: { iso_code: shop.countryCode, currency: { iso_code: shop.currency } },
  };
}

function localeObject(language: Language): object {
  const name = new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language;
  return {
    iso_code: language,
    endonym_name: name,
    primary: language === LANGUAGES[0],
    root_url: rootOf(language),
  };
}
