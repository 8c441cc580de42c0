import type { Reporter, TestModule } from 'vitest/node';

/** Names at the end of a run each test that passed only when it was tried again (ADR 13): one that is named twice races. */
export default class SecondAttempts implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const module of modules)
      for (const test of module.children.allTests())
        if (test.diagnostic()?.flaky)
          console.log(`passed at the second attempt: ${module.relativeModuleId}: ${test.fullName}`);
  }
}
