import type { TokenSource } from '../../shared/ask-app.ts';
import { NextRewardLine } from '../../shared/next-reward-line.tsx';
import { OfferCard } from '../../shared/offer-card.tsx';
import { type ShopperState, useShopper } from '../../shared/shopper-state.ts';
import { type I18n, makeWords, type Words } from '../../shared/words.ts';
import { BalanceLines } from './balance.tsx';
import { HistorySection } from './history.tsx';
import { ReferralSection } from './referral.tsx';
import { RewardsSection } from './rewards.tsx';
import { WaysToEarn } from './ways-to-earn.tsx';

type PageInput = { i18n: I18n; language: string; token: TokenSource };

/** Everything of a member, calm, on one page. */
export function LoyaltyPage({ i18n, language, token }: PageInput) {
  const shopper = useShopper(token);
  if (shopper.view === null) return <Waiting i18n={i18n} shopper={shopper} />;
  const words = makeWords(i18n, language, shopper.view);
  return (
    <s-page heading={words.t('page.heading')}>
      <Sections shopper={shopper} view={shopper.view} token={token} words={words} />
    </s-page>
  );
}

function Waiting({ i18n, shopper }: { i18n: I18n; shopper: ShopperState }) {
  return (
    <s-page heading={i18n.translate('page.heading')}>
      {shopper.state === 'loading' ? (
        <s-spinner accessibilityLabel={i18n.translate('page.loading')} />
      ) : (
        <s-banner tone="warning" heading={i18n.translate('page.failed')}>
          <s-button variant="secondary" onClick={shopper.reload}>
            {i18n.translate('page.again')}
          </s-button>
        </s-banner>
      )}
    </s-page>
  );
}

type SectionsInput = {
  shopper: ShopperState;
  view: NonNullable<ShopperState['view']>;
  token: TokenSource;
  words: Words;
};

function Sections({ shopper, view, token, words }: SectionsInput) {
  const { program, member, offer } = view;
  return (
    <>
      {offer === null ? null : <OfferCard offer={offer} words={words} />}
      {program.on ? null : <s-paragraph>{words.t('page.off')}</s-paragraph>}
      {program.on && member === null ? <s-paragraph>{words.t('page.noMember')}</s-paragraph> : null}
      {member === null ? null : (
        <s-section heading={words.t('page.balance')}>
          <s-stack gap="base">
            <BalanceLines member={member} program={program} words={words} />
            {program.on ? <NextRewardLine program={program} held={member} words={words} /> : null}
          </s-stack>
        </s-section>
      )}
      {program.on && member !== null ? (
        <RewardsSection
          rewards={program.rewards}
          member={member}
          shopper={shopper}
          token={token}
          words={words}
        />
      ) : null}
      {program.on ? <WaysToEarn program={program} isMember={member !== null} words={words} /> : null}
      {program.on && member !== null && program.referral !== null ? (
        <ReferralSection terms={program.referral} own={member.referral} token={token} words={words} />
      ) : null}
      {member === null ? null : <HistorySection history={member.history} words={words} />}
    </>
  );
}
