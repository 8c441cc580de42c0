import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const FIRST_ORDER = 9_100_000_000_000_000n;
const FIRST_CUSTOMER = 9_200_000_000_000_000n;
const FIRST_LINE = 9_300_000_000_000_000n;
const CHUNK_BYTES = 64 * 1024;
const DAY_MS = 86_400_000;
const TWO_YEARS = 730;

export type BulkSize = { orders: number; customers: number };

/** Streams a bulk result of so many orders of two lines, each followed by its lines; about 2 kB an order. */
export async function writeOrders(to: Writable, { orders, customers }: BulkSize): Promise<void> {
  const start = Date.now() - TWO_YEARS * DAY_MS;
  const step = (TWO_YEARS * DAY_MS) / orders;
  await writeLines(to, orders, (index) => {
    const at = new Date(start + index * step).toISOString().replace(/\.\d+Z$/, 'Z');
    return orderLines(index, customerOf(index, customers), at);
  });
}

/** Streams a bulk result of so many customers. */
export async function writeCustomers(to: Writable, { customers }: BulkSize): Promise<void> {
  const updatedAt = new Date().toISOString();
  await writeLines(to, customers, (index) => customerLine(index, updatedAt));
}

/** Every third customer buys often: of two orders one is theirs. Deterministic, and no two neighbours alike. */
function customerOf(index: number, customers: number): number {
  const mixed = (Math.imul(index + 1, 2_654_435_761) >>> 0) % customers;
  return index % 2 === 0 ? mixed : Math.floor(mixed / 3);
}

/** As fast as it is read; a reader that goes away ends it. */
async function writeLines(to: Writable, count: number, line: (index: number) => string): Promise<void> {
  await pipeline(Readable.from(chunks(count, line)), to).catch(() => undefined);
}

function* chunks(count: number, line: (index: number) => string): Generator<string> {
  let chunk = '';
  for (let index = 0; index < count; index++) {
    chunk += line(index);
    if (chunk.length < CHUNK_BYTES) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

function orderLines(index: number, customer: number, at: string): string {
  const id = `gid://shopify/Order/${FIRST_ORDER + BigInt(index)}`;
  const cents = 1_000 + ((index * 7_919) % 9_000);
  const amount = (cents / 100).toFixed(2);
  const half = (cents / 200).toFixed(2);
  return `{"__typename":"Order","id":"${id}","createdAt":"${at}","processedAt":"${at}","updatedAt":"${at}","cancelledAt":null,"test":false,"sourceName":"web","tags":[],"currencyCode":"USD","taxesIncluded":false,"displayFinancialStatus":"PAID","displayFulfillmentStatus":"FULFILLED","returnStatus":"NO_RETURN","customer":{"id":"gid://shopify/Customer/${FIRST_CUSTOMER + BigInt(customer)}"},"purchasingEntity":{"__typename":"Customer"},"currentTotalPriceSet":${money(amount)},"netPaymentSet":${money(amount)},"currentTotalTaxSet":${money('0.00')},"currentShippingPriceSet":${money('0.00')},"totalTipReceivedSet":${money('0.00')},"totalRefundedSet":${money('0.00')},"refunds":[],"fulfillments":[{"status":"SUCCESS","createdAt":"${at}","deliveredAt":null}]}
${lineOf(id, index * 2, half)}${lineOf(id, index * 2 + 1, half)}`;
}

function lineOf(parent: string, index: number, amount: string): string {
  const product = 8_000_000_000_000 + (index % 500);
  return `{"__typename":"LineItem","id":"gid://shopify/LineItem/${FIRST_LINE + BigInt(index)}","quantity":1,"currentQuantity":1,"isGiftCard":false,"product":{"id":"gid://shopify/Product/${product}"},"variant":{"id":"gid://shopify/ProductVariant/${product + 1_000}"},"sellingPlan":null,"originalTotalSet":${money(amount)},"taxLines":[],"discountAllocations":[],"__parentId":"${parent}"}
`;
}

function customerLine(index: number, updatedAt: string): string {
  return `{"__typename":"Customer","id":"gid://shopify/Customer/${FIRST_CUSTOMER + BigInt(index)}","updatedAt":"${updatedAt}","locale":"en","tags":[],"numberOfOrders":"1","amountSpent":{"amount":"10.00","currencyCode":"USD"},"defaultAddress":{"countryCodeV2":"US"},"defaultEmailAddress":{"marketingState":"SUBSCRIBED"},"defaultPhoneNumber":null}
`;
}

function money(amount: string): string {
  return `{"shopMoney":{"amount":"${amount}"}}`;
}
