import '@shopify/ui-extensions/preact';
import type { Api } from '@shopify/ui-extensions/purchase.thank-you.block.render';
import { render } from 'preact';
import { OrderPanel } from '../../shared/order-panel.tsx';

declare const shopify: Api;

function ThankYou() {
  return (
    <OrderPanel
      i18n={shopify.i18n}
      language={shopify.localization.extensionLanguage.value.isoCode}
      token={() => shopify.sessionToken.get()}
      orderGid={shopify.orderConfirmation.value.order.id}
      order={{ lines: shopify.lines.value, discounts: shopify.discountAllocations.value }}
    />
  );
}

// Shopify's bundler takes the default export of a target's module.
export default () => render(<ThankYou />, document.body);
