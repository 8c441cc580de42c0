import { AppError } from '../domain/shared/errors.ts';
import type { CustomerId } from '../domain/shared/ids.ts';
import type { HeldData, ReadCtx } from './ports.ts';

/**
 * Everything held on the customer behind a request, as it stands now. Throws NOT_FOUND for a request this shop does not have,
 * and where no customer stands behind it (any more).
 */
export async function exportHeldData(
  ctx: ReadCtx,
  requestId: string,
): Promise<{ customerId: CustomerId; data: HeldData }> {
  const { shopId } = ctx.shop;
  const request = await ctx.reader.privacy.request(shopId, requestId);
  if (!request?.customerId) throw new AppError('NOT_FOUND', 'there is nothing held for such a request');
  const { customerId } = request;
  return { customerId, data: await ctx.reader.privacy.heldData(shopId, customerId) };
}
