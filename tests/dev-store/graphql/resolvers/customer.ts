import type { CustomerRecord } from '../../state/records.ts';
import { oldestVisibleOrder } from '../access.ts';
import type { PageArgs } from '../connection.ts';
import { connection, foundOnce } from '../connection.ts';
import type { AdminContext, Resolve, ResolverMap } from '../context.ts';
import { amountSpentMinor, countedOrders, rfmGroup } from '../customer-figures.ts';
import { customerPages, findCustomers } from '../customer-search.ts';
import { gid, idOfType } from '../gid.ts';
import { isoOrNull, isoSeconds } from '../instant.ts';
import { money } from '../money-view.ts';
import { findOrders, orderPages } from '../order-search.ts';
import { badRequest } from '../refusal.ts';
import { metafieldFields } from './metafield.ts';
import { countOf } from './order.ts';

interface CustomersArgs extends PageArgs {
  readonly query?: string | null;
  readonly sortKey: string;
}

interface IdentifierArgs {
  readonly identifier: {
    readonly id?: string | null;
    readonly emailAddress?: string | null;
    readonly phoneNumber?: string | null;
    readonly customId?: unknown;
  };
}

export function displayName(customer: CustomerRecord): string {
  const name = [customer.firstName, customer.lastName].filter((part) => part !== null).join(' ');
  return name || customer.email || customer.phone || 'Customer';
}

/** An e-mail never shows REDACTED in `marketingState`: the address itself is gone by then. */
export function emailView(customer: CustomerRecord): unknown {
  if (customer.email === null) return null;
  return {
    emailAddress: customer.email,
    marketingState: customer.emailConsent.state,
    marketingOptInLevel: customer.emailConsent.optInLevel,
    marketingUpdatedAt: isoOrNull(customer.emailConsent.updatedAt),
    marketingUnsubscribeUrl: `https://unsubscribe.example/${customer.id}`,
    openTrackingLevel: 'UNKNOWN',
    openTrackingUrl: `https://open.example/${customer.id}`,
    sourceLocation: null,
    validFormat: true,
  };
}

export function phoneView(customer: CustomerRecord): unknown {
  if (customer.phone === null) return null;
  const { state, optInLevel, updatedAt } = customer.smsConsent;
  // The consent object of 2026-10 says "never" where the older fields say "not".
  const consent = {
    state: state === 'NOT_SUBSCRIBED' ? 'NEVER_SUBSCRIBED' : state,
    optInLevel,
    updatedAt: isoOrNull(updatedAt),
    collectedFrom: null,
    sourceLocation: null,
  };
  return {
    phoneNumber: customer.phone,
    marketingState: state,
    marketingOptInLevel: optInLevel,
    marketingUpdatedAt: isoOrNull(updatedAt),
    marketingCollectedFrom: null,
    sourceLocation: null,
    smsMarketingConsent: consent,
    whatsAppMarketingConsent: { ...consent, state: 'NEVER_SUBSCRIBED', optInLevel: null, updatedAt: null },
  };
}

function lastOrder(customer: CustomerRecord, context: AdminContext): unknown {
  const last = countedOrders(context.shop, customer).at(-1);
  return last === undefined || last.createdAt < oldestVisibleOrder(context) ? null : last;
}

const CUSTOMER: Readonly<Record<string, Resolve>> = {
  id: (customer: CustomerRecord) => gid('Customer', customer.id),
  legacyResourceId: (customer: CustomerRecord) => customer.id,
  createdAt: (customer: CustomerRecord) => isoSeconds(customer.createdAt),
  updatedAt: (customer: CustomerRecord) => isoSeconds(customer.updatedAt),
  displayName: (customer: CustomerRecord) => displayName(customer),
  firstName: (customer: CustomerRecord) => customer.firstName,
  lastName: (customer: CustomerRecord) => customer.lastName,
  email: (customer: CustomerRecord) => customer.email,
  phone: (customer: CustomerRecord) => customer.phone,
  locale: (customer: CustomerRecord) => customer.locale,
  note: (customer: CustomerRecord) => customer.note,
  state: (customer: CustomerRecord) => customer.state,
  tags: (customer: CustomerRecord) => customer.tags,
  taxExempt: (customer: CustomerRecord) => customer.taxExempt,
  verifiedEmail: (customer: CustomerRecord) => customer.verifiedEmail,
  dataSaleOptOut: (customer: CustomerRecord) => customer.dataSaleOptOut,
  defaultEmailAddress: (customer: CustomerRecord) => emailView(customer),
  defaultPhoneNumber: (customer: CustomerRecord) => phoneView(customer),
  emailMarketingConsent: (customer: CustomerRecord) =>
    customer.email === null
      ? null
      : {
          marketingState: customer.emailConsent.state,
          marketingOptInLevel: customer.emailConsent.optInLevel,
          consentUpdatedAt: isoOrNull(customer.emailConsent.updatedAt),
          sourceLocation: null,
        },
  defaultAddress: (customer: CustomerRecord) =>
    customer.countryCode === null
      ? null
      : {
          id: gid('MailingAddress', customer.id),
          address1: customer.address1,
          address2: null,
          city: customer.city,
          zip: customer.zip,
          countryCodeV2: customer.countryCode,
        },
  numberOfOrders: (customer: CustomerRecord, _args: unknown, { shop }) =>
    String(countedOrders(shop, customer).length),
  amountSpent: (customer: CustomerRecord, _args: unknown, { shop }) =>
    money(amountSpentMinor(shop, customer), shop.currency),
  lastOrder: (customer: CustomerRecord, _args: unknown, context) => lastOrder(customer, context),
  canDelete: (customer: CustomerRecord, _args: unknown, { shop }) => shop.ordersOf(customer.id).length === 0,
  mergeable: () => ({ isMergeable: true, reason: null, errorFields: [], mergeInProgress: null }),
  statistics: (customer: CustomerRecord, _args: unknown, { shop, state }) => ({
    rfmGroup: rfmGroup(shop, customer, state.clock.now()),
    predictedSpendTier: null,
  }),
  orders: (customer: CustomerRecord, args: CustomersArgs, context, info) => {
    const own = context.shop.ordersOf(customer.id);
    const orders = findOrders(context.shop, args.query, oldestVisibleOrder(context), own);
    return connection(orderPages(orders, args.sortKey), args, context, info);
  },
  ...metafieldFields('Customer'),
};

function byIdentifier(context: AdminContext, { identifier }: IdentifierArgs): CustomerRecord | null {
  const { shop } = context;
  if (identifier.id != null) return shop.customers.get(idOfType(identifier.id, 'Customer')) ?? null;
  if (identifier.emailAddress != null)
    return shop.customersByEmail.get(identifier.emailAddress.toLowerCase()) ?? null;
  if (identifier.phoneNumber != null) return shop.customersByPhone.get(identifier.phoneNumber) ?? null;
  throw badRequest('The local Shopify finds customers by id, e-mail address or phone number only');
}

export const customerResolvers: ResolverMap = {
  Customer: CUSTOMER,
  QueryRoot: {
    customer: (_root: unknown, args: { readonly id: string }, { shop }) =>
      shop.customers.get(idOfType(args.id, 'Customer')) ?? null,
    customerByIdentifier: (_root: unknown, args: IdentifierArgs, context) => byIdentifier(context, args),
    customers: (_root: unknown, args: CustomersArgs, context, info) => {
      const find = () => customerPages(findCustomers(context.shop, args.query), args.sortKey);
      return connection(foundOnce(context, find), args, context, info);
    },
    customersCount: (
      _root: unknown,
      args: { readonly query?: string | null; readonly limit?: number | null },
      { shop },
    ) => countOf(findCustomers(shop, args.query).length, args.limit),
  },
};
