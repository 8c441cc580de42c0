import { defineBlock } from './block.ts';
import { drawCartPoints } from './cart-points.ts';
import { Launcher } from './launcher.ts';
import { drawOfferBanner } from './offer-banner.ts';
import { panelParts, shownParts } from './panel.ts';
import { drawProductPoints, followProduct } from './product-points.ts';
import { takeThemeColors } from './theme-colors.ts';

// Several blocks of a page may bring this script; the first has done it all.
if (!customElements.get('encore-launcher')) {
  customElements.define('encore-launcher', Launcher);
  defineBlock('encore-product', drawProductPoints, followProduct);
  defineBlock('encore-cart', drawCartPoints);
  // It may stand alone: the launcher, which else gives the theme's colours to all, is not there while the program is off.
  defineBlock('encore-offer', drawOfferBanner, (_redraw, host) => {
    takeThemeColors(host);
    return () => {};
  });
  defineBlock('encore-page', (session, host) => panelParts(session, shownParts(host)));
}
