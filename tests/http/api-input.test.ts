import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { customersResponseSchema } from '../../web/contract/customers.ts';
import { type ErrorBody, errorBodySchema } from '../../web/contract/errors.ts';
import { settingsResponseSchema } from '../../web/contract/settings.ts';
import { eachDatabase } from '../support/test-database.ts';
import { type Encore, type Installed, startEncore } from './support/encore.ts';
import { fillSmallShop } from './support/small-shop.ts';

eachDatabase((_kind, open) => {
  describe('what the API is told', () => {
    let encore: Encore;
    let shop: Installed;

    beforeAll(async () => {
      encore = await startEncore(await open());
      await encore.startWorkers();
      shop = await encore.install('input', async (local) => {
        await fillSmallShop(local);
      });
      await encore.settled();
    });
    afterAll(() => encore.close());

    async function refused(path: string, init?: RequestInit): Promise<ErrorBody & { status: number }> {
      const answer = await encore.api(shop.domain, path, init);
      return { status: answer.status, ...errorBodySchema.parse(await answer.json()) };
    }
    const fieldsOf = ({ issues }: ErrorBody) => issues.map(({ field, allowed }) => `${field}: ${allowed}`);
    const settings = async () =>
      settingsResponseSchema.parse(await (await encore.api(shop.domain, '/api/settings')).json());
    const put = (body: unknown): RequestInit => ({ method: 'PUT', body: JSON.stringify(body) });

    it.each([
      ['/api/customers?after=nonsense', 'after: the `next` of an earlier page'],
      ['/api/customers?stage=whale', 'stage: first_time, repeat, vip, lapsed'],
      ['/api/customers?limit=0', 'limit: ≥ 1'],
      ['/api/customers?limit=101', 'limit: ≤ 100'],
      ['/api/customers?r=1,9', 'r.1: ≤ 5'],
      ['/api/customers?occasionsMin=-1', 'occasionsMin: ≥ 0'],
      ['/api/customers?sort=name', 'sort: last_order, occasions, spent, r, f, m'],
      ['/api/customers.csv?direction=up', 'direction: asc, desc'],
      ['/api/customers/9007199254740993/timeline?after=e30', 'after: the `next` of an earlier page'],
      ['/api/customers/9007199254740993/orders?limit=x', 'limit: number'],
    ])('%s → 422 that names the field and what is allowed', async (path, expected) => {
      const answer = await refused(path);
      expect(answer).toMatchObject({ status: 422, code: 'INVALID_INPUT' });
      expect(fieldsOf(answer)).toContain(expected);
    });

    it.each([
      ['/api/customers?lastFrom=yesterday', 'lastFrom'],
      ['/api/customers?country=Vietnam', 'country.0'],
      ['/api/customers?colour=red', 'colour'],
      ['/api/customers/abc', 'id'],
      ['/api/customers/123456789012345678901', 'id'],
    ])('%s → 422 that names the field', async (path, field) => {
      const answer = await refused(path);
      expect(answer).toMatchObject({ status: 422, code: 'INVALID_INPUT' });
      expect(answer.issues.map((issue) => issue.field)).toContain(field);
    });

    it('a number that no id can be → 404 or 422, never a fault of ours', async () => {
      for (const id of ['0', '99999999999999999999', '18446744073709551615'])
        for (const rest of ['', '/timeline', '/orders']) {
          const { status } = await refused(`/api/customers/${id}${rest}`);
          expect([404, 422], `${id}${rest}`).toContain(status);
        }
    });

    it('a cursor with a huge number or a strange id → 422, never a fault of ours', async () => {
      const cursor = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url');
      const [customer] = await encore.rows<{ customer_id: string }>('SELECT customer_id FROM customer_fact');
      const lists = [
        '/api/customers?sort=r&',
        '/api/customers?sort=occasions&',
        '/api/customers?',
        `/api/customers/${customer?.customer_id}/orders?`,
      ];
      for (const parts of [
        [9e15, '1'],
        [0, 'abc'],
        [0, '-1'],
        [0, '1'.repeat(60)],
      ])
        for (const list of [...lists, `/api/customers/${customer?.customer_id}/timeline?`]) {
          const answer = await encore.api(shop.domain, `${list}after=${cursor(parts)}`);
          expect([200, 422], `${list} ${parts}`).toContain(answer.status);
        }
    });

    it('rules outside their ranges → 422 naming each with its range, nothing saved', async () => {
      const { rules, version } = await settings();
      const wrong = {
        ...rules,
        provisionalDays: 0,
        vipEnterPercentile: 1.5,
        lapseLaterDays: 5,
        tags: { ...rules.tags, stages: { ...rules.tags.stages, vip: 'x'.repeat(41) } },
      };
      const answer = await refused('/api/settings', put({ rules: wrong, version }));
      expect(answer.status).toBe(422);
      expect(fieldsOf(answer)).toEqual(
        expect.arrayContaining([
          'rules.provisionalDays: 1–120',
          'rules.vipEnterPercentile: 50–99 %',
          'rules.lapseLaterDays: 14–730',
          'rules.tags.stages.vip: 1–40',
        ]),
      );
      const preview = await refused('/api/settings/preview', {
        method: 'POST',
        body: JSON.stringify({ rules: wrong }),
      });
      expect(fieldsOf(preview)).toEqual(fieldsOf(answer));
      expect((await settings()).version).toBe(version);
    });

    it('rules saved over an older version → 409, the newer ones stand', async () => {
      const { rules, version } = await settings();
      const first = await encore.api(shop.domain, '/api/settings', put({ rules, version }));
      expect(first.status).toBe(200);
      const late = await refused(
        '/api/settings',
        put({ rules: { ...rules, includeB2b: !rules.includeB2b }, version }),
      );
      expect(late).toMatchObject({ status: 409, code: 'CONFLICT' });
      expect((await settings()).rules.includeB2b).toBe(rules.includeB2b);
    });

    it('a body that is no JSON, of another kind, or over 1 MB → an error by the contract', async () => {
      const broken = await refused('/api/settings', { method: 'PUT', body: '{"rules":' });
      expect(broken).toMatchObject({ status: 400, code: 'INVALID_INPUT' });
      const large = await refused('/api/settings', put({ rules: 'x'.repeat(1_100_000) }));
      expect(large).toMatchObject({ status: 413, code: 'INVALID_INPUT' });
      expect(fieldsOf(large)).toEqual(['body: ≤ 1 MB']);
      expect(await refused('/api/settings/remove-tags', { method: 'POST', body: '{}' })).toMatchObject({
        status: 422,
        issues: [{ field: 'confirm', allowed: 'true' }],
      });
    });

    it('a path or method that is not there → 404 that names it', async () => {
      expect(await refused('/api/moons')).toMatchObject({
        status: 404,
        message: 'there is no GET /api/moons',
      });
      expect((await refused('/api/home', { method: 'DELETE' })).status).toBe(404);
    });

    it('page by page with the cursor → every customer once, in order', async () => {
      const seen: string[] = [];
      for (let after = ''; ; ) {
        const answer = await encore.api(shop.domain, `/api/customers?limit=2${after}`);
        const page = customersResponseSchema.parse(await answer.json());
        seen.push(...page.items.map(({ customerId }) => customerId));
        if (page.next === null) break;
        after = `&after=${page.next}`;
      }
      expect(seen).toHaveLength(6);
      expect(new Set(seen).size).toBe(6);
    });

    it('the export → UTF-8 with its mark, a heading and a row per customer, in chunks', async () => {
      const answer = await encore.api(shop.domain, '/api/customers.csv?sort=spent');
      expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect(answer.headers.get('content-disposition')).toBe('attachment; filename=customers.csv');
      // Streamed: its length is not known when it begins.
      expect(answer.headers.get('content-length')).toBeNull();
      const bytes = Buffer.from(await answer.arrayBuffer());
      expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
      const [heading, ...lines] = bytes.subarray(3).toString('utf8').trimEnd().split('\r\n');
      expect(heading).toMatch(/^customer_id,stage,/);
      expect(lines).toHaveLength(6);
      const spent = lines.map((line) => Number(line.split(',')[8]));
      expect(spent).toEqual([...spent].sort((x, y) => y - x));
    });
  });
});
