import { deleteCustomer, mergeCustomers } from '../../state/customer-removal.ts';
import { normalizeTags, upsertCustomer } from '../../state/customers.ts';
import type { CustomerRecord } from '../../state/records.ts';
import type { AdminContext, ResolverMap } from '../context.ts';
import { gid, idOfType } from '../gid.ts';
import { badRequest, invalidInput } from '../refusal.ts';
import { MAX_TAGS } from './tags.ts';

interface CustomerInput {
  readonly id?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly locale?: string | null;
  readonly note?: string | null;
  readonly tags?: readonly string[] | null;
  readonly taxExempt?: boolean | null;
  readonly emailMarketingConsent?: { readonly marketingState: string } | null;
  readonly smsMarketingConsent?: { readonly marketingState: string } | null;
  readonly whatsAppMarketingConsent?: object | null;
}

interface CustomerPayload {
  readonly customer: CustomerRecord | null;
  readonly userErrors: readonly { readonly field: readonly string[]; readonly message: string }[];
}

const refuse = (field: string, message: string): CustomerPayload => ({
  customer: null,
  userErrors: [{ field: [field], message }],
});

/** Fields of CustomerInput the local Shopify stores; the rest are refused rather than dropped. */
const KNOWN = new Set([
  'id',
  'email',
  'phone',
  'firstName',
  'lastName',
  'locale',
  'note',
  'tags',
  'taxExempt',
]);
const CONSENTS = ['emailMarketingConsent', 'smsMarketingConsent', 'whatsAppMarketingConsent'] as const;
const PHONE = /^\+[1-9]\d{6,14}$/;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

function fault(
  context: AdminContext,
  input: CustomerInput,
  own: CustomerRecord | undefined,
): CustomerPayload | undefined {
  const { shop } = context;
  const { email, phone, locale, note, tags } = input;
  if (email != null && email !== '' && !EMAIL.test(email)) return refuse('email', 'Email is invalid');
  const byEmail = email == null ? undefined : shop.customersByEmail.get(email.toLowerCase());
  if (byEmail !== undefined && byEmail !== own) return refuse('email', 'Email has already been taken');
  if (phone != null && phone !== '' && !PHONE.test(phone)) return refuse('phone', 'Phone is invalid');
  const byPhone = phone == null ? undefined : shop.customersByPhone.get(phone);
  if (byPhone !== undefined && byPhone !== own) return refuse('phone', 'Phone has already been taken');
  if (locale != null && !/^[a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?$/.test(locale))
    return refuse('locale', 'Locale is invalid');
  if (note != null && note.length > 5000)
    return refuse('note', 'Note is too long (maximum is 5000 characters)');
  if (
    tags != null &&
    tags.length > 0 &&
    normalizeTags(tags.flatMap((tag) => tag.split(','))).length > MAX_TAGS
  ) {
    return refuse('tags', `Tags cannot be more than ${MAX_TAGS}`);
  }
  if (tags?.some((tag) => tag.length > 255))
    return refuse('tags', 'Tags is too long (maximum is 255 characters)');
  return undefined;
}

function fieldsOf(input: CustomerInput) {
  const unknown = Object.keys(input).find(
    (key) => !KNOWN.has(key) && !CONSENTS.some((consent) => consent === key),
  );
  if (unknown !== undefined) throw badRequest(`The local Shopify does not store CustomerInput.${unknown}`);
  const { id: _id, tags, locale, taxExempt, email, phone, ...names } = input;
  const {
    emailMarketingConsent: _e,
    smsMarketingConsent: _s,
    whatsAppMarketingConsent: _w,
    ...plain
  } = names;
  return {
    ...plain,
    ...(email === undefined ? {} : { email: email || null }),
    ...(phone === undefined ? {} : { phone: phone || null }),
    ...(tags == null ? {} : { tags: tags.flatMap((tag) => tag.split(',')) }),
    ...(locale == null ? {} : { locale }),
    ...(taxExempt == null ? {} : { taxExempt }),
  };
}

function create(context: AdminContext, input: CustomerInput): CustomerPayload {
  const consents = [input.emailMarketingConsent, input.smsMarketingConsent];
  if (consents.some((consent) => consent?.marketingState === 'REDACTED')) {
    throw invalidInput('Cannot specify REDACTED as a marketing state input');
  }
  if (input.emailMarketingConsent != null && !input.email) {
    return refuse(
      'emailMarketingConsent',
      'An email address is required to set the email marketing consent state.',
    );
  }
  if (input.smsMarketingConsent != null && !input.phone) {
    return refuse('smsMarketingConsent', 'A phone number is required to set the SMS consent state.');
  }
  if (CONSENTS.some((name) => input[name] != null)) {
    throw badRequest('The local Shopify sets consents by their own mutations only');
  }
  if (!input.email && !input.phone && !input.firstName && !input.lastName) {
    return refuse('input', 'A name, phone number, or email address must be present');
  }
  const wrong = fault(context, input, undefined);
  if (wrong !== undefined) return wrong;
  return { customer: upsertCustomer(context.state, context.shop, fieldsOf(input)), userErrors: [] };
}

/** Replaces what is given, the whole tag list included. */
function update(context: AdminContext, input: CustomerInput): CustomerPayload {
  if (input.id == null) return refuse('id', 'Customer ID must be present');
  const customer = context.shop.customers.get(idOfType(input.id, 'Customer'));
  for (const name of CONSENTS) {
    if (input[name] == null) continue;
    const mutation = `customer${name[0]?.toUpperCase()}${name.slice(1)}Update`;
    return refuse(name, `To update ${name}, please use the ${mutation} Mutation instead`);
  }
  if (customer === undefined) return refuse('id', 'Customer does not exist');
  const wrong = fault(context, input, customer);
  if (wrong !== undefined) return wrong;
  return {
    customer: upsertCustomer(context.state, context.shop, { ...fieldsOf(input), id: customer.id }),
    userErrors: [],
  };
}

function remove(context: AdminContext, id: string) {
  const { state, shop } = context;
  const refuseDelete = (message: string) => ({
    deletedCustomerId: null,
    shop,
    userErrors: [{ field: ['id'], message }],
  });
  const customer = shop.customers.get(idOfType(id, 'Customer'));
  if (customer === undefined) return refuseDelete("Customer can't be found");
  if (shop.ordersOf(customer.id).length > 0) {
    return refuseDelete('Customer can’t be deleted because they have associated orders');
  }
  deleteCustomer(state, shop, customer);
  return { deletedCustomerId: gid('Customer', customer.id), shop, userErrors: [] };
}

interface MergeArgs {
  readonly customerOneId: string;
  readonly customerTwoId: string;
  readonly overrideFields?: { readonly customerIdOfEmailToKeep?: string | null } | null;
}

/** Kept: whose e-mail is asked for, else the only one with an e-mail, else the second. Done at once. */
function merge(context: AdminContext, args: MergeArgs) {
  const { state, shop } = context;
  const refuseMerge = (field: string, message: string) => ({
    job: null,
    resultingCustomerId: null,
    userErrors: [{ field: [field], message, code: 'INVALID_CUSTOMER_ID' }],
  });
  const other = Object.keys(args.overrideFields ?? {}).find((key) => key !== 'customerIdOfEmailToKeep');
  if (other !== undefined) throw badRequest(`The local Shopify does not merge with overrideFields.${other}`);
  const one = shop.customers.get(idOfType(args.customerOneId, 'Customer'));
  const two = shop.customers.get(idOfType(args.customerTwoId, 'Customer'));
  if (one === undefined)
    return refuseMerge('customerOneId', `Customer does not exist with ID ${args.customerOneId}`);
  if (two === undefined)
    return refuseMerge('customerTwoId', `Customer does not exist with ID ${args.customerTwoId}`);
  if (one === two) return refuseMerge('customerTwoId', 'Customers IDs should not match');
  const asked = args.overrideFields?.customerIdOfEmailToKeep;
  const wanted = asked == null ? undefined : idOfType(asked, 'Customer');
  const onlyOneHasEmail = one.email !== null && two.email === null;
  const kept = wanted === one.id ? one : wanted === two.id ? two : onlyOneHasEmail ? one : two;
  mergeCustomers(state, shop, kept, kept === one ? two : one);
  return {
    job: { id: gid('Job', shop.newId()), done: true },
    resultingCustomerId: gid('Customer', kept.id),
    userErrors: [],
  };
}

function requestErasure(context: AdminContext, customerId: string) {
  const customer = context.shop.customers.get(idOfType(customerId, 'Customer'));
  if (customer === undefined) {
    const error = { field: ['customerId'], message: 'Customer does not exist', code: 'DOES_NOT_EXIST' };
    return { customerId: null, userErrors: [error] };
  }
  throw badRequest('The local Shopify erases people by its own controls, not by customerRequestDataErasure');
}

export const customerChangeResolvers: ResolverMap = {
  Mutation: {
    customerCreate: (_root: unknown, args: { readonly input: CustomerInput }, context) =>
      create(context, args.input),
    customerUpdate: (_root: unknown, args: { readonly input: CustomerInput }, context) =>
      update(context, args.input),
    customerDelete: (_root: unknown, args: { readonly input: { readonly id: string } }, context) =>
      remove(context, args.input.id),
    customerMerge: (_root: unknown, args: MergeArgs, context) => merge(context, args),
    customerRequestDataErasure: (_root: unknown, args: { readonly customerId: string }, context) =>
      requestErasure(context, args.customerId),
  },
};
