import '@shopify/ui-extensions/preact';
import type { Api } from '@shopify/ui-extensions/customer-account.order-status.block.render';
import { render } from 'preact';
import { OrderPanel } from '../../shared/order-panel.tsx';

declare const shopify: Api;

function OrderStatus() {
  const authentication = shopify.authenticationState.value;
  const isKnown = authentication === 'fully_authenticated';
  const { id, processedAt, cancelledAt } = shopify.order.value ?? {};
  return (
    <OrderPanel
      // Whoever logs in here is asked about anew.
      key={authentication}
      logIn={isKnown ? undefined : () => shopify.requireLogin()}
      i18n={shopify.i18n}
      language={shopify.localization.extensionLanguage.value.isoCode}
      token={() => shopify.sessionToken.get()}
      orderGid={id}
      order={{
        lines: shopify.lines.value,
        discounts: shopify.discountAllocations.value,
        processedAt,
        cancelledAt,
      }}
    />
  );
}

// Shopify's bundler takes the default export of a target's module.
export default () => render(<OrderStatus />, document.body);
