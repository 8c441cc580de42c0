import { customerTotals } from '../controls/customer-totals.ts';
import { currencyExponent } from '../state/money.ts';
import { financialStatus, orderFigures } from '../state/order-figures.ts';
import type { CustomerRecord, OrderRecord } from '../state/records.ts';
import type { ShopState } from '../state/shop-state.ts';
import { storeHandle } from './layout.ts';
import { type Markup, markup } from './markup.ts';

const pageSize = 50;

/** What a list page shows: rows matching `query`, from `page` (1 = first). */
export type ListRequest = { query: string; page: number; locale: string; appHandle: string };

/** Customers, newest change first, with the tags standing on them and a link to the app's page about each. */
export function customerList(shop: ShopState, request: ListRequest): Markup {
  const wanted = request.query.trim().toLowerCase();
  const all = [...shop.customersByUpdatedAt.all()].reverse();
  const found = wanted === '' ? all : all.filter((customer) => customerText(customer).includes(wanted));
  const rows = found.slice((request.page - 1) * pageSize, request.page * pageSize);
  return markup`<h1>Customers</h1><div class="card">${searchForm(request, 'Name, e-mail or tag')}
<p class="muted">${found.length} customers${tagCounts(shop)}</p>
<table><thead><tr><th>Customer</th><th>Tags</th><th class="number">Orders</th><th class="number">Amount spent</th><th>Place</th><th></th></tr></thead>
<tbody>${rows.map((customer) => customerRow(shop, customer, request))}</tbody></table>${pager(found.length, request)}</div>`;
}

function customerRow(shop: ShopState, customer: CustomerRecord, request: ListRequest): Markup {
  const { orders, spentMinor } = customerTotals(shop, customer.id);
  const href = `/store/${storeHandle(shop.domain)}/apps/${request.appHandle}/customers/${customer.id}?locale=${request.locale}`;
  const own = `/store/${storeHandle(shop.domain)}/customers/${customer.id}?locale=${request.locale}`;
  return markup`<tr><td><a href="${own}">${nameOf(customer)}</a><br><span class="muted">${customer.email ?? customer.phone ?? '—'}</span></td>
<td>${customer.tags.map((tag) => markup`<span class="tag">${tag}</span>`)}</td>
<td class="number">${orders}</td><td class="number">${money(spentMinor, shop.currency, request.locale)}</td>
<td>${[customer.city, customer.countryCode].filter(Boolean).join(', ')}</td><td><a href="${href}">Open in the app</a></td></tr>`;
}

/** Orders, newest first. */
export function orderList(shop: ShopState, request: ListRequest): Markup {
  const wanted = request.query.trim().toLowerCase();
  const all = [...shop.ordersByProcessedAt.all()].reverse();
  const found = wanted === '' ? all : all.filter((order) => orderText(shop, order).includes(wanted));
  const rows = found.slice((request.page - 1) * pageSize, request.page * pageSize);
  return markup`<h1>Orders</h1><div class="card">${searchForm(request, 'Number, customer or code')}
<p class="muted">${found.length} orders</p>
<table><thead><tr><th>Order</th><th>Date</th><th>Customer</th><th>Payment</th><th>Codes</th><th class="number">Total now</th></tr></thead>
<tbody>${rows.map((order) => orderRow(shop, order, request))}</tbody></table>${pager(found.length, request)}</div>`;
}

function orderRow(shop: ShopState, order: OrderRecord, request: ListRequest): Markup {
  const customer = order.customerId === null ? undefined : shop.customers.get(order.customerId);
  const when = new Intl.DateTimeFormat(`${request.locale}-u-ca-gregory`, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: shop.ianaTimezone,
  }).format(order.processedAt);
  const status =
    order.cancelledAt === null ? financialStatus(order).toLowerCase().replaceAll('_', ' ') : 'cancelled';
  const codes = order.discounts
    .filter((discount) => discount.type === 'code')
    .map((discount) => discount.title);
  return markup`<tr><td>#${order.number}${order.test ? ' (test)' : ''}</td><td>${when}</td><td>${customer ? nameOf(customer) : 'Guest'}</td>
<td>${status}</td><td>${codes.join(', ')}</td><td class="number">${money(orderFigures(order).currentTotalMinor, order.currency, request.locale)}</td></tr>`;
}

/** An amount as people of `locale` write it. */
export function money(amountMinor: number, currency: string, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(
    amountMinor / 10 ** currencyExponent(currency),
  );
}

function nameOf(customer: CustomerRecord): string {
  return (
    [customer.firstName, customer.lastName].filter(Boolean).join(' ') ||
    customer.email ||
    `Customer ${customer.id}`
  );
}

function customerText(customer: CustomerRecord): string {
  return [nameOf(customer), customer.email, customer.phone, ...customer.tags].join(' ').toLowerCase();
}

function orderText(shop: ShopState, order: OrderRecord): string {
  const customer = order.customerId === null ? undefined : shop.customers.get(order.customerId);
  const codes = order.discounts.map((discount) => discount.title);
  return [`#${order.number}`, order.email, customer ? nameOf(customer) : '', ...codes]
    .join(' ')
    .toLowerCase();
}

function tagCounts(shop: ShopState): Markup {
  const counts = new Map<string, number>();
  for (const customer of shop.customers.values()) {
    for (const tag of customer.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  const top = [...counts].sort((left, right) => right[1] - left[1]).slice(0, 12);
  return markup`${top.map(([tag, count]) => markup` · <a class="tag" href="?q=${encodeURIComponent(tag)}">${tag} ${count}</a>`)}`;
}

function searchForm(request: ListRequest, hint: string): Markup {
  return markup`<form class="search"><input type="hidden" name="locale" value="${request.locale}">
<input type="search" name="q" value="${request.query}" placeholder="${hint}" aria-label="${hint}"><button>Search</button></form>`;
}

function pager(total: number, request: ListRequest): Markup {
  const pages = Math.max(1, Math.ceil(total / pageSize));
  const link = (page: number, label: string): Markup =>
    page < 1 || page > pages
      ? markup`<span class="muted">${label}</span>`
      : markup`<a href="?q=${encodeURIComponent(request.query)}&page=${page}&locale=${request.locale}">${label}</a>`;
  return markup`<p>${link(request.page - 1, '← Previous')} · page ${request.page} of ${pages} · ${link(request.page + 1, 'Next →')}</p>`;
}
