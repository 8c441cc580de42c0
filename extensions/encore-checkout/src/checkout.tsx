import '@shopify/ui-extensions/preact';
import type { Api } from '@shopify/ui-extensions/purchase.checkout.block.render';
import { render } from 'preact';
import { CheckoutPoints } from './checkout-points.tsx';

declare const shopify: Api;

// Shopify's bundler takes the default export of a target's module.
export default () => render(<CheckoutPoints shopify={shopify} />, document.body);
