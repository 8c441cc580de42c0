import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Parts of the paths of what takes long, the longest first. */
const LONG = [
  'e2e/kill',
  'frontend/pages',
  'e2e/admin',
  'e2e/redaction',
  'e2e/',
  'frontend/channels',
  'frontend/campaign',
  'frontend/',
  'use-cases/crash',
  'adapters/db/engine/',
  'adapters/jobs/',
];

/** Starts what takes long first, so that no worker is left alone with it at the end; the rest as Vitest would. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ moduleId }: TestSpecification) => {
      const at = LONG.findIndex((part) => moduleId.includes(`/tests/${part}`));
      return at === -1 ? LONG.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rankOf(a) - rankOf(b));
  }
}
