import { AppError } from '../../domain/shared/errors.ts';
import type { Ctx, Tx } from '../ports.ts';
import { type LoyaltyScene, sceneNow } from './loyalty-scene.ts';

/** The scene of points. @throws AppError CONFLICT while no program was ever on */
export async function requireLaunched(
  ctx: Pick<Ctx, 'shop' | 'clock'>,
  tx: Pick<Tx, 'loyalty'>,
): Promise<LoyaltyScene> {
  const scene = await sceneNow(ctx, tx);
  if (scene) return scene;
  throw new AppError('CONFLICT', 'the loyalty program has not been launched yet');
}
