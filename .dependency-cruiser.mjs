// The dependency rule of docs/architecture (domain ◀ use-cases ◀ adapters ◀ app.ts, main.ts), one sentence a rule.
// `npm run check:rooms` also asserts a minimum number of modules, so that a parser that reads nothing cannot pass.

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle has no first file to read.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'domain-imports-only-domain',
      comment: 'Rules are pure: no packages, no node built-ins, no other room.',
      severity: 'error',
      from: { path: '^web/domain/' },
      to: { pathNot: '^web/domain/' },
    },
    ...earlierFeaturesOnly([
      'shared',
      'orders',
      'rfm',
      'forecast',
      'lifecycle',
      'tags',
      'loyalty',
      'offers',
      'campaigns',
      'attribution',
      'results',
    ]),
    {
      name: 'use-cases-import-domain-and-ports',
      comment: 'Use cases orchestrate rules over ports; packages and adapters come from outside.',
      severity: 'error',
      from: { path: '^web/use-cases/' },
      to: { pathNot: ['^web/domain/', '^web/use-cases/(ports|[a-z-]+-port)\\.ts$', '^web/use-cases/steps/'] },
    },
    {
      name: 'contract-stands-alone',
      comment: 'The contract is shared by http and frontend: zod and itself only.',
      severity: 'error',
      from: { path: '^web/contract/' },
      to: { pathNot: ['^web/contract/', 'node_modules/zod'] },
    },
    {
      name: 'frontend-imports-only-contract',
      comment: 'The admin knows the server by its contract only.',
      severity: 'error',
      from: { path: '^web/frontend/' },
      to: { path: '^(web|tests)/', pathNot: ['^web/frontend/', '^web/contract/'] },
    },
    ...adaptersApart(['db', 'shopify', 'jobs', 'mail', 'http', 'cli']),
    {
      name: 'express-stays-in-http',
      severity: 'error',
      from: { path: '^web/', pathNot: ['^web/http/', '^web/app\\.ts$'] },
      to: { path: 'node_modules/(express|@types/express)/' },
    },
    {
      name: 'prisma-and-pg-stay-in-db',
      severity: 'error',
      from: { path: '^web/', pathNot: ['^web/db/', '^web/app\\.ts$', '^web/jobs/'] },
      to: { path: ['node_modules/(@prisma|pg|pg-cursor|@types/pg)/', '^prisma/client/'] },
    },
    {
      name: 'shopify-api-stays-in-shopify',
      severity: 'error',
      from: { path: '^web/', pathNot: ['^web/shopify/', '^web/db/session-store\\.ts$'] },
      to: { path: 'node_modules/@shopify/shopify-api/' },
    },
    {
      name: 'product-does-not-know-its-tests',
      comment: 'Above all the app must not know the local Shopify.',
      severity: 'error',
      from: { path: '^(web|prisma|extensions)/' },
      to: { path: '^tests/' },
    },
    {
      name: 'local-shopify-does-not-know-the-app',
      comment: 'It stands in for Shopify: what it took from the app would prove nothing.',
      severity: 'error',
      from: { path: '^tests/dev-store/' },
      to: { path: '^web/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^prisma/client', '^dist', '\\.generated\\.'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};

/** A domain feature may import an earlier one in the order of the pipeline, never a later one. */
function earlierFeaturesOnly(order) {
  return order.slice(0, -1).map((feature, index) => ({
    name: `domain-${feature}-before-later-features`,
    severity: 'error',
    from: { path: `^web/domain/${feature}/` },
    to: { path: `^web/domain/(${order.slice(index + 1).join('|')})/` },
  }));
}

/** Adapters import use cases, ports, domain and (http, cli) the contract, never one another. */
function adaptersApart(rooms) {
  return rooms.map((room) => ({
    name: `${room}-imports-no-other-adapter`,
    severity: 'error',
    from: { path: `^web/${room}/` },
    to: { path: `^web/(${rooms.filter((other) => other !== room).join('|')}|frontend)/` },
  }));
}
