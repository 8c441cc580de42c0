import type { OpenCode, ShopperView } from '../../web/domain/loyalty/member-view.ts';
import type { LocalShop } from './local-shop.ts';

/** What a redemption answers a page. */
export type Redeemed = { redemptionId: string; state: 'issued' | 'pending'; code: OpenCode | null };

/** A browser at the shop's storefront: its cookies, its cart, and Encore behind the app proxy. */
export type StorefrontVisit = {
  logIn(email: string): Promise<void>;
  add(variantId: string, quantity: number): Promise<void>;
  /** Puts exactly these codes on the cart. */
  putCodes(codes: readonly string[]): Promise<void>;
  /** A page as the theme renders it. */
  page(path: string): Promise<string>;
  /** Checks out what the cart holds and pays. Throws where the shop refuses. */
  placeOrder(): Promise<void>;
  /** What Encore tells this shopper. */
  shopper(): Promise<ShopperView>;
  /** Turns points into a reward; null = Encore refused it. */
  redeem(rewardId: string, requestKey: string): Promise<Redeemed | null>;
  /** This shopper's own referral code. */
  referralCode(): Promise<string>;
};

const PROXY = '/apps/encore';
const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

/** A fresh browser that comes to the shop. */
export function visitStorefront({ url, domain }: Pick<LocalShop, 'url' | 'domain'>): StorefrontVisit {
  const cookies = new Map<string, string>();

  async function send(method: string, path: string, body?: string, type = JSON_TYPE): Promise<Response> {
    const response = await fetch(url + path, {
      method,
      redirect: 'manual',
      headers: {
        'x-forwarded-host': domain,
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(body === undefined ? {} : { 'content-type': type }),
      },
      ...(body === undefined ? {} : { body }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      if (line.includes('Max-Age=0')) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  }
  async function text(answer: Promise<Response>, what: string): Promise<string> {
    const response = await answer;
    const body = await response.text();
    if (response.status >= 400) throw new Error(`${what}: ${response.status} ${body.slice(0, 300)}`);
    return body;
  }
  const posted = (path: string, body: object) => text(send('POST', path, JSON.stringify(body)), path);

  return {
    async logIn(email) {
      await text(
        send('POST', '/account/login', new URLSearchParams({ email }).toString(), FORM),
        '/account/login',
      );
    },
    async add(variantId, quantity) {
      await posted('/cart/add.js', { id: variantId, quantity });
    },
    async putCodes(codes) {
      await posted('/cart/update.js', { discount: codes.join(',') });
    },
    page: (path) => text(send('GET', path), path),
    async placeOrder() {
      const opened = await send('POST', '/checkout', '', FORM);
      const checkout = opened.headers.get('location') ?? '';
      if (!checkout.startsWith('/checkouts/')) throw new Error(`/checkout leads to ${checkout}`);
      const { pathname } = new URL(checkout, url);
      const placed = await send('POST', `${pathname}/place`, 'payment=paid', FORM);
      const thanks = placed.headers.get('location') ?? '';
      if (!thanks.includes('/thank-you')) throw new Error(`the order was not placed: ${placed.status}`);
    },
    shopper: async () => JSON.parse(await text(send('GET', `${PROXY}/shopper`), 'shopper')) as ShopperView,
    async redeem(rewardId, requestKey) {
      const answer = await send('POST', `${PROXY}/redeem`, JSON.stringify({ rewardId, requestKey }));
      if (answer.status === 409) return null;
      return JSON.parse(await text(Promise.resolve(answer), 'redeem')) as Redeemed;
    },
    referralCode: async () => (JSON.parse(await posted(`${PROXY}/referral`, {})) as { code: string }).code,
  };
}
