import type { CustomerRecord } from '../state/records.ts';
import { gid, type RestObject, restId, restTime } from './rest-forms.ts';

/** What a payload needs of the shop. */
export type PayloadShop = { timeZone: string; currency: string };

/**
 * A customer as payload version 2025-01 and later sends it: no tags, no consent, no purchase summary.
 * Used by `customers/*` and inside orders.
 */
export function customerPayload(customer: CustomerRecord, shop: PayloadShop): RestObject {
  return {
    ...customerCore(customer, shop),
    addresses: customer.countryCode === null ? [] : [address(customer)],
    ...(customer.countryCode === null ? {} : { default_address: address(customer) }),
  };
}

/** The shorter form inside an order: without the list of addresses. */
export function orderCustomerPayload(customer: CustomerRecord, shop: PayloadShop): RestObject {
  return {
    ...customerCore(customer, shop),
    ...(customer.countryCode === null ? {} : { default_address: address(customer) }),
  };
}

function customerCore(customer: CustomerRecord, shop: PayloadShop): RestObject {
  return {
    id: restId(customer.id),
    created_at: restTime(customer.createdAt, shop.timeZone),
    updated_at: restTime(customer.updatedAt, shop.timeZone),
    first_name: customer.firstName,
    last_name: customer.lastName,
    state: customer.state.toLowerCase(),
    note: customer.note,
    verified_email: customer.verifiedEmail,
    multipass_identifier: null,
    tax_exempt: customer.taxExempt,
    email: customer.email,
    phone: customer.phone,
    currency: shop.currency,
    tax_exemptions: [],
    admin_graphql_api_id: gid('Customer', customer.id),
  };
}

function address(customer: CustomerRecord): RestObject {
  const name = [customer.firstName, customer.lastName].filter((part) => part !== null).join(' ');
  return {
    id: restId(customer.id),
    customer_id: restId(customer.id),
    first_name: customer.firstName,
    last_name: customer.lastName,
    company: null,
    address1: null,
    address2: null,
    city: customer.city,
    province: null,
    country: customer.countryCode,
    zip: null,
    phone: customer.phone,
    name,
    province_code: null,
    country_code: customer.countryCode,
    country_name: customer.countryCode,
    default: true,
  };
}
