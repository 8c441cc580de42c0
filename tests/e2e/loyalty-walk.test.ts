import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstSync } from '../demo/waiting.ts';
import { seen } from '../extensions/theme/theme-visit.ts';
import { prepareAdmin } from '../support/admin-dist.ts';
import { seriousFindings } from '../support/axe.ts';
import { collectComplaints, launchBrowser, skipReason } from '../support/browser.ts';
import { buildExtensions } from '../support/built-extensions.ts';
import { appIn } from '../support/framed-app.ts';
import { tabTo } from '../support/tab-to.ts';
import { balanceForMerchant, balanceInShopify, openApp, readLedger } from './support/points-admin.ts';
import { takePictures } from './support/points-looks.ts';
import { BOWL, openPointsShop, type PointsShop, placeBlocks, SHIPPING_MINOR } from './support/points-shop.ts';
import {
  allSay,
  dong,
  FIRST,
  GIVEN,
  historyOf,
  PLUS_FROM_MINOR,
  PLUS_TIMES,
  pointsOf,
  REWARD,
  SECOND,
  THIRD,
} from './support/points-sums.ts';
import { balanceForShopper, readHistory, type ShopperVisit, visitShop } from './support/shopper-visit.ts';

const PATIENCE_MS = 60_000;
describe.skipIf(skipReason !== null)(
  `points from the launch to a refund, in Chromium${skipReason ? ` (${skipReason})` : ''}`,
  { timeout: 300_000 },
  () => {
    let at: PointsShop;
    let browser: Browser;
    let shopper: ShopperVisit;
    let page: Page;
    let merchant: Page;
    let merchantComplaints: string[];
    let thanksPath = '';
    const orders = { first: '', second: '', third: '' };
    /** What the shopper should have, summed up here. */
    let balance = 0;

    beforeAll(async () => {
      const [built] = await Promise.all([buildExtensions(), prepareAdmin()]);
      expect(built.ok, built.output).toBe(true);
      at = await openPointsShop(mkdtempSync(path.join(os.tmpdir(), 'encore-points-')));
      browser = await launchBrowser();
      shopper = await visitShop(browser, at.origin);
      page = shopper.page;
      page.setDefaultTimeout(PATIENCE_MS);
      merchant = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
      merchant.setDefaultTimeout(PATIENCE_MS);
      merchantComplaints = collectComplaints(merchant);
    }, 240_000);
    afterAll(async () => {
      await browser?.close();
      await at?.stop();
    });

    const block = () => page.locator('[data-extension]');
    const cart = () => page.locator('encore-cart');
    const earns = (points: number) =>
      expect.poll(() => seen(cart())).toContain(`This cart earns ${points} points`);
    const said = (text: string) => page.getByText(text, { exact: true }).waitFor();
    const everywhere = async (orderId: string) => {
      const [own, seenByMerchant] = await Promise.all([
        balanceForShopper(shopper, orderId),
        balanceForMerchant(merchant, at),
      ]);
      return { ...own, ...seenByMerchant, metafield: await balanceInShopify(at) };
    };
    const isQuiet = () => expect([...shopper.complaints, ...merchantComplaints]).toEqual([]);

    it('the merchant installs Encore and launches the program with levels, by the keyboard alone', async () => {
      await merchant.goto(at.admin('/apps/encore'));
      await merchant.getByRole('button', { name: 'Install' }).click();
      await (await appIn(merchant)).waitForSelector('h1');
      await firstSync(at.client, () => undefined);
      await placeBlocks(at.shop);
      const frame = await openApp(merchant, at, '/loyalty');
      await frame.getByText('Not launched yet. Nobody earns points').waitFor();
      const levels = await frame.getByLabel('Customers climb levels').getAttribute('id');
      await tabTo(merchant, frame, `[id="${levels}"]`);
      await merchant.keyboard.press('Space');
      await tabTo(merchant, frame, '#loyalty-switch button.Polaris-Button--variantPrimary', {
        key: 'Shift+Tab',
      });
      await merchant.keyboard.press('Enter');
      await frame.getByRole('dialog').waitFor();
      await frame.getByText('“Plus” from ₫2,000,000 spent in 12 months (1.25× points)').first().waitFor();
      expect(await seriousFindings(merchant)).toEqual([]);
      await tabTo(merchant, frame, 'button.Polaris-Button--variantPrimary', { inside: '[role="dialog"]' });
      await merchant.keyboard.press('Enter');
      await frame.getByText(/^Customers have earned points since/).waitFor();
      await at.workDone();
      isQuiet();
    });

    it('a guest on a product → the estimate and no request; logged in → the same by one', async () => {
      const about = `Earn about ${pointsOf(BOWL.priceMinor)} points`;
      await shopper.openJudged(at.productPath);
      await expect.poll(() => seen(page.locator('encore-product'))).toBe(about);
      await shopper.logIn();
      await shopper.openJudged(at.productPath);
      await expect.poll(() => seen(page.locator('encore-product'))).toBe(about);
      isQuiet();
    });

    it('buys, to pay on delivery → the cart’s exact estimate; thanked with about as much, then with what is to come', async () => {
      const points = pointsOf(FIRST.goodsMinor);
      await shopper.buy(at.productPath, FIRST.quantity);
      await shopper.openJudged('/cart');
      await earns(points);
      await at.shop.post('/__dev/webhooks/hold');
      await shopper.checkOut();
      expect(await block().count()).toBe(0);
      orders.first = await shopper.placeOrder('Cash on delivery');
      await said(`This order earns about ${points} points.`);
      expect(await seriousFindings(page)).toEqual([]);
      // It asks for half a minute: anew, whatever the looking took.
      await page.reload();
      await said(`This order earns about ${points} points.`);
      await at.shop.post('/__dev/webhooks/release');
      await said(`You earned ${points} points. They arrive when the order is paid.`);
      await at.workDone();
      await page.goto(`${at.origin}/account/pages/encore-account`);
      await said('You have 0 points.');
      await said(`${points} points more arrive when your order is paid.`);
      await at.shop.post(`/orders/${orders.first}/pay`);
      await at.workDone();
      balance += points;
      await page.goto(`${at.origin}/orders/${orders.first}`);
      await said(`You earned ${points} points.`);
      await said(`You have ${balance} points.`);
      expect(await seriousFindings(page)).toEqual([]);
    });

    it('redeems in the cart → the total falls; undone → as before; redeemed and ordered → the estimate is the award', async () => {
      const total = page.locator('tr.total td');
      const fullMinor = SECOND.quantity * BOWL.priceMinor;
      await shopper.buy(at.productPath, SECOND.quantity);
      await shopper.openJudged('/cart');
      expect(FIRST.goodsMinor).toBeGreaterThan(PLUS_FROM_MINOR);
      await earns(pointsOf(fullMinor, PLUS_TIMES));
      const redeem = cart().getByRole('button', { name: 'Redeem: ₫50,000 off, 100 points' });
      await redeem.click();
      // Said when all of it is done.
      await expect.poll(() => seen(cart())).toContain('₫50,000 off is in your cart.');
      await expect.poll(() => seen(total)).toBe(dong(SECOND.goodsMinor + SHIPPING_MINOR));
      await cart().getByRole('button', { name: 'Undo: ₫50,000 off' }).click();
      await expect.poll(() => seen(cart())).toContain('Your points are back');
      await expect.poll(() => seen(total)).toBe(dong(fullMinor + SHIPPING_MINOR));
      await redeem.click();
      await expect.poll(() => seen(cart())).toContain('₫50,000 off is in your cart.');
      await expect.poll(() => seen(total)).toBe(dong(SECOND.goodsMinor + SHIPPING_MINOR));
      const points = pointsOf(SECOND.goodsMinor, PLUS_TIMES);
      await earns(points);
      expect(await seriousFindings(page)).toEqual([]);
      await shopper.checkOut();
      orders.second = await shopper.placeOrder('Pay now');
      await said(`You earned ${points} points.`);
      await at.workDone();
      balance += points - REWARD.points;
      const frame = await openApp(merchant, at, `/loyalty/members/${at.customerId}`);
      await frame.getByText('Used', { exact: true }).waitFor();
      expect(await everywhere(orders.second)).toEqual(allSay(balance));
      isQuiet();
    });

    it('the merchant gives points in our block on Shopify’s page → in the balance at once', async () => {
      await merchant.goto(at.admin(`/customers/${at.customerId}`));
      await merchant.getByLabel('Points (below 0 takes them)').fill(String(GIVEN));
      await merchant.getByRole('button', { name: 'Adjust' }).click();
      await merchant.getByText('Points are adjusted.').waitFor();
      balance += GIVEN;
      await merchant.getByText(new RegExp(`^${balance} points`)).waitFor();
      expect(await seriousFindings(merchant)).toEqual([]);
    });

    it('on Plus the checkout’s block redeems → Shopify’s total falls; undone and redeemed again → ordered with it', async () => {
      await at.shop.post('', { plan: 'plus' });
      const total = page.locator('[data-total]');
      const fullMinor = THIRD.quantity * BOWL.priceMinor;
      await shopper.buy(at.productPath, THIRD.quantity);
      await shopper.checkOut();
      await said(`You have ${balance} points.`);
      await said(`This order earns about ${pointsOf(fullMinor, PLUS_TIMES)} points.`);
      const use = page.getByRole('button', { name: 'Use 100 points: ₫50,000 off' });
      await use.click();
      await said('Your discount is applied.');
      await expect.poll(() => seen(total)).toBe(dong(THIRD.goodsMinor + SHIPPING_MINOR));
      await said(`You have ${balance - REWARD.points} points.`);
      await page.getByRole('button', { name: 'Undo: ₫50,000 off' }).click();
      await said('Your points are back.');
      await expect.poll(() => seen(total)).toBe(dong(fullMinor + SHIPPING_MINOR));
      await use.click();
      await said('Your discount is applied.');
      const points = pointsOf(THIRD.goodsMinor, PLUS_TIMES);
      await said(`This order earns about ${points} points.`);
      expect(await seriousFindings(page)).toEqual([]);
      orders.third = await shopper.placeOrder('Pay now');
      thanksPath = new URL(page.url()).pathname;
      await said(`You earned ${points} points.`);
      await at.workDone();
      balance += points - REWARD.points;
    });

    it('history in the account and ledger in the admin → every step, and sums that come out at the balance', async () => {
      const [first, second, third] = [
        pointsOf(FIRST.goodsMinor),
        pointsOf(SECOND.goodsMinor, PLUS_TIMES),
        pointsOf(THIRD.goodsMinor, PLUS_TIMES),
      ];
      await page.goto(`${at.origin}/account/pages/encore-account`);
      await said(`You have ${balance} points.`);
      await expect.poll(() => readHistory(page)).toEqual(historyOf(first, second, third));
      expect(await seriousFindings(page)).toEqual([]);
      const frame = await openApp(merchant, at, `/loyalty/members/${at.customerId}`);
      const ledger = await readLedger(frame);
      let sum = 0;
      for (const { points, balance: after } of ledger) {
        sum += points;
        expect(after).toBe(sum);
      }
      expect(sum).toBe(balance);
      expect(await seriousFindings(merchant)).toEqual([]);
      expect(await everywhere(orders.third)).toEqual(allSay(balance));
      isQuiet();
    });

    it('every surface in three languages on phone and desktop → pictures to look at, nothing too wide', async () => {
      const { path: checkoutPath } = await at.shop.post<{ path: string }>('/checkouts', {
        lines: [{ productId: at.productId, quantity: 2 }],
        customerId: at.customerId,
      });
      await shopper.buy(at.productPath, 2);
      const session = await shopper.context.storageState();
      const reached = { at, browser, session, orderId: orders.third, thanksPath, checkoutPath };
      for (const locale of ['en', 'vi', 'th'] as const)
        await Promise.all(
          [390, 1280].map((width) =>
            takePictures(reached, { locale, width, withAxe: locale === 'vi' && width === 390 }),
          ),
        );
    });

    it('one of two bowls comes back → its points go, by the price it was sold at, on every surface', async () => {
      const order = await at.shop.get<{ lines: { id: string }[] }>(`/orders/${orders.second}`);
      const lineId = order.lines[0]?.id;
      await at.shop.post(`/orders/${orders.second}/refund`, { lines: [{ lineId, quantity: 1 }] });
      await at.workDone();
      const kept = pointsOf(BOWL.priceMinor - REWARD.offMinor / 2, PLUS_TIMES);
      balance += kept - pointsOf(SECOND.goodsMinor, PLUS_TIMES);
      expect(await everywhere(orders.second)).toEqual(allSay(balance));
      await page.goto(`${at.origin}/orders/${orders.second}`);
      await said(`You earned ${kept} points.`);
      const ledger = await readLedger(await openApp(merchant, at, `/loyalty/members/${at.customerId}`));
      expect(ledger.at(-1)).toEqual({
        what: 'Return or refund',
        points: kept - pointsOf(SECOND.goodsMinor, PLUS_TIMES),
        pending: 0,
        balance,
      });
      isQuiet();
    });

    it('the first order comes back, its points spent → 0 and what is owed, for shopper and merchant alike', async () => {
      const order = await at.shop.get<{ lines: { id: string }[] }>(`/orders/${orders.first}`);
      const lineId = order.lines[0]?.id;
      await at.shop.post(`/orders/${orders.first}/refund`, { lines: [{ lineId, quantity: FIRST.quantity }] });
      await at.workDone();
      // News that comes twice more changes nothing.
      await at.shop.post('/__dev/webhooks/replay', { times: 2 });
      await at.workDone();
      const owed = pointsOf(FIRST.goodsMinor) - balance;
      expect(owed).toBeGreaterThan(0);
      expect(await everywhere(orders.third)).toEqual(allSay(0));
      await shopper.go('/');
      await shopper.launcher.click();
      await shopper.dialog.getByText(`Your next ${owed} points make up for returned goods`).waitFor();
      const frame = await openApp(merchant, at, `/loyalty/members/${at.customerId}`);
      await frame.getByText(`Owes ${owed} points after a refund; the next points pay them.`).waitFor();
      const liability = await at.client.liability();
      expect(liability).toMatchObject({ points: 0, debtPoints: owed, balanced: true });
      isQuiet();
    });
  },
);
