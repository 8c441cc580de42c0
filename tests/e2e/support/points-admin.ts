import type { Frame, Page } from 'playwright-core';
import { seen } from '../../extensions/theme/theme-visit.ts';
import { appIn } from '../../support/framed-app.ts';
import type { PointsShop } from './points-shop.ts';
import { pointsIn } from './shopper-visit.ts';

/** A line of a member's ledger as the merchant reads it; 0 = a dash. */
export type LedgerLine = { what: string; points: number; pending: number; balance: number };

export async function openApp(page: Page, { admin }: PointsShop, at: string): Promise<Frame> {
  await page.goto(admin(`/apps/encore${at}`));
  return appIn(page);
}

/** The ledger of the member page that is open, oldest first. */
export async function readLedger(frame: Frame): Promise<LedgerLine[]> {
  const rows = frame.locator('table.ledger tbody tr');
  await rows.first().waitFor();
  const cells = await rows.evaluateAll((all) =>
    all.map((row) => [...row.querySelectorAll('td')].map((cell) => (cell.textContent ?? '').trim())),
  );
  const change = (text = ''): number => Number(text.replace('−', '-').replace('–', '0').replaceAll(',', ''));
  return cells
    .map(([, what = '', points, pending, balance]) => ({
      what,
      points: change(points),
      pending: change(pending),
      balance: change(balance),
    }))
    .toReversed();
}

/** What the merchant reads of the balance: in the list of members, the member's and the customer's page, and on Shopify's own. */
export async function balanceForMerchant(page: Page, at: PointsShop): Promise<Record<string, number>> {
  const { customerId, admin } = at;
  const members = await openApp(page, at, '/loyalty/members');
  const row = members.locator('tr', { hasText: 'Nguyễn' });
  await row.waitFor();
  const cells = await row.locator('td').allInnerTexts();
  const listed = Number(cells.flatMap((text) => /^(\d+)(?:\s|$)/.exec(text.trim())?.[1] ?? [])[0]);
  const member = await openApp(page, at, `/loyalty/members/${customerId}`);
  const balance = member.locator('.Polaris-Text--heading2xl');
  await balance.waitFor();
  const own = pointsIn(await seen(balance));
  const customer = await openApp(page, at, `/customers/${customerId}`);
  const card = customer.getByRole('link', { name: 'See how they came about' }).locator('xpath=..');
  await card.waitFor();
  const shown = pointsIn(await seen(card));
  await page.goto(admin(`/customers/${customerId}`));
  const block = page.getByText(/^[\d,]+ points?( ·|$)/);
  await block.waitFor();
  return { members: listed, member: own, customer: shown, block: pointsIn(await seen(block)) };
}

/** What other apps and our blocks read of the balance in Shopify; NaN = nothing stands there. */
export async function balanceInShopify({ shop, customerId }: PointsShop): Promise<number> {
  const { value } = await shop.post<{ value: string | null }>('/metafields/read', {
    surface: 'customerAccount',
    ownerId: `gid://shopify/Customer/${customerId}`,
    namespace: '$app:loyalty',
    key: 'points',
  });
  return Number(value ?? 'none');
}
