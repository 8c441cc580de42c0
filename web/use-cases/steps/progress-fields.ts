import type { SyncRun } from '../ports.ts';

/** Fields of a stored run's progress; what is missing or of another type is null, a count 0. */
export function progressFields({ progress }: Pick<SyncRun, 'progress'>) {
  return {
    text: (key: string) => (typeof progress[key] === 'string' ? progress[key] : null),
    count: (key: string) => (typeof progress[key] === 'number' ? progress[key] : 0),
  };
}
