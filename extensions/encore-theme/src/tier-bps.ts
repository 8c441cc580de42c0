import type { Session } from './session.ts';

/** The shopper's multiplier; that of the first level where nobody is known: never above what they will get. */
export function tierBpsOf({ known, page }: Session): number {
  const first = page.program.tiers?.levels[0]?.multiplierBps ?? 10_000;
  return (known.is === 'ready' && known.member?.tier?.multiplierBps) || first;
}
