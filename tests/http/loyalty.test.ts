import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type BatchRequest,
  type BatchResponse,
  batchesPath,
  batchesResponseSchema,
  batchResponseSchema,
} from '../../web/contract/batches.ts';
import { type TimelineResponse, timelineResponseSchema } from '../../web/contract/customer.ts';
import { errorBodySchema } from '../../web/contract/errors.ts';
import {
  flowTriggersPath,
  flowTriggersSchema,
  healthPath,
  healthResponseSchema,
  liabilityPath,
  liabilityResponseSchema,
  type ProgramTerms,
  programPath,
  programPreviewPath,
  programPreviewResponseSchema,
  programResponseSchema,
} from '../../web/contract/loyalty.ts';
import {
  ledgerResponseSchema,
  memberResponseSchema,
  membersCsvPath,
  membersPath,
  membersResponseSchema,
} from '../../web/contract/members.ts';
import { eachDatabase } from '../support/test-database.ts';
import { type Encore, type Installed, startEncore } from './support/encore.ts';
import { fillSmallShop, placeOrder, type SmallShop } from './support/small-shop.ts';

eachDatabase((_kind, open) => {
  describe('the loyalty program over HTTP', () => {
    let encore: Encore;
    let shop: Installed;
    let held: SmallShop;

    beforeAll(async () => {
      encore = await startEncore(await open());
      await encore.startWorkers();
      shop = await encore.install('club', async (local) => {
        held = await fillSmallShop(local);
      });
      await encore.settled();
    });
    afterAll(() => encore.close());

    const ask = (path: string, init?: RequestInit) => encore.api(shop.domain, path, init);
    const send = (method: string, path: string, body: object = {}) =>
      ask(path, { method, body: JSON.stringify(body) });
    const read = async <T>(schema: { parse(body: unknown): T }, answer: Promise<Response>): Promise<T> => {
      const response = await answer;
      expect(response.status, await response.clone().text()).toBe(200);
      return schema.parse(await response.json());
    };
    const refusal = async (answer: Promise<Response>) => {
      const response = await answer;
      return { status: response.status, ...errorBodySchema.parse(await response.json()) };
    };
    const program = () => read(programResponseSchema, ask(programPath));
    const save = async (change: (terms: ProgramTerms) => ProgramTerms) => {
      const { terms, version } = await program();
      return send('PUT', programPath, { terms: change(terms), basedOn: version });
    };
    const members = (query = '') => read(membersResponseSchema, ask(`${membersPath}${query}`));
    const member = (id: string) => read(memberResponseSchema, ask(`${membersPath}/${id}`));
    const batch = (change: Partial<BatchRequest>): Promise<BatchResponse> =>
      read(
        batchResponseSchema,
        send('POST', batchesPath, {
          kind: 'adjust',
          csv: '',
          mapping: { customer: 0, customerBy: 'id', points: 1, expires: null },
          header: true,
          reason: 'goodwill',
          dryRun: false,
          requestKey: randomUUID(),
          ...change,
        }),
      );

    it('before the launch → what a shop of this currency starts from, off; nobody is a member', async () => {
      const before = await program();
      expect(before).toMatchObject({ version: 0, savedAt: null, launchedAt: null, recounting: false });
      expect(before.terms).toMatchObject({ on: false, earn: { points: 1, perMinor: 100 } });
      expect(await members()).toEqual({ members: [], nextCursor: null });
      const nobody = await ask(`${membersPath}/${held.customers[0]}`);
      expect([nobody.status, await nobody.json()]).toEqual([200, null]);
      expect((await ask(`${membersPath}/${held.customers[0]}/ledger`)).status).toBe(404);
    });

    it('bad terms → each field named with its range, nothing saved', async () => {
      const answer = await refusal(
        save((terms) => ({
          ...terms,
          earn: { ...terms.earn, points: -1 },
          tiers: {
            by: 'spend',
            graceDays: 30,
            levels: [
              { key: 'a', name: 'Member', threshold: 0, multiplierBps: 10_000 },
              { key: 'b', name: 'Plus', threshold: 500, multiplierBps: 12_000 },
              { key: 'c', name: 'Premier', threshold: 400, multiplierBps: 15_000 },
            ],
          },
        })),
      );
      expect(answer).toMatchObject({ status: 422, code: 'INVALID_INPUT' });
      expect(answer.issues.map(({ field }) => field)).toEqual(['earn.points', 'tiers.levels.2.threshold']);
      expect(answer.issues.every(({ allowed, code }) => allowed !== undefined && code !== undefined)).toBe(
        true,
      );
      expect((await program()).version).toBe(0);
    });

    it('the preview of a launch with history → what the launch then brings', async () => {
      const { terms } = await program();
      const launched = { ...terms, on: true, historyFromOn: '2020-01-01' };
      const preview = await read(
        programPreviewResponseSchema,
        send('POST', programPreviewPath, { terms: launched }),
      );
      expect(preview.history).toMatchObject({ customers: 6, orders: held.orders.length });
      expect(preview.history.points).toBe(25 * held.orders.length);
      await read(
        programResponseSchema,
        save(() => launched),
      );
      await encore.settled();
      const { members: all } = await members();
      expect(all.reduce((sum, { points }) => sum + points, 0)).toBe(preview.history.points);
      expect(all.map(({ points }) => points)).toEqual(
        all.map(({ points }) => points).toSorted((a, b) => b - a),
      );
      expect(all[0]?.name).toMatch(/First\d Last\d/);
    });

    it('saved twice from the same page → the second is told that it changed meanwhile', async () => {
      const { terms, version } = await program();
      const body = { terms, basedOn: version - 1 };
      expect(await refusal(send('PUT', programPath, body))).toMatchObject({ status: 409, code: 'CONFLICT' });
    });

    it('an order comes, part of it is refunded → the ledger says both, the sum is the balance', async () => {
      const [id = ''] = held.customers;
      const { points } = (await member(id)).member;
      const order = await placeOrder(shop, id, 0);
      await encore.settled();
      expect((await member(id)).member.points).toBe(points + 25);
      const [line] = order.lines;
      await shop.post(`/orders/${order.id}/refund`, { lines: [{ lineId: line?.id, quantity: 1 }] });
      await encore.settled();
      expect((await member(id)).member.points).toBe(points + 12);
      const { entries } = await read(ledgerResponseSchema, ask(`${membersPath}/${id}/ledger?limit=2`));
      expect(entries.map((entry) => [entry.cause, entry.points])).toEqual([
        ['refund', -13],
        ['order', 25],
      ]);
      expect(entries[0]?.balanceAfter).toBe(points + 12);
    });

    it('pages of members and of a ledger → each row once, in order', async () => {
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const query: string = cursor === '' ? '?limit=2' : `?limit=2&cursor=${cursor}`;
        const page = await members(query);
        seen.push(...page.members.map(({ customerId }) => customerId));
        cursor = page.nextCursor;
      }
      expect(seen.toSorted()).toEqual(held.customers.toSorted());
    });

    it('the timeline of a customer, only points, page by page → what the ledger made spendable, newest first', async () => {
      const [id = ''] = held.customers;
      const seen: [string, number][] = [];
      let next: string | null = '';
      while (next !== null) {
        const after: string = next === '' ? '' : `&after=${next}`;
        const path = `/api/customers/${id}/timeline?kinds=points&limit=1${after}`;
        const page: TimelineResponse = await read(timelineResponseSchema, ask(path));
        for (const entry of page.items) if (entry.kind === 'points') seen.push([entry.cause, entry.points]);
        next = page.next;
      }
      const { entries } = await read(ledgerResponseSchema, ask(`${membersPath}/${id}/ledger`));
      const spendable = entries.filter(({ points }) => points !== 0);
      expect(seen.length).toBeGreaterThan(2);
      expect(seen.toSorted()).toEqual(spendable.map(({ cause, points }) => [cause, points]).toSorted());
      expect(seen.slice(0, 2)).toEqual([
        ['refund', -13],
        ['order', 25],
      ]);
    });

    it('points by hand → once for a repeated click; never below 0, the range is said', async () => {
      const [, id = ''] = held.customers;
      const { points } = (await member(id)).member;
      const path = `${membersPath}/${id}/adjust`;
      const body = { points: 8, reason: 'goodwill', requestKey: randomUUID() };
      for (let i = 0; i < 2; i++)
        expect((await read(memberResponseSchema, send('POST', path, body))).member.points).toBe(points + 8);
      const answer = await refusal(send('POST', path, { ...body, points: -1000, requestKey: randomUUID() }));
      expect(answer).toMatchObject({ status: 422, issues: [{ field: 'points' }] });
      expect(answer.issues[0]?.allowed).toContain(String(points + 8));
    });

    it('a file with bad rows → each by line and field, nothing changed; mended → applied once, undone', async () => {
      const [a, b] = held.customers;
      const before = (await members()).members;
      const bad = await batch({ csv: `customer;points\r\n${a};ten\r\n4711;5\r\n${b};3\r\n${b};4` });
      expect(bad.batchId).toBeNull();
      expect(bad.issues.map(({ line, field, message }) => [line, field, message])).toEqual(
        expect.arrayContaining([
          [2, 'points', 'not_a_number'],
          [3, 'customer', 'unknown_customer'],
          [5, 'customer', 'twice'],
        ]),
      );
      expect((await members()).members).toEqual(before);
      const csv = `customer,points\n${a},10\n\n"${b}",20`;
      const dry = await batch({ csv, dryRun: true });
      expect(dry).toMatchObject({ batchId: null, rows: 2, customers: 2, points: 30, issues: [] });
      const requestKey = randomUUID();
      const done = await batch({ csv, requestKey });
      expect((await batch({ csv, requestKey })).batchId).toBe(done.batchId);
      const points = async (id: string | undefined) => (await member(id ?? '')).member.points;
      const was = (id: string | undefined) => before.find(({ customerId }) => customerId === id)?.points ?? 0;
      expect([await points(a), await points(b)]).toEqual([was(a) + 10, was(b) + 20]);
      const { batches } = await read(
        batchesResponseSchema,
        send('POST', `${batchesPath}/${done.batchId}/undo`),
      );
      expect(batches[0]).toMatchObject({ batchId: done.batchId, state: 'undone' });
      expect([await points(a), await points(b)]).toEqual([was(a), was(b)]);
    });

    it('balances from another app by e-mail, with ends → lots that end then', async () => {
      const [, , id = ''] = held.customers;
      const done = await batch({
        kind: 'import',
        csv: `mail\tballance\tend\nperson2@${shop.domain}\t40\t2030-01-31`,
        mapping: { customer: 0, customerBy: 'email', points: 1, expires: 2 },
      });
      expect(done).toMatchObject({ rows: 1, points: 40, issues: [] });
      const { lots } = await member(id);
      expect(lots.find(({ from }) => from === 'grant')).toMatchObject({ points: 40 });
      expect(lots.find(({ from }) => from === 'grant')?.expiresAt).toMatch(/^2030-0[12]/);
    });

    it('a quote that is never closed → the field and the line', async () => {
      const answer = await refusal(
        send('POST', batchesPath, {
          kind: 'adjust',
          csv: 'customer,points\n"1,2\n3,4',
          mapping: { customer: 0, customerBy: 'id', points: 1, expires: null },
          header: true,
          reason: 'other',
          dryRun: true,
          requestKey: randomUUID(),
        }),
      );
      expect(answer).toMatchObject({ status: 422, issues: [{ field: 'csv' }] });
    });

    it.each(['points', 'pending', 'next_expiry', 'joined'])(
      'members by %s, in pages of two, both ways → everybody once, as in one page',
      async (sort) => {
        for (const direction of ['asc', 'desc']) {
          const order = `?sort=${sort}&direction=${direction}`;
          const paged: string[] = [];
          let next: string | null = '';
          while (next !== null) {
            const page = await members(`${order}&limit=2${next === '' ? '' : `&cursor=${next}`}`);
            paged.push(...page.members.map(({ customerId }) => customerId));
            next = page.nextCursor;
          }
          const whole = await members(order);
          expect(paged).toEqual(whole.members.map(({ customerId }) => customerId));
          expect(paged.length).toBeGreaterThan(2);
        }
      },
    );

    it('every member as CSV → the numbers of the list', async () => {
      const answer = await ask(membersCsvPath);
      expect(answer.headers.get('content-disposition')).toContain('members.csv');
      const lines = (await answer.text()).replace('\uFEFF', '').trim().split('\r\n');
      const { members: all } = await members();
      expect(
        lines
          .slice(1)
          .map((line) => line.split(',').slice(0, 2).join())
          .toSorted(),
      ).toEqual(all.map(({ customerId, points }) => `${customerId},${points}`).toSorted());
    });

    it('what open points could cost → of all members; the books balance', async () => {
      const liability = await read(liabilityResponseSchema, ask(liabilityPath));
      const { members: all } = await members();
      expect(liability).toMatchObject({
        members: all.length,
        points: all.reduce((sum, { points }) => sum + points, 0),
        balanced: true,
      });
      expect(liability.atMost?.amountMinor).toBeGreaterThan(0);
    });

    it('health → every check with a state, and a link where something is to be turned on', async () => {
      const { checks } = await read(healthResponseSchema, ask(healthPath));
      expect(checks.map(({ check }) => check)).toContain('app_embed');
      for (const { state, fixUrl } of checks) if (state === 'off') expect(fixUrl).toMatch(/^https:\/\//);
    });

    it('which triggers Flow is told → as saved', async () => {
      const triggers = { stage_changed: false, points_changed: true, tier_changed: true };
      expect(await read(flowTriggersSchema, send('PUT', flowTriggersPath, triggers))).toEqual(triggers);
      expect(await read(flowTriggersSchema, ask(flowTriggersPath))).toEqual(triggers);
    });
  });
});
