import type { DevStoreState } from './dev-store-state.ts';
import type { ConsentRecord, CustomerRecord } from './records.ts';
import type { ShopState } from './shop-state.ts';

export type CustomerFields = Partial<
  Pick<
    CustomerRecord,
    | 'email'
    | 'phone'
    | 'firstName'
    | 'lastName'
    | 'locale'
    | 'countryCode'
    | 'city'
    | 'address1'
    | 'zip'
    | 'state'
    | 'note'
    | 'taxExempt'
    | 'verifiedEmail'
    | 'dataSaleOptOut'
    | 'emailConsent'
    | 'smsConsent'
    | 'tags'
  >
>;

export interface CustomerInput extends CustomerFields {
  /** Absent: a new customer. An unknown id is taken as given, for loading a history. */
  readonly id?: string;
  readonly createdAt?: number;
  readonly updatedAt?: number;
}

const NO_TAGS: readonly string[] = Object.freeze([]);
const NO_CONSENT: ConsentRecord = Object.freeze({
  state: 'NOT_SUBSCRIBED',
  optInLevel: null,
  updatedAt: null,
});

/** Unique without regard to case (the first spelling stays), trimmed, without empty ones, in Shopify's order. */
export function normalizeTags(tags: readonly string[]): readonly string[] {
  if (tags.length === 0) return NO_TAGS;
  const byFold = new Map<string, string>();
  for (const tag of tags) {
    const text = tag.trim();
    if (text !== '' && !byFold.has(text.toLowerCase())) byFold.set(text.toLowerCase(), text);
  }
  return [...byFold.values()].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
}

export function upsertCustomer(
  state: DevStoreState,
  shop: ShopState,
  input: CustomerInput = {},
): CustomerRecord {
  const known = input.id === undefined ? undefined : shop.customers.get(input.id);
  return known === undefined ? createCustomer(state, shop, input) : updateCustomer(state, shop, known, input);
}

function createCustomer(state: DevStoreState, shop: ShopState, input: CustomerInput): CustomerRecord {
  const createdAt = input.createdAt ?? state.clock.now();
  const customer: CustomerRecord = {
    id: input.id ?? shop.newId(),
    createdAt,
    updatedAt: input.updatedAt ?? createdAt,
    email: input.email?.toLowerCase() ?? null,
    phone: input.phone ?? null,
    firstName: input.firstName ?? null,
    lastName: input.lastName ?? null,
    locale: input.locale ?? 'en',
    countryCode: input.countryCode ?? null,
    city: input.city ?? null,
    address1: input.address1 ?? null,
    zip: input.zip ?? null,
    state: input.state ?? 'DISABLED',
    note: input.note ?? null,
    taxExempt: input.taxExempt ?? false,
    verifiedEmail: input.verifiedEmail ?? true,
    dataSaleOptOut: input.dataSaleOptOut ?? false,
    emailConsent: input.emailConsent ?? NO_CONSENT,
    smsConsent: input.smsConsent ?? NO_CONSENT,
    tags: normalizeTags(input.tags ?? NO_TAGS),
    redactedAt: null,
  };
  refuseTakenContact(shop, customer.id, customer.email, customer.phone);
  shop.customers.set(customer.id, customer);
  indexContact(shop, customer);
  if (customer.tags.length > 0) rememberTags(state, shop, customer, NO_TAGS);
  shop.customersByCreatedAt.touch(customer);
  shop.customersByUpdatedAt.touch(customer);
  state.emit(shop, [{ topic: 'customers/create', resource: { kind: 'customer', customer } }]);
  return customer;
}

function updateCustomer(
  state: DevStoreState,
  shop: ShopState,
  customer: CustomerRecord,
  input: CustomerInput,
): CustomerRecord {
  const { id: _id, createdAt: _createdAt, updatedAt, tags, ...fields } = input;
  const email = fields.email === undefined ? customer.email : (fields.email?.toLowerCase() ?? null);
  refuseTakenContact(shop, customer.id, email, fields.phone ?? null);
  unindexContact(shop, customer);
  const emailConsentChanged =
    fields.emailConsent !== undefined && fields.emailConsent !== customer.emailConsent;
  const smsConsentChanged = fields.smsConsent !== undefined && fields.smsConsent !== customer.smsConsent;
  Object.assign(customer, fields, { email });
  indexContact(shop, customer);
  if (tags !== undefined) setTags(state, shop, customer, tags);
  touchCustomer(state, shop, customer, updatedAt);
  const resource = { kind: 'customer', customer } as const;
  state.emit(shop, [
    { topic: 'customers/update', resource },
    ...(emailConsentChanged
      ? [{ topic: 'customers_email_marketing_consent/update', resource } as const]
      : []),
    ...(smsConsentChanged ? [{ topic: 'customers_marketing_consent/update', resource } as const] : []),
  ]);
  return customer;
}

/** Moves `updatedAt` on, never back. */
export function touchCustomer(
  state: DevStoreState,
  shop: ShopState,
  customer: CustomerRecord,
  at: number = state.clock.now(),
): void {
  customer.updatedAt = Math.max(customer.updatedAt, at);
  shop.customersByUpdatedAt.touch(customer);
}

/** Adds the tags the customer lacks; raises nothing when there are none. Returns what was added. */
export function addTags(
  state: DevStoreState,
  shop: ShopState,
  customer: CustomerRecord,
  tags: readonly string[],
): readonly string[] {
  const held = new Set(customer.tags.map((tag) => tag.toLowerCase()));
  const fresh = normalizeTags(tags).filter((tag) => !held.has(tag.toLowerCase()));
  if (fresh.length > 0) setTags(state, shop, customer, [...customer.tags, ...fresh], true);
  return fresh;
}

/** Removes the tags the customer has; raises nothing when it has none of them. Returns what was removed. */
export function removeTags(
  state: DevStoreState,
  shop: ShopState,
  customer: CustomerRecord,
  tags: readonly string[],
): readonly string[] {
  const unwanted = new Set(tags.map((tag) => tag.trim().toLowerCase()));
  const gone = customer.tags.filter((tag) => unwanted.has(tag.toLowerCase()));
  if (gone.length > 0) {
    const kept = customer.tags.filter((tag) => !unwanted.has(tag.toLowerCase()));
    setTags(state, shop, customer, kept, true);
  }
  return gone;
}

/** Notes which tags a customer carried until now: what segments go on seeing while they lag. */
export function rememberTags(
  state: DevStoreState,
  shop: ShopState,
  customer: CustomerRecord,
  before: readonly string[],
): void {
  const now = state.clock.now();
  const known = shop.formerTags.get(customer.id) ?? [];
  const former = known.filter((entry) => entry.at > now - shop.segmentLagMs);
  shop.formerTags.set(customer.id, [...former, { at: now, tags: before }]);
}

function setTags(
  state: DevStoreState,
  shop: ShopState,
  customer: CustomerRecord,
  tags: readonly string[],
  alone = false,
): void {
  const before = customer.tags;
  const after = normalizeTags(tags);
  const added = after.filter((tag) => !before.includes(tag));
  const removed = before.filter((tag) => !after.includes(tag));
  if (added.length === 0 && removed.length === 0) return;
  rememberTags(state, shop, customer, before);
  customer.tags = after;
  touchCustomer(state, shop, customer);
  state.emit(shop, [
    ...(alone ? [{ topic: 'customers/update', resource: { kind: 'customer', customer } } as const] : []),
    ...(added.length > 0
      ? [
          {
            topic: 'customer.tags_added',
            resource: { kind: 'customer-tags', customer, tags: added },
          } as const,
        ]
      : []),
    ...(removed.length > 0
      ? [
          {
            topic: 'customer.tags_removed',
            resource: { kind: 'customer-tags', customer, tags: removed },
          } as const,
        ]
      : []),
  ]);
}

function refuseTakenContact(shop: ShopState, id: string, email: string | null, phone: string | null): void {
  const byEmail = email === null ? undefined : shop.customersByEmail.get(email);
  if (byEmail !== undefined && byEmail.id !== id) throw new Error('email has already been taken');
  const byPhone = phone === null ? undefined : shop.customersByPhone.get(phone);
  if (byPhone !== undefined && byPhone.id !== id) throw new Error('phone has already been taken');
}

export function indexContact(shop: ShopState, customer: CustomerRecord): void {
  if (customer.email !== null) shop.customersByEmail.set(customer.email, customer);
  if (customer.phone !== null) shop.customersByPhone.set(customer.phone, customer);
}

export function unindexContact(shop: ShopState, customer: CustomerRecord): void {
  if (customer.email !== null) shop.customersByEmail.delete(customer.email);
  if (customer.phone !== null) shop.customersByPhone.delete(customer.phone);
}
