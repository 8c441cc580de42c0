import { expect, test } from 'vitest';
import type { Enrolment } from '../../../../web/domain/campaigns/enrolment.ts';
import { KIND_RULES } from '../../../../web/domain/campaigns/kinds.ts';
import type { ShopId } from '../../../../web/domain/shared/ids.ts';
import { later, launched, sampleEnrolment, sampleMessage, TERMS } from '../stores/campaign-rows.ts';
import { AT } from '../stores/each-store.ts';
import { customerId } from '../stores/sample-rows.ts';
import { eachReader } from './each-reader.ts';

const ID = customerId(7);
const WINDOW_DAYS = 30;
const WINDOW_MINUTES = WINDOW_DAYS * 24 * 60;

eachReader((bench) => {
  const open = async () => {
    const shop = await bench.newShop();
    return { shop, campaignId: await launched(bench.store, shop, WINDOW_DAYS) };
  };
  const enrol = async (shop: ShopId, row: ReturnType<typeof sampleEnrolment>): Promise<Enrolment> => {
    const [one] = await bench.store.enrolments.enrol(shop, [row]);
    if (!one) throw new Error('it is new');
    return one;
  };
  const finished = { state: 'finished', step: 1, dueAt: null, validUntil: null } as const;
  const currentAt = async (shop: ShopId, minutes = 1) =>
    (await bench.reader.customers.enrolments(shop, ID, later(minutes)))?.current ?? null;

  test('never in a campaign → nothing, whoever else is in one', async () => {
    const { shop, campaignId } = await open();
    await enrol(shop, sampleEnrolment(campaignId, { customerId: customerId(8) }));
    expect(await currentAt(shop)).toBeNull();
  });

  test('a step ahead → which, when, and until when orders count', async () => {
    const { shop, campaignId } = await open();
    const { enrolmentId } = await enrol(shop, sampleEnrolment(campaignId, { step: 2, dueAt: later(5) }));
    expect(await currentAt(shop)).toEqual([
      {
        enrolmentId,
        campaignId,
        name: TERMS.name,
        service: false,
        paused: false,
        heldOut: false,
        ahead: { step: 2, dueAt: later(5), waitsFor: null },
        onItsWay: false,
        ordersCountUntil: later(WINDOW_MINUTES),
      },
    ]);
    expect(await currentAt(shop, 2 * WINDOW_MINUTES)).toHaveLength(1);
  });

  test('put off → why; the step after it → no reason any more', async () => {
    const { shop, campaignId } = await open();
    const { enrolmentId } = await enrol(shop, sampleEnrolment(campaignId));
    const move = { enrolmentId, from: 'waiting', to: 'waiting', step: 0, params: {} } as const;
    const ahead = { enrolmentId, state: 'waiting', dueAt: later(60), validUntil: null } as const;
    const { enrolments } = bench.store;
    await enrolments.change(shop, [{ ...ahead, step: 0 }], [{ ...move, reason: 'offer_cap' }], AT);
    expect(await currentAt(shop)).toMatchObject([{ ahead: { step: 0, waitsFor: 'offer_cap' } }]);
    await enrolments.change(shop, [{ ...ahead, step: 1 }], [{ ...move, reason: 'due' }], later(1));
    expect(await currentAt(shop)).toMatchObject([{ ahead: { step: 1, waitsFor: null } }]);
  });

  test('all steps over → shown while orders count, held back or not: the first of a version; a message while it is on its way', async () => {
    const { shop, campaignId } = await open();
    const row = sampleEnrolment(campaignId, { ...finished, arm: null, heldOut: true });
    await enrol(shop, row);
    const treated = await enrol(shop, sampleEnrolment(campaignId, { ...finished, triggerOn: 20_100 }));
    await bench.store.messages.add(shop, [sampleMessage(treated, { state: 'ready' })]);
    expect(await currentAt(shop, WINDOW_MINUTES - 1)).toMatchObject([
      {
        enrolmentId: treated.enrolmentId,
        heldOut: false,
        ahead: null,
        onItsWay: true,
        ordersCountUntil: null,
      },
      { heldOut: true, ahead: null, onItsWay: false, ordersCountUntil: later(WINDOW_MINUTES) },
    ]);
    expect(await currentAt(shop, WINDOW_MINUTES + 1)).toMatchObject([{ enrolmentId: treated.enrolmentId }]);
  });

  test('stopped → its orders count to the end; several → what comes next first; a service says that it is one', async () => {
    const { shop, campaignId } = await open();
    const stopped = { state: 'stopped', step: 0, dueAt: null, validUntil: null } as const;
    await enrol(shop, sampleEnrolment(campaignId, stopped));
    expect(await currentAt(shop)).toMatchObject([{ ahead: null, ordersCountUntil: later(WINDOW_MINUTES) }]);
    expect(await currentAt(shop, WINDOW_MINUTES + 1)).toEqual([]);
    const { campaigns } = bench.store;
    const service = await campaigns.create(shop, KIND_RULES.points_expiring.preset, AT);
    const frozen = { shareBps: 0, windowDays: WINDOW_DAYS, capMinor: null };
    await campaigns.launch(shop, service.campaignId, frozen, AT);
    await enrol(shop, sampleEnrolment(campaignId, { triggerOn: 20_100, dueAt: later(90) }));
    await enrol(shop, sampleEnrolment(service.campaignId, { dueAt: later(30) }));
    expect(await currentAt(shop)).toMatchObject([
      { campaignId: service.campaignId, service: true },
      { campaignId, service: false, ordersCountUntil: null },
      { campaignId, ahead: null },
    ]);
  });
});
