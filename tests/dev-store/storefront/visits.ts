import { randomUUID } from 'node:crypto';
import type { HttpRequest } from '../controls/http.ts';
import type { LocalShopify } from '../controls/local-shopify.ts';
import type { CustomerRecord } from '../state/records.ts';
import type { ShopState } from '../state/shop-state.ts';
import type { Language } from '../theme/page-objects.ts';

const SESSION = '_shop_session';
export const DISCOUNT = 'discount_code';

/** One browser at one shop: who it is logged in as, and its cart. Lives as long as the process. */
export interface Visit {
  readonly token: string;
  readonly shopDomain: string;
  customerId: string | undefined;
  /** Variant → units. */
  readonly lines: Map<string, number>;
  codes: readonly string[];
  landingSite: string | undefined;
  lastOrderId: string | undefined;
}

/** A browser's request at one shop. */
export interface Visiting {
  readonly local: LocalShopify;
  readonly shop: ShopState;
  readonly visit: Visit;
  readonly customer: CustomerRecord | undefined;
  readonly language: Language;
  /** What every address of the shop in this language starts with. */
  readonly root: string;
  readonly url: URL;
}

/** The browsers of all storefronts, known by a cookie. */
export class Visits {
  readonly #byToken = new Map<string, Visit>();

  /** The visit of a browser at this shop, a fresh one for a browser unseen here. */
  of(shop: ShopState, request: HttpRequest): Visit {
    const known = this.#byToken.get(cookiesOf(request).get(SESSION) ?? '');
    if (known?.shopDomain === shop.domain) return known;
    const visit: Visit = {
      token: randomUUID(),
      shopDomain: shop.domain,
      customerId: undefined,
      lines: new Map(),
      codes: [],
      landingSite: undefined,
      lastOrderId: undefined,
    };
    this.#byToken.set(visit.token, visit);
    return visit;
  }
}

const books = new WeakMap<object, Visits>();

/** The browsers of one local Shopify, whichever of its pages they are at. */
export function visitsOf(local: object): Visits {
  const known = books.get(local) ?? new Visits();
  books.set(local, known);
  return known;
}

export function cookiesOf(request: HttpRequest): ReadonlyMap<string, string> {
  const pairs = (request.raw.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return new Map(
    pairs.flatMap(([name, ...value]) =>
      name === undefined || name === '' ? [] : [[name, decoded(value.join('='))] as const],
    ),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export const sessionCookie = (visit: Visit): string =>
  `${SESSION}=${visit.token}; Path=/; HttpOnly; SameSite=Lax`;

/** The cookie a discount link leaves; an empty code takes it away. */
export const discountCookie = (code: string): string =>
  `${DISCOUNT}=${encodeURIComponent(code)}; Path=/; HttpOnly; SameSite=Lax${code === '' ? '; Max-Age=0' : ''}`;
