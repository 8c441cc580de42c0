import type { Program, ProgramHistory, ProgramTerms } from '../../domain/loyalty/program.ts';
import { termsIn } from '../../domain/loyalty/program-at.ts';
import type { Ctx, LoyaltyStore, Shop } from '../ports.ts';

/** What settling members' points needs of the shop: every version of the program, and now. */
export type LoyaltyScene = { shop: Shop; now: Date; history: ProgramHistory };

type Reads = { loyalty: Pick<LoyaltyStore, 'program'> };

/** The scene, read inside the transaction that settles; null while no program was ever on: there are no points then. */
export async function readLoyaltyScene(
  { shop, now }: { shop: Shop; now: Date },
  tx: Reads,
): Promise<LoyaltyScene | null> {
  const history = await tx.loyalty.program(shop.shopId);
  return history.launchedAt === null ? null : { shop, now, history };
}

/** The newest saved version; null = never saved. */
export function newest(history: ProgramHistory): Program | null {
  return history.versions.at(-1) ?? null;
}

/** What the shop offers now by its newest version (`termsIn`); null = never saved. */
export function termsNow(history: ProgramHistory, { currency }: Pick<Shop, 'currency'>): ProgramTerms | null {
  const program = newest(history);
  return program && termsIn(currency, program);
}

/** Terms in force now where the program is on; null = off or never saved. */
export function termsInForce(history: ProgramHistory): ProgramTerms | null {
  const terms = newest(history)?.terms;
  return terms?.on ? terms : null;
}

/** The scene of a use case that is about points; null as above. */
export function sceneNow(ctx: Pick<Ctx, 'shop' | 'clock'>, tx: Reads): Promise<LoyaltyScene | null> {
  return readLoyaltyScene({ shop: ctx.shop, now: ctx.clock.now() }, tx);
}
