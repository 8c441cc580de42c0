import '@shopify/ui-extensions/preact';
import type { Api } from '@shopify/ui-extensions/customer-account.order-status.block.render';
import { render } from 'preact';
import { OrderPanel } from '../../shared/order-panel.tsx';

declare const shopify: Api;

function OrderStatus() {
  return (
    <OrderPanel
      i18n={shopify.i18n}
      language={shopify.localization.extensionLanguage.value.isoCode}
      token={() => shopify.sessionToken.get()}
      orderGid={shopify.order.value?.id}
      order={{ lines: shopify.lines.value, discounts: shopify.discountAllocations.value }}
    />
  );
}

// Shopify's bundler takes the default export of a target's module.
export default () => render(<OrderStatus />, document.body);
