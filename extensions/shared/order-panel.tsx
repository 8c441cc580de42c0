import type { ShopperView } from '../../web/domain/loyalty/member-view.ts';
import type { TokenSource } from './ask-app.ts';
import { DebtLine, NextRewardLine } from './next-reward-line.tsx';
import { OfferCard } from './offer-card.tsx';
import { type BoughtOrder, estimateOrder } from './order-estimate.ts';
import { type OrderPoints, useOrderPoints } from './order-points.ts';
import { useShopper } from './shopper-state.ts';
import { type I18n, makeWords, type Words } from './words.ts';

export type OrderPanelInput = {
  i18n: I18n;
  language: string;
  token: TokenSource;
  orderGid: string | undefined;
  order: BoughtOrder;
  /** Asks the reader to log in, who may decline; absent = they are logged in, or this surface cannot ask. */
  logIn?: (() => Promise<void>) | undefined;
};

/**
 * After an order: its points, the next reward, the open offer. Nothing where the shop runs no program and has no offer. What the
 * member has is told with the order once that is known: the page's own answer is from before it came.
 */
export function OrderPanel({ i18n, language, token, orderGid, order, logIn }: OrderPanelInput) {
  const { view } = useShopper(token);
  const found = useOrderPoints(token, orderGid);
  if (view === null) return null;
  const words = makeWords(i18n, language, view);
  const { program, offer } = view;
  const member = (found.state === 'known' ? found.points.member : null) ?? view.member;
  if (!program.on && offer === null) return null;
  const sentence = program.on ? pointsSentence(view, found, order, words) : null;
  return (
    <s-section heading={words.t('order.heading')}>
      <s-stack gap="base">
        {sentence === null ? null : (
          <s-stack accessibilityRole="status">
            <s-text type="strong">{sentence}</s-text>
          </s-stack>
        )}
        {member === null || !program.on ? (
          program.on ? (
            <Invitation words={words} logIn={logIn} />
          ) : null
        ) : (
          <>
            <s-text>{words.t('balance', { points: words.points(member.points) })}</s-text>
            <DebtLine held={member} words={words} />
            <NextRewardLine program={program} held={member} words={words} />
          </>
        )}
        {offer === null ? null : <OfferCard offer={offer} words={words} />}
      </s-stack>
    </s-section>
  );
}

/** To whoever is not known here: how to come by the points, and where the surface can ask for it, the log-in itself. */
function Invitation({ words, logIn }: { words: Words } & Pick<OrderPanelInput, 'logIn'>) {
  if (logIn === undefined) return <s-text color="subdued">{words.t('order.guest')}</s-text>;
  const ask = async () => {
    try {
      await logIn();
    } catch {
      // Who declines stays as they are.
    }
  };
  return (
    <s-stack gap="small">
      <s-text>{words.t('order.logIn')}</s-text>
      <s-stack direction="inline">
        <s-button variant="secondary" onClick={() => void ask()}>
          {words.t('order.logInAction')}
        </s-button>
      </s-stack>
    </s-stack>
  );
}

/** What the server says of the order; until it knows it, about how many points, and said so. */
function pointsSentence(
  { program, member, timeZone }: ShopperView,
  found: OrderPoints,
  order: BoughtOrder,
  words: Words,
): string | null {
  if (found.state === 'known') {
    const { state, points } = found.points;
    if (state === 'taken_back') return words.t('order.takenBack');
    if (state === 'none' || points === 0) return words.t('order.none');
    const params = { points: words.points(points) };
    return state === 'earned'
      ? words.t('order.earned', params)
      : words.t(`order.pending.${program.earn.when}`, params);
  }
  const about = estimateOrder(program, member?.tier?.multiplierBps ?? null, order, timeZone);
  return about === null || about === 0 ? null : words.t('order.about', { points: words.points(about) });
}
