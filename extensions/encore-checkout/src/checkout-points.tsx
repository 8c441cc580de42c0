import type { Api } from '@shopify/ui-extensions/purchase.checkout.block.render';
import type { MemberPoints, ProgramView } from '../../../web/domain/loyalty/member-view.ts';
import { DebtLine, NextRewardLine } from '../../shared/next-reward-line.tsx';
import { estimateOrder } from '../../shared/order-estimate.ts';
import { useShopper } from '../../shared/shopper-state.ts';
import { makeWords } from '../../shared/words.ts';
import { Rewards } from './rewards.tsx';
import { seenInMetafields } from './seen-in-metafields.ts';
import { useCodes } from './use-codes.ts';

/** The block: balance and rewards of a member, what the order earns for everybody. */
export function CheckoutPoints({ shopify }: { shopify: Api }) {
  const shopper = useShopper(() => shopify.sessionToken.get());
  const codes = useCodes(shopify, shopper);
  const seen = seenInMetafields(shopify.appMetafields.value);
  const program: ProgramView | null = shopper.view?.program ?? seen.program;
  if (program?.on !== true) return null;
  const member: MemberPoints | null = shopper.view === null ? seen.member : shopper.view.member;
  const timeZone = shopper.view?.timeZone ?? shopify.localization.timezone.value;
  const language = shopify.localization.extensionLanguage.value.isoCode;
  const words = makeWords(shopify.i18n, language, { program, timeZone });
  const order = { lines: shopify.lines.value, discounts: shopify.discountAllocations.value };
  const about = estimateOrder(program, member?.tier?.multiplierBps ?? null, order, timeZone);
  return (
    <s-section heading={words.t('heading')}>
      <s-stack gap="base">
        {member === null ? null : (
          <s-text type="strong">{words.t('balance', { points: words.points(member.points) })}</s-text>
        )}
        {member === null ? null : <DebtLine held={member} words={words} />}
        {about === null || about === 0 ? null : (
          <s-text color="subdued">
            {words.t(member === null ? 'aboutGuest' : 'about', { points: words.points(about) })}
          </s-text>
        )}
        {shopper.view === null ? null : <Rewards view={shopper.view} codes={codes} words={words} />}
        {member === null ? null : <NextRewardLine program={program} held={member} words={words} />}
        {shopper.state === 'failed' && member !== null ? (
          <s-stack direction="inline" gap="base" alignItems="center">
            <s-text color="subdued">{words.t('failed')}</s-text>
            <s-button variant="secondary" onClick={shopper.reload}>
              {words.t('again')}
            </s-button>
          </s-stack>
        ) : null}
      </s-stack>
    </s-section>
  );
}
