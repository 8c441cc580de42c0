import '@shopify/ui-extensions/preact';
import type { Api } from '@shopify/ui-extensions/customer-account.page.render';
import { render } from 'preact';
import { LoyaltyPage } from './loyalty-page.tsx';

declare const shopify: Api;

function Page() {
  return (
    <LoyaltyPage
      i18n={shopify.i18n}
      language={shopify.localization.extensionLanguage.value.isoCode}
      token={() => shopify.sessionToken.get()}
    />
  );
}

// Shopify's bundler takes the default export of a target's module.
export default () => render(<Page />, document.body);
