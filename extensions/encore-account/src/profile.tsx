import '@shopify/ui-extensions/preact';
import type { Api } from '@shopify/ui-extensions/customer-account.profile.block.render';
import { render } from 'preact';
import { NextRewardLine } from '../../shared/next-reward-line.tsx';
import { useShopper } from '../../shared/shopper-state.ts';
import { makeWords } from '../../shared/words.ts';
import { BalanceLines } from './balance.tsx';

declare const shopify: Api;

/** The balance on the profile, and the way to the page. Nothing for who is no member. */
function ProfileBlock() {
  const { view } = useShopper(() => shopify.sessionToken.get());
  if (view === null || !view.program.on || view.member === null) return null;
  const { program, member } = view;
  const language = shopify.localization.extensionLanguage.value.isoCode;
  const words = makeWords(shopify.i18n, language, view);
  return (
    <s-section heading={words.t('page.heading')}>
      <s-stack gap="base">
        <BalanceLines member={member} program={program} words={words} />
        <NextRewardLine program={program} held={member} words={words} />
        <s-stack direction="inline">
          <s-button href="extension:encore-account/" variant="secondary">
            {words.t('profile.open')}
          </s-button>
        </s-stack>
      </s-stack>
    </s-section>
  );
}

// Shopify's bundler takes the default export of a target's module.
export default () => render(<ProfileBlock />, document.body);
