import { JOB_NAMES, type JobHandlers } from '../../web/jobs/queue.ts';
import type { JobName } from '../../web/use-cases/ports.ts';

/** A handler for every job there is: the given ones, `rest` for the others. */
export function jobHandlers(
  own: Partial<JobHandlers>,
  rest: (name: JobName) => (payload: object) => Promise<void> = () => async () => undefined,
): JobHandlers {
  const others = Object.fromEntries(JOB_NAMES.map((name) => [name, rest(name)]));
  return { ...others, ...own } as JobHandlers;
}
