import { testLooks } from './fixture/looks.ts';
import { createResultsScene } from './fixture/results.ts';

testLooks('Results', {
  results: { path: '/results', scene: {}, ready: 'a[href="/results/2"]' },
  'results-none': {
    path: '/results',
    scene: { results: { ...createResultsScene(), launched: [], measured: false } },
    ready: 'a[href="/campaigns"].Polaris-Button',
  },
  result: { path: '/results/2', scene: {}, ready: '.lift-band' },
  'result-doubtful': {
    path: '/results/2',
    scene: { results: { ...createResultsScene(), doubtful: true, nameless: true } },
    ready: '.short-row, td a[href^="/customers/"]',
  },
  'result-early': { path: '/results/8', scene: {}, ready: '.funnel' },
  'result-not-measured': { path: '/results/5', scene: {}, ready: '.funnel' },
});
