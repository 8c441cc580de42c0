import type { DiscountMinimum, DiscountTerms, DiscountValue } from '../state/discount-records.ts';
import { parseDecimal } from '../state/money.ts';
import type { DiscountFaults, FreeShippingInput, MinimumInput, ValueInput } from './discount-input.ts';
import { badRequest } from './refusal.ts';

const MAX_AMOUNT = 10 ** 18;
const MAX_INT = 2_147_483_647;
const VALUE = ['customerGets', 'value'];

/** Off by a share or an amount, exactly one of them. 0 is refused, though Shopify takes it: it takes nothing off. */
export function readValue(
  value: ValueInput | null | undefined,
  before: DiscountValue | undefined,
  currency: string,
  faults: DiscountFaults,
): DiscountValue {
  const kept = before ?? { kind: 'percentage', percentage: 1 };
  const given = [value?.percentage, value?.discountAmount, value?.discountOnQuantity].filter(
    (part) => part != null,
  );
  if (given.length > 1) {
    throw badRequest('A discount can only have one of percentage, discountOnQuantity or discountAmount.');
  }
  if (value?.discountOnQuantity != null) {
    const message = 'discountOnQuantity field is only permitted with bxgy discounts.';
    faults.add([...VALUE, 'discountOnQuantity'], 'INVALID', message);
  }
  if (value?.percentage != null) {
    const { percentage } = value;
    if (!(percentage > 0 && percentage <= 1)) {
      faults.add([...VALUE, 'percentage'], 'VALUE_OUTSIDE_RANGE', 'Value must be between 0.0 and 1.0');
    }
    return { kind: 'percentage', percentage };
  }
  if (value?.discountAmount != null) return readAmount(value.discountAmount, currency, faults);
  if (before === undefined && given.length === 0) faults.add(VALUE, 'BLANK', "Value can't be blank");
  return kept;
}

function readAmount(
  given: NonNullable<ValueInput['discountAmount']>,
  currency: string,
  faults: DiscountFaults,
): DiscountValue {
  const path = [...VALUE, 'discountAmount', 'amount'];
  const amount = Number(given.amount ?? 0);
  // Shopify stores the amount negated, and its words say so.
  if (amount <= 0) faults.add(path, 'LESS_THAN_OR_EQUAL_TO', 'Value must be less than or equal to 0');
  else if (amount >= MAX_AMOUNT)
    faults.add(path, 'LESS_THAN', `Value must be greater than -${BigInt(MAX_AMOUNT)}`);
  const amountMinor = parseDecimal(String(given.amount ?? 0), currency);
  return { kind: 'amount', amountMinor, onEachItem: given.appliesOnEachItem ?? false };
}

/** A smallest subtotal or quantity, never both. null takes it away. */
export function readMinimum(
  given: MinimumInput | null | undefined,
  before: DiscountMinimum | null,
  currency: string,
  faults: DiscountFaults,
): DiscountMinimum | null {
  if (given === undefined) return before;
  const subtotal = given?.subtotal?.greaterThanOrEqualToSubtotal;
  const quantity = given?.quantity?.greaterThanOrEqualToQuantity;
  const at = {
    subtotal: ['minimumRequirement', 'subtotal', 'greaterThanOrEqualToSubtotal'],
    quantity: ['minimumRequirement', 'quantity', 'greaterThanOrEqualToQuantity'],
  };
  if (subtotal != null && quantity != null) {
    faults.add(at.subtotal, 'CONFLICT', 'Minimum subtotal cannot be defined when minimum quantity is.');
    faults.add(at.quantity, 'CONFLICT', 'Minimum quantity cannot be defined when minimum subtotal is.');
  }
  if (subtotal != null) {
    if (Number(subtotal) < 0)
      faults.add(
        at.subtotal,
        'GREATER_THAN_OR_EQUAL_TO',
        'Minimum subtotal must be greater than or equal to 0',
      );
    if (Number(subtotal) >= MAX_AMOUNT)
      faults.add(at.subtotal, 'LESS_THAN', `Minimum subtotal must be less than ${BigInt(MAX_AMOUNT)}`);
    const amountMinor = parseDecimal(String(subtotal), currency);
    return amountMinor === 0 ? null : { kind: 'subtotal', amountMinor };
  }
  if (quantity == null) return null;
  if (Number(quantity) >= MAX_INT)
    faults.add(at.quantity, 'LESS_THAN', `Minimum quantity must be less than ${MAX_INT}`);
  return Number(quantity) === 0 ? null : { kind: 'quantity', quantity: Number(quantity) };
}

/** Where delivery is free, and up to which price of delivery. */
export function readShipping(
  input: FreeShippingInput,
  before: Extract<DiscountTerms, { kind: 'freeShipping' }> | undefined,
  currency: string,
  faults: DiscountFaults,
): DiscountTerms {
  const { destination, maximumShippingPrice: most } = input;
  let place = before?.destination ?? null;
  if (destination == null && before === undefined) {
    faults.add(['destination'], 'BLANK', "Destination can't be blank");
  }
  const countries = destination?.countries;
  if (destination?.all === true && countries != null) {
    faults.add(['destination'], 'CONFLICT', 'Destination cannot be all countries and a list of countries.');
  }
  if (destination?.all === true) place = null;
  else if (countries != null) {
    const { add, remove } = countries;
    if (add?.some((code) => remove?.includes(code) === true) === true) {
      throw badRequest('A country code is present in `add` and `remove` field');
    }
    const kept = (place?.countries ?? []).filter((code) => remove?.includes(code) !== true);
    const includeRestOfWorld = countries.includeRestOfWorld ?? place?.includeRestOfWorld ?? false;
    place = { countries: [...new Set([...kept, ...(add ?? [])])], includeRestOfWorld };
  } else if (destination != null) faults.add(['destination'], 'BLANK', "Destination can't be blank");
  if (place !== null && place.countries.length === 0 && !place.includeRestOfWorld) {
    faults.add(['destination', 'countries'], 'BLANK', "Countries can't be blank");
  }
  if (most != null && Number(most) < 0) {
    const message = 'Maximum shipping price must be greater than or equal to 0';
    faults.add(['maximumShippingPrice'], 'GREATER_THAN_OR_EQUAL_TO', message);
  }
  const known = before?.maximumShippingMinor ?? null;
  const maximumShippingMinor =
    most === undefined ? known : most === null ? null : parseDecimal(String(most), currency);
  return { kind: 'freeShipping', destination: place, maximumShippingMinor };
}
