import type { CustomerId, ShopId } from '../domain/shared/ids.ts';

/** Numbers drawn with keys of this installation: the same question always has the same answer, and nobody can foretell it. */
export type Draws = {
  /** Uniform in [0,1), fixed for (shop, customer, half-year): the place in comparison group and arms. */
  place(shop: ShopId, customerId: CustomerId, halfYear: string): number;
  /** Five bytes for the code of one step of one enrolment; another `attempt` where a code was taken by somebody else. */
  codeBytes(shop: ShopId, step: { enrolmentId: string; step: number }, attempt: number): Uint8Array;
  /** The same for a member's code: of one redemption, or the one friends use. */
  memberCodeBytes(
    shop: ShopId,
    of: { purpose: 'redemption' | 'referral'; key: string },
    attempt: number,
  ): Uint8Array;
};

/** Addresses of this server that a message carries. They hold a signature and no personal data. */
export type Links = {
  /** Notes that the message's link was followed and leads on to the shop, the code applied. */
  follow(shop: ShopId, messageId: string): string;
  /** Where one POST unsubscribes (RFC 8058); a GET shows a page with the button. */
  unsubscribe(shop: ShopId, messageId: string): string;
  /** What a token stands for; null = forged or broken. */
  open(token: string): { shopId: ShopId; messageId: string; purpose: 'follow' | 'unsubscribe' } | null;
};

/** One HTTP POST to the merchant's own address. `lost`: it may have arrived. */
export type Poster = {
  post(request: {
    url: string;
    secret: string;
    deliveryId: string;
    body: string;
    at: Date;
  }): Promise<
    { outcome: 'sent' } | { outcome: 'refused'; status: number } | { outcome: 'retry' } | { outcome: 'lost' }
  >;
};
