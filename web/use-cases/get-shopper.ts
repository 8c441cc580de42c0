import { historyLine } from '../domain/loyalty/history-line.ts';
import { memberPoints } from '../domain/loyalty/member-points.ts';
import type { HistoryLine, ShopperView } from '../domain/loyalty/member-view.ts';
import { defaultProgram } from '../domain/loyalty/program.ts';
import { programView } from '../domain/loyalty/program-view.ts';
import type { CustomerId } from '../domain/shared/ids.ts';
import { localDayOf } from '../domain/shared/time.ts';
import type { LoyaltyAccount, LoyaltyCtx } from './ports.ts';
import { becomeMember } from './steps/become-member.ts';
import { currentAccount } from './steps/current-account.ts';
import { newest, termsNow } from './steps/loyalty-scene.ts';
import { NO_POINTS } from './steps/no-points.ts';
import { openCode } from './steps/open-code.ts';
import { discountUrl, shopperOffer } from './steps/shopper-offer.ts';

const HISTORY_LINES = 20;

/**
 * All that a shopper's surfaces show: the program, and where somebody is logged in their points, codes and the open offer.
 * From rows by index, never from Shopify. A customer who is no member yet has 0 points; `customerId` null = a guest.
 */
export async function getShopper(
  ctx: LoyaltyCtx,
  { customerId }: { customerId: CustomerId | null },
): Promise<ShopperView> {
  const { store, shop, clock } = ctx;
  const { currency, timeZone } = shop;
  const history = await store.loyalty.program(shop.shopId);
  const terms = termsNow(history, shop) ?? defaultProgram(currency);
  const todayOn = localDayOf(clock.now(), timeZone);
  const view = programView(terms, { currency, todayOn, excluded: newest(history)?.excluded ?? [] });
  if (customerId === null) return { program: view, timeZone, member: null, offer: null };
  const offer = await shopperOffer(ctx, customerId);
  if (!terms.on) return { program: view, timeZone, member: null, offer };
  // Who is seen for the first time signs up by it, where that brings points; else nothing is written.
  const standing = await currentAccount(ctx, customerId);
  const signsUp = standing === null && terms.actions.signUp > 0;
  const account = signsUp ? await becomeMember(ctx, customerId) : standing;
  const member = {
    ...memberPoints(account ?? NO_POINTS, terms),
    ...(account ? await belongings(ctx, account) : { history: [], codes: [], referral: null }),
  };
  return { program: view, timeZone, member, offer };
}

async function belongings({ store, reader, shop, clock }: LoyaltyCtx, account: LoyaltyAccount) {
  const { accountId, referralCode } = account;
  const rows = await reader.loyalty.ledger(shop.shopId, accountId, { after: null, limit: HISTORY_LINES });
  const history = rows.flatMap((row): HistoryLine[] => {
    const line = historyLine(row);
    return line ? [line] : [];
  });
  const open = await store.loyalty.openRedemptions(shop.shopId, accountId);
  return {
    history,
    // One that has ended is refused at the checkout; its points come back a little later.
    codes: open.flatMap((redemption) =>
      redemption.endsAt > clock.now() ? (openCode(redemption) ?? []) : [],
    ),
    referral:
      referralCode === null ? null : { code: referralCode, url: discountUrl(shop.domain, referralCode) },
  };
}
