import type { CustomerId } from '../../domain/shared/ids.ts';
import { toMinor } from '../../domain/shared/money.ts';
import type { CustomerProfile } from '../../use-cases/ports.ts';
import type { CustomerProfileFields } from '../operations/customer-operations.ts';
import { requireId } from '../orders/order-mapping.ts';

/** The part of a customer that we keep. Denied fields (level 2 of protected customer data) arrive as null. */
export function toProfile(fields: CustomerProfileFields): CustomerProfile {
  return {
    customerId: requireId<CustomerId>(fields.id),
    updatedAt: new Date(fields.updatedAt),
    locale: fields.locale,
    country: fields.defaultAddress?.countryCodeV2 ?? null,
    emailConsent: fields.defaultEmailAddress?.marketingState ?? null,
    smsConsent: fields.defaultPhoneNumber?.smsMarketingConsent?.state ?? null,
    shopifyOrders: Number(fields.numberOfOrders),
    shopifySpentMinor: toMinor(fields.amountSpent.amount, fields.amountSpent.currencyCode),
    tags: fields.tags,
  };
}
