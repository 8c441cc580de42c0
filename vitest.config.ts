import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/support/longest-first.ts';

/** One project; the folder is the level (tests/domain, tests/adapters, …). Suites that need a server or a browser skip themselves by name. */
export default defineConfig({
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    exclude: ['tests/bench/**', 'node_modules/**'],
    // These only end what would hang: a shared machine may be several times slower than a quiet one.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // A wait of the browser's driver that ran out, once more, and named at the end (ADR 13). An assertion never.
    retry: process.env.CI ? { count: 1, condition: /: Timeout \d+ms exceeded/ } : 0,
    expect: { poll: { timeout: 30_000, interval: 20 } },
    // One more than there are cores: the longest suites wait for processes that start and die.
    maxWorkers: Math.max(2, Math.min(4, availableParallelism() + 1)),
    sequence: { sequencer: LongestFirst },
    globalSetup: ['tests/support/global-setup.ts'],
  },
});
