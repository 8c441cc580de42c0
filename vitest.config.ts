import { defineConfig } from 'vitest/config';

/** One project; the folder is the level (tests/domain, tests/adapters, …). Suites that need a server or a browser skip themselves by name. */
export default defineConfig({
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    exclude: ['tests/bench/**', 'node_modules/**'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    globalSetup: ['tests/support/global-setup.ts'],
  },
});
