import { createCampaignsScene } from './fixture/campaigns.ts';
import { testLooks } from './fixture/looks.ts';

testLooks('Campaigns', {
  campaigns: { path: '/campaigns', scene: {}, ready: 'a[href="/campaigns/2"]' },
  'campaigns-first': {
    path: '/campaigns',
    scene: { campaigns: { ...createCampaignsScene(), campaigns: [], cutHistory: true, noProgram: true } },
    ready: '.page-heading',
  },
  'campaign-draft': { path: '/campaigns/1', scene: {}, ready: '.mail-window iframe' },
  'campaign-running': { path: '/campaigns/2', scene: {}, ready: '.mail-window iframe' },
  'campaign-stopped': {
    path: '/campaigns/5',
    scene: { campaigns: { ...createCampaignsScene(), small: true } },
    ready: '.mail-window iframe',
  },
  'campaign-ended': { path: '/campaigns/4', scene: {}, ready: '.mail-window iframe' },
});
