import '@shopify/ui-extensions/preact';
import type { Api } from '@shopify/ui-extensions/admin.customer-details.block.render';
import { render } from 'preact';
import { CustomerBlock } from './block.tsx';

declare const shopify: Api;

function Block() {
  const customerId = /\d+$/.exec(shopify.data.selected[0]?.id ?? '')?.[0] ?? '';
  return <CustomerBlock i18n={shopify.i18n} token={() => shopify.auth.idToken()} customerId={customerId} />;
}

// Shopify's bundler takes the default export of a target's module.
export default () => render(<Block />, document.body);
