import type { FulfillmentRecord, OrderRecord } from '../../state/records.ts';
import type { ResolverMap } from '../context.ts';
import { gid } from '../gid.ts';
import { isoOrNull, isoSeconds } from '../instant.ts';

export interface FulfillmentView {
  readonly order: OrderRecord;
  readonly fulfillment: FulfillmentRecord;
}

export function fulfillmentViews(order: OrderRecord): readonly FulfillmentView[] {
  return order.fulfillments.map((fulfillment) => ({ order, fulfillment }));
}

const units = (fulfillment: FulfillmentRecord): number =>
  fulfillment.lines.reduce((total, line) => total + line.quantity, 0);

function displayStatus(fulfillment: FulfillmentRecord): string {
  if (fulfillment.status === 'CANCELLED') return 'CANCELED';
  return fulfillment.deliveredAt === null ? 'FULFILLED' : 'DELIVERED';
}

export const fulfillmentResolvers: ResolverMap = {
  Fulfillment: {
    id: ({ fulfillment }: FulfillmentView) => gid('Fulfillment', fulfillment.id),
    legacyResourceId: ({ fulfillment }: FulfillmentView) => fulfillment.id,
    createdAt: ({ fulfillment }: FulfillmentView) => isoSeconds(fulfillment.createdAt),
    updatedAt: ({ fulfillment }: FulfillmentView) =>
      isoSeconds(fulfillment.deliveredAt ?? fulfillment.createdAt),
    deliveredAt: ({ fulfillment }: FulfillmentView) => isoOrNull(fulfillment.deliveredAt),
    estimatedDeliveryAt: () => null,
    inTransitAt: () => null,
    status: ({ fulfillment }: FulfillmentView) => fulfillment.status,
    displayStatus: ({ fulfillment }: FulfillmentView) => displayStatus(fulfillment),
    totalQuantity: ({ fulfillment }: FulfillmentView) => units(fulfillment),
    order: ({ order }: FulfillmentView) => order,
    trackingInfo: ({ fulfillment }: FulfillmentView) =>
      fulfillment.trackingNumber === null
        ? []
        : [{ company: null, number: fulfillment.trackingNumber, url: null }],
  },
};
