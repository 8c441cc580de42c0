import { defineBlock } from './block.ts';
import { drawCartPoints } from './cart-points.ts';
import { Launcher } from './launcher.ts';
import { drawOfferBanner } from './offer-banner.ts';
import { panelParts, shownParts } from './panel.ts';
import { drawProductPoints, followProduct } from './product-points.ts';

// Several blocks of a page may bring this script; the first has done it all.
if (!customElements.get('encore-launcher')) {
  customElements.define('encore-launcher', Launcher);
  defineBlock('encore-product', drawProductPoints, followProduct);
  defineBlock('encore-cart', drawCartPoints);
  defineBlock('encore-offer', drawOfferBanner);
  defineBlock('encore-page', (session, host) => panelParts(session, shownParts(host)));
}
