import { testLooks } from './fixture/looks.ts';
import { createLoyaltyScene, unsavedScene } from './fixture/loyalty.ts';

testLooks('Loyalty', {
  loyalty: { path: '/loyalty', scene: {}, ready: '.panel-launcher' },
  'loyalty-first': { path: '/loyalty', scene: { loyalty: unsavedScene() }, ready: '.panel-launcher' },
  'loyalty-young': {
    path: '/loyalty',
    scene: { loyalty: { ...createLoyaltyScene(), young: true, balanced: false, recounting: true } },
    ready: '.figures',
  },
});
