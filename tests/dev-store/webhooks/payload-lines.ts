import { formatRestMoney } from '../state/money.ts';
import { currentQuantity, fulfilledQuantity, lineDiscountMinor } from '../state/order-figures.ts';
import type {
  DiscountAllocationRecord,
  DiscountApplicationRecord,
  LineRecord,
  OrderRecord,
} from '../state/records.ts';
import { type Currencies, gid, moneySet, type RestObject, restId } from './rest-forms.ts';

export function currenciesOf(order: OrderRecord): Currencies {
  return { shop: order.currency, presentment: order.presentmentCurrency, rate: order.presentmentRate };
}

/** One line item of an order payload. */
export function linePayload(order: OrderRecord, line: LineRecord): RestObject {
  const currencies = currenciesOf(order);
  const fulfilled = fulfilledQuantity(order, line.id);
  const left = currentQuantity(order, line);
  return {
    id: restId(line.id),
    admin_graphql_api_id: gid('LineItem', line.id),
    attributed_staffs: [],
    current_quantity: left,
    fulfillable_quantity: Math.max(0, left - fulfilled),
    fulfillment_service: line.giftCard ? 'gift_card' : 'manual',
    fulfillment_status: fulfilled === 0 ? null : fulfilled < left ? 'partial' : 'fulfilled',
    gift_card: line.giftCard,
    grams: 0,
    name: line.title,
    price: formatRestMoney(line.unitPriceMinor, order.currency),
    price_set: moneySet(line.unitPriceMinor, currencies),
    product_exists: line.productId !== null,
    product_id: line.productId === null ? null : restId(line.productId),
    properties: [],
    quantity: line.quantity,
    requires_shipping: !line.giftCard,
    sales_line_item_group_id: null,
    sku: line.sku,
    taxable: line.taxMinor > 0,
    title: line.title,
    total_discount: formatRestMoney(lineDiscountMinor(line), order.currency),
    total_discount_set: moneySet(lineDiscountMinor(line), currencies),
    variant_id: line.variantId === null ? null : restId(line.variantId),
    variant_inventory_management: null,
    variant_title: null,
    vendor: null,
    tax_lines: taxLines(order, line.taxMinor),
    duties: [],
    discount_allocations: line.allocations.map((allocation) => allocationPayload(allocation, order)),
  };
}

export function taxLines(order: OrderRecord, taxMinor: number): RestObject[] {
  if (taxMinor === 0) return [];
  return [
    {
      channel_liable: false,
      price: formatRestMoney(taxMinor, order.currency),
      price_set: moneySet(taxMinor, currenciesOf(order)),
      title: 'VAT',
    },
  ];
}

export function allocationPayload(allocation: DiscountAllocationRecord, order: OrderRecord): RestObject {
  return {
    amount: formatRestMoney(allocation.amountMinor, order.currency),
    amount_set: moneySet(allocation.amountMinor, currenciesOf(order)),
    discount_application_index: allocation.applicationIndex,
  };
}

/** One entry of `discount_applications`; the code stands under `code` for codes, under `title` otherwise. */
export function applicationPayload(application: DiscountApplicationRecord, order: OrderRecord): RestObject {
  return {
    target_type: application.target === 'SHIPPING_LINE' ? 'shipping_line' : 'line_item',
    type: application.type === 'code' ? 'discount_code' : application.type,
    value:
      application.valueKind === 'percentage'
        ? `${application.value.toFixed(1)}`
        : formatRestMoney(application.value, order.currency),
    value_type: application.valueKind === 'percentage' ? 'percentage' : 'fixed_amount',
    allocation_method: (application.method ?? 'ACROSS').toLowerCase(),
    target_selection: (application.selection ?? 'ALL').toLowerCase(),
    ...(application.type === 'code' ? { code: application.title } : { title: application.title }),
  };
}

/** `discount_codes`: codes, and manual draft discounts too, as recorded deliveries show; what each took off in all. */
export function discountCodes(order: OrderRecord): RestObject[] {
  const all = [...order.lines.flatMap((line) => line.allocations), ...order.shippingAllocations];
  return order.discounts.flatMap((application, index) => {
    if (application.type === 'automatic') return [];
    const own = all.filter((allocation) => allocation.applicationIndex === index);
    const amountMinor = own.reduce((total, allocation) => total + allocation.amountMinor, 0);
    const type =
      application.target === 'SHIPPING_LINE'
        ? 'shipping'
        : application.valueKind === 'percentage'
          ? 'percentage'
          : 'fixed_amount';
    return [{ code: application.title, amount: formatRestMoney(amountMinor, order.currency), type }];
  });
}
