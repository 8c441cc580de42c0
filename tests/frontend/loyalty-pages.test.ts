import { AILING } from './fixture/health.ts';
import { testLooks } from './fixture/looks.ts';
import { createLoyaltyScene, unsavedScene } from './fixture/loyalty.ts';

const MEMBER = '/loyalty/members/7000000000000000000';

testLooks('Loyalty', {
  loyalty: { path: '/loyalty', scene: {}, ready: '.panel-launcher' },
  'loyalty-first': { path: '/loyalty', scene: { loyalty: unsavedScene() }, ready: '.panel-launcher' },
  'loyalty-young': {
    path: '/loyalty',
    scene: {
      loyalty: {
        ...createLoyaltyScene(),
        young: true,
        balanced: false,
        recounting: true,
        asOf: '2026-11-21T20:10:00.000Z',
      },
    },
    ready: '.figures',
  },
  'loyalty-currency': {
    path: '/loyalty',
    scene: { loyalty: { ...createLoyaltyScene(), savedIn: 'USD' } },
    ready: '.Polaris-Banner',
  },
  'loyalty-members': {
    path: '/loyalty/members?tier=t2&expiringWithinDays=30',
    scene: {},
    ready: 'a[href^="/loyalty/members/7"]',
  },
  'loyalty-member': { path: MEMBER, scene: {}, ready: '.ledger' },
  'loyalty-files': { path: '/loyalty/files', scene: {}, ready: '.loyalty-rows li' },
  health: {
    path: '/settings/health',
    scene: { loyalty: { ...createLoyaltyScene(), health: AILING } },
    ready: '.health-line',
  },
});
