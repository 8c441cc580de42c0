import { z } from 'zod';

/**
 * What the mail server does to a mail. `reply`: answers that line (`450 4.2.0 later`, `550 5.1.1 unknown`). `hang`: says nothing more.
 * `drop`: cuts the connection. At the stage `message` the whole mail has come; `keep` = it was stored all the same, only the answer is lost.
 */
export const mailFaultShape = z
  .strictObject({
    kind: z.enum(['reply', 'hang', 'drop']),
    stage: z.enum(['greeting', 'login', 'sender', 'recipient', 'message']).default('recipient'),
    reply: z
      .string()
      .regex(/^[45]\d\d( [45]\.\d{1,3}\.\d{1,3})? .+$/, 'must be like "550 5.1.1 no such user"')
      .optional(),
    /** Recipients it meets; `*` stands for any text. Before the recipient is known only `*` fits. */
    to: z.string().default('*'),
    keep: z.boolean().default(false),
    times: z.number().int().positive().default(1),
    /** Mails let through before the first failure. */
    after: z.number().int().min(0).default(0),
  })
  .refine((fault) => (fault.kind === 'reply') === (fault.reply !== undefined), {
    message: 'kind "reply" needs a reply, the others have none',
    path: ['reply'],
  });
export type MailFault = z.infer<typeof mailFaultShape>;
export type MailFaultStage = MailFault['stage'];

/** Faults waiting to happen to mails, first come first served. */
export class MailFaults {
  #waiting: MailFault[] = [];

  add(fault: MailFault): void {
    this.#waiting.push({ ...fault });
  }

  list(): readonly MailFault[] {
    return this.#waiting;
  }

  clear(): void {
    this.#waiting = [];
  }

  /** The fault that meets a mail at this stage, used up by one; undefined = none. */
  take(stage: MailFaultStage, recipients: readonly string[]): MailFault | undefined {
    const fault = this.#waiting.find(
      (candidate) =>
        candidate.stage === stage &&
        (candidate.to === '*' || recipients.some((recipient) => matches(candidate.to, recipient))),
    );
    if (fault === undefined) return undefined;
    if (fault.after > 0) {
      fault.after--;
      return undefined;
    }
    fault.times--;
    if (fault.times === 0) this.#waiting = this.#waiting.filter((other) => other !== fault);
    return fault;
  }
}

function matches(pattern: string, address: string): boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`, 'i').test(address);
}
