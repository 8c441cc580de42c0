import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { flowTriggersPath } from '../../web/contract/loyalty.ts';
import { skipReason } from '../support/browser.ts';
import { createScene } from './fixture/api.ts';
import { AILING, HEALTHY } from './fixture/health.ts';
import { type Admin, openAdmin } from './fixture/open-admin.ts';

describe.skipIf(skipReason !== null)(
  `health, in Chromium${skipReason ? ` (${skipReason})` : ''}`,
  { timeout: 180_000 },
  () => {
    let admin: Admin;
    beforeAll(async () => {
      admin = await openAdmin();
    });
    afterAll(() => admin?.close());
    beforeEach(() => {
      Object.assign(admin.fixture.scene, createScene());
    });

    test('from Settings and from Loyalty → what is off leads to where it is turned on; asked again once it is', async () => {
      admin.fixture.scene.loyalty.health = AILING;
      const { frame, complaints, close } = await admin.open('/settings');
      await frame.locator('#health a').click();
      await frame.getByText('4 things need a look.').waitFor();
      const group = (name: string) => frame.getByRole('region', { name });
      const named = (name: string) =>
        group(name).getByRole('listitem').getByRole('heading').allTextContents();
      expect(await named('Options')).toEqual([
        'Store credit',
        'Points on product pages',
        'Points in the cart',
        'Points on a page of its own',
      ]);
      expect(await named('Could not be checked')).toEqual(['Checkout and account blocks']);
      const fix = frame.getByRole('link', { name: 'Turn it on: Points on the storefront' });
      expect(await fix.getAttribute('href')).toBe('shopify://admin/themes/current/editor?context=apps');
      expect(await fix.getAttribute('target')).toBe('_top');
      admin.fixture.scene.loyalty.health = createScene().loyalty.health;
      await frame.getByRole('button', { name: 'Check again' }).click();
      await frame.getByText('Everything is switched on.').waitFor();
      expect(complaints).toEqual([]);
      await close();
      const loyalty = await admin.open('/loyalty');
      await loyalty.frame.getByRole('link', { name: 'Look at health' }).click();
      await loyalty.frame.getByText('Everything is switched on.').waitFor();
      await loyalty.close();
    });

    test('an option is off, what Shopify never tells is not known → everything is switched on all the same', async () => {
      admin.fixture.scene.loyalty.health = HEALTHY.map((one) =>
        one.check === 'store_credit' ? { ...one, state: 'off' } : one,
      );
      const { frame, close } = await admin.open('/settings/health');
      await frame.getByText('Everything is switched on.').waitFor();
      await frame
        .getByRole('region', { name: 'Options' })
        .getByText('Store credit is switched off')
        .waitFor();
      const unknown = frame.getByRole('region', { name: 'Could not be checked' });
      await unknown.getByText('See for yourself').waitFor();
      await close();
    });

    test('Shopify did not answer → what could be checked is on, and no more is claimed', async () => {
      admin.fixture.scene.loyalty.health = HEALTHY.map((one) =>
        one.check === 'app_embed' ? { ...one, state: 'unknown' } : one,
      );
      const { frame, close } = await admin.open('/settings/health');
      await frame.getByText('What could be checked is switched on.').waitFor();
      expect(await frame.getByText('Everything is switched on.').count()).toBe(0);
      await close();
    });

    test('a trigger of Flow is switched on → sent with the others as they stand', async () => {
      const { frame, close } = await admin.open('/settings/health');
      await frame.getByText('Level changed').click();
      await expect.poll(() => admin.fixture.scene.loyalty.flow.tier_changed).toBe(true);
      const [sent] = admin.fixture.scene.changes.filter(({ path }) => path === flowTriggersPath);
      expect(JSON.parse(sent?.body ?? '{}')).toEqual({
        stage_changed: false,
        points_changed: true,
        tier_changed: true,
      });
      await close();
    });
  },
);
