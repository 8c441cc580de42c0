import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type DataRequest,
  dataRequestsPath,
  dataRequestsResponseSchema,
  heldDataSchema,
} from '../../web/contract/privacy.ts';
import { eachDatabase } from '../support/test-database.ts';
import { type Encore, type Installed, startEncore } from './support/encore.ts';
import { fillSmallShop, type SmallShop } from './support/small-shop.ts';

eachDatabase((_kind, open) => {
  describe('a customer asks for their data', () => {
    let encore: Encore;
    let shop: Installed;
    let held: SmallShop;

    beforeAll(async () => {
      encore = await startEncore(await open());
      await encore.startWorkers();
      shop = await encore.install('asked', async (local) => {
        held = await fillSmallShop(local);
      });
      await encore.settled();
      await shop.post(`/customers/${held.customers[1]}/data-request`);
      await encore.settled();
    });
    afterAll(() => encore.close());

    const listed = async (answer: Promise<Response>) => {
      const [request] = dataRequestsResponseSchema.parse(await (await answer).json()).items;
      return request as DataRequest;
    };
    const list = () => listed(encore.api(shop.domain, dataRequestsPath));

    it('listed as open, due in 30 days, with what is held', async () => {
      const request = await list();
      expect(request).toMatchObject({
        customerId: held.customers[1],
        state: 'open',
        overdue: false,
        answeredAt: null,
      });
      expect(request.held).toMatchObject({ facts: 1, orders: 2, tags: 1 });
      expect(request.held.stageChanges).toBeGreaterThan(0);
      expect(Date.parse(request.dueAt) - Date.parse(request.receivedAt)).toBe(30 * 86_400_000);
    });

    it('the file → facts, scores, stage history, orders and tags; no name, address or e-mail', async () => {
      const { requestId } = await list();
      const answer = await encore.api(shop.domain, `${dataRequestsPath}/${requestId}/file`);
      expect(answer.headers.get('content-disposition')).toBe(
        `attachment; filename=customer-${held.customers[1]}.json`,
      );
      const text = await answer.text();
      const file = heldDataSchema.parse(JSON.parse(text));
      expect(file).toMatchObject({ shop: shop.domain, currency: 'USD', customerId: held.customers[1] });
      expect(file.facts).toMatchObject({ frequency: 2, rScore: expect.any(Number), country: 'VN' });
      expect(file.stageChanges[0]).toMatchObject({ toStage: file.facts?.stage });
      expect(file.orders.map(({ orderId }) => orderId).sort()).toEqual(
        held.orders
          .slice(1, 3)
          .map(({ id }) => id)
          .sort(),
      );
      expect(file.tags).toMatchObject({ standing: [expect.stringContaining('encore-')] });
      for (const personal of ['First1', 'Last1', `person1@${shop.domain}`, '+8490000000'])
        expect(text).not.toContain(personal);
    });

    it('marked as answered → answered, and stays so', async () => {
      const { requestId } = await list();
      const mark = () =>
        listed(encore.api(shop.domain, `${dataRequestsPath}/${requestId}/answered`, { method: 'POST' }));
      const first = await mark();
      expect(first).toMatchObject({ requestId, state: 'answered', answeredAt: expect.any(String) });
      expect(await mark()).toEqual(first);
    });

    it.each(['x', '0x1', '99999999999999999999'])(
      '%s is no number of a request → refused, the field named',
      async (id) => {
        expect((await encore.api(shop.domain, `${dataRequestsPath}/${id}/file`)).status).toBe(422);
      },
    );
  });
});
