import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { analyze, analyzeText, rowsOf } from './run.ts';

const ORDERS = `total,customer_id,created_at,order_id
100.00,ann,2024-01-01,1
50.00,ann,2024-01-11,2
50.00,ann,2024-01-11T23:00:00Z,3
30.00,bob,2023-06-01,4
`;

describe('analyze on a plain order CSV', () => {
  it('gives one row per customer with occasions, money, stage and a reason, as of the last day in the file', async () => {
    const { code, out } = await analyzeText(ORDERS);
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toBe(
      'customer_id,recency_days,frequency,monetary,r_score,f_score,m_score,stage,marks,reason',
    );
    expect(out.split('\n')[1]).toBe(
      'ann,0,2,200.00,5,2,3,vip,top_quarter,2 purchases and $200.00 spent; VIP from 2 purchases and $200.00.',
    );
    expect(out.split('\n')[2]).toBe(
      `bob,224,1,30.00,2,1,1,lapsed,,"No purchase for 224 days, longer than 180 days; there is too little history yet to measure your shop's own limit."`,
    );
  });

  it('--as-of looks at the shop as it was that day', async () => {
    const { out, err } = await analyzeText(ORDERS, '--as-of', '2024-01-05');
    expect(rowsOf(out).ann?.slice(0, 3)).toEqual(['4', '1', '100.00']);
    expect(err.join('\n')).toContain('2 after-as-of');
  });

  it('--timezone decides the local day: 23:30 in Vietnam and half an hour later are two days, but one occasion', async () => {
    const text =
      'customer_id,created_at,total\na,2024-01-10T16:30:00Z,1\na,2024-01-10T17:00:00Z,1\nb,2024-01-10T16:30:00Z,1\n';
    expect(rowsOf((await analyzeText(text, '--timezone', 'Asia/Ho_Chi_Minh')).out)).toMatchObject({
      a: [
        '0',
        '1',
        '2.00',
        ...Array(3).fill(expect.anything()),
        'first_time',
        expect.anything(),
        expect.anything(),
      ],
      b: ['1', '1', '1.00', ...Array(3).fill(expect.anything()), 'first_time', '', expect.anything()],
    });
    expect(rowsOf((await analyzeText(text)).out).b?.[0]).toBe('0');
  });

  it('money without decimals stays whole, refunds and cancelled, test and guest orders are taken out', async () => {
    const { out, err, code } = await analyzeText(
      [
        'customer_id;created_at;total;refunded;cancelled_at;test;currency',
        'a;2024-01-01;120000;20000;;;VND',
        'a;2024-02-01;90000;95000;;;VND',
        'b;2024-02-01;90000;;2024-02-02;;VND',
        'c;2024-02-01;90000;;;true;vnd',
        ';2024-02-01;90000;;;no;VND',
        'd;2024-02-01;0;;;;VND',
      ].join('\r\n'),
    );
    expect(code).toBe(0);
    const rows = rowsOf(out);
    expect(Object.keys(rows)).toEqual(['a', 'd']);
    expect(rows.a?.slice(0, 3)).toEqual(['31', '1', '100000']);
    expect(rows.d?.[2]).toBe('0');
    expect(err.join('\n')).toContain('1 nothing-kept, 1 cancelled, 1 test, 1 no-customer');
  });

  it('--format json adds cut points, limits, thresholds, counts and metrics', async () => {
    const report = JSON.parse((await analyzeText(ORDERS, '--format', 'json')).out);
    expect(report).toMatchObject({
      as_of: '2024-01-11',
      timezone: 'UTC',
      currency: 'USD',
      orders: { read: 4, counted: 4, after_as_of: 0 },
      buyers: 2,
      cut_points: {
        frequency: [1, 2, 3, 5],
        recency_days: [30, 90, 180, 365],
        monetary_minor: [7666.666667, 15333.333333, 23000, 38333.333333],
      },
      lapse: {
        one_occasion_days: 180,
        later_days: 180,
        source: 'too-little-history',
        history_days: 224,
        returns: 1,
      },
      vip: { enter_frequency: 2, enter_monetary: 200 },
      stages: { first_time: 0, repeat: 0, vip: 1, lapsed: 1 },
      metrics: { repeat_rate: { count: 1, of: 2, share: 0.5 }, historic_clv: 115 },
    });
    expect(report.customers[0]).toMatchObject({
      customer_id: 'ann',
      monetary: 200,
      stage: 'vip',
      marks: ['top_quarter'],
    });
    expect(report.customers).toHaveLength(2);
  });
});

describe('bad rows', () => {
  it('are named by line and column, counted and left out; good rows around them count', async () => {
    const { code, out, err } = await analyzeText(
      [
        'customer_id,created_at,total,order_id,test,currency,refunded',
        'a,2024-01-01,1.00,1,,USD,',
        '',
        'a,2024-01-02,x,2,,USD,',
        'a,2024-02-30,1,3,,USD,',
        'a,2024-01-02 25:00,1,4,,USD,',
        'a,2024-01-02,1,1,,USD,',
        'a,2024-01-02,-1,5,,USD,',
        'a,2024-01-02,1,6,perhaps,USD,',
        'a,2024-01-02,1,7,,THB,',
        'a,2024-01-02,1,8,,dollars,',
        'a,2024-01-02,1,9,,USD,1e3',
        'a,2024-01-02,99999999999999999999,10,,USD,',
        'a,2024-01-02,1,11,,USD,,,more',
        'b,2024-01-03,2.00,12',
      ].join('\n'),
    );
    expect(code).toBe(0);
    expect(rowsOf(out)).toMatchObject({
      a: ['2', '1', '1.00'].concat(Array(6).fill(expect.anything())),
      b: { 2: '2.00' },
    });
    const places = err.flatMap(
      (line) => /^line (\d+), column (\w+): \S/.exec(line)?.slice(1, 3).join(' ') ?? [],
    );
    expect(places.sort((x, y) => Number.parseInt(x, 10) - Number.parseInt(y, 10))).toEqual([
      '4 total',
      '5 created_at',
      '6 created_at',
      '7 order_id',
      '8 total',
      '9 test',
      '10 currency',
      '11 currency',
      '12 refunded',
      '13 total',
      '14 9',
    ]);
    expect(err.join('\n')).toContain('11 skipped as bad');
  });

  it('a quote that is never closed costs its own row only', async () => {
    const { out, err } = await analyzeText(
      'customer_id,created_at,total\na,2024-01-01,1\n"b,2024-01-01,1\nc,2024-01-01,1\n',
    );
    expect(Object.keys(rowsOf(out))).toEqual(['a', 'c']);
    expect(err[0]).toBe('line 3, column customer_id: has a quote that is opened and never closed');
  });

  it('a quoted cell with line breaks and doubled quotes is one row; the next one keeps its line number', async () => {
    const { out, err } = await analyzeText(
      'customer_id,created_at,total\n"a ""x""\ny",2024-01-01,1\nb,2024-01-01,?\n',
    );
    expect(out).toContain('"a ""x""\ny",0,1,1.00');
    expect(err[0]).toMatch(/^line 4, column total/);
  });
});

describe("Shopify's order export", () => {
  const HEADER =
    'Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Total,Created at,Lineitem quantity,Lineitem name,Notes,Cancelled at,Refunded Amount,Source';

  it('joins the rows of an order by Name, customers by lower-cased Email', async () => {
    const { out, err } = await analyzeText(
      [
        `\uFEFF${HEADER}`,
        '#1001,Ann@Example.com,paid,,fulfilled,THB,90,100.00,2024-01-31 23:30:00 +0700,1,Cup,"ring, twice\nat the back door",,0.00,web',
        '#1001,Ann@Example.com,,,,,,,2024-01-31 23:30:00 +0700,2,Bowl,,,,',
        '#1002, ann@example.com ,partially_refunded,,,THB,90,100.00,2024-02-20 08:00:00 +0700,1,Cup,,,40.00,web',
        '#1003,bo@example.com,pending,,unfulfilled,THB,90,70.00,2024-01-02 08:00:00 +0700,1,Cup,,,0.00,web',
        '#1004,bo@example.com,pending,,fulfilled,THB,90,60.00,2024-01-02 18:00:00 +0700,1,Cup,,,0.00,web',
        '#1005,bo@example.com,refunded,,fulfilled,THB,90,60.00,2024-02-02 18:00:00 +0700,1,Cup,,,60.00,web',
        '#1006,bo@example.com,voided,,,THB,90,60.00,2024-02-02 18:00:00 +0700,1,Cup,,,0,web',
        '#1007,bo@example.com,paid,,,THB,90,60.00,2024-02-03 18:00:00 +0700,1,Cup,,2024-02-04 10:00:00 +0700,0,web',
        '#1008,bo@example.com,paid,,,THB,0,0.00,2024-02-03 18:00:00 +0700,1,Cup,,,0,shopify_draft_order',
        '#1009,bo@example.com,paid,,,THB,0,30.00,2024-02-05 18:00:00 +0700,1,Cup,,,0,subscription_contract_checkout_one',
        '#1010,,paid,,,THB,0,30.00,2024-02-05 18:00:00 +0700,1,Cup,,,0,pos',
      ].join('\r\n'),
      '--timezone',
      'Asia/Bangkok',
    );
    const rows = rowsOf(out);
    expect(Object.keys(rows)).toEqual(['ann@example.com', 'bo@example.com']);
    expect(rows['ann@example.com']?.slice(0, 3)).toEqual(['0', '2', '160.00']);
    // Only #1004 is an occasion; the renewal #1009 adds its 30 and is the last order.
    expect(rows['bo@example.com']?.slice(0, 3)).toEqual(['15', '1', '90.00']);
    expect(err.join('\n')).toContain(
      '1 unpaid-too-long, 1 nothing-kept, 1 void-or-expired, 1 cancelled, 1 zero-total-not-sold, 1 no-customer',
    );
  });

  it('the column Tags tells renewals and exchanges that the source does not', async () => {
    const { out, err } = await analyzeText(
      [
        'Name,Email,Financial Status,Total,Created at,Source,Tags',
        '#1,a@b.c,paid,30,2024-01-01,web,"Subscription, Subscription First Order"',
        '#2,a@b.c,paid,30,2024-02-01,294517,"Subscription, Subscription Recurring Order"',
        '#3,a@b.c,paid,0,2024-02-10,web,"vip, Exchange"',
        '#4,a@b.c,paid,0,2024-02-11,web,vip',
      ].join('\n'),
    );
    expect(rowsOf(out)['a@b.c']?.slice(0, 3)).toEqual(['0', '2', '60.00']);
    expect(err.join('\n')).toContain('1 zero-total-not-sold');
  });

  it('a bad first row is named as the export spells it, and takes its line items with it', async () => {
    const { out, err, code } = await analyzeText(
      [
        HEADER,
        '#1,a@b.c,unknown,,,USD,1,1,2024-01-01,1,Cup,,,,web',
        '#1,a@b.c,,,,,,,2024-01-01,1,Bowl,,,,web',
        ',a@b.c,paid,,,USD,1,1,2024-01-01,1,Cup,,,,web',
        '#2,a@b.c,paid,,,USD,1,free,2024-01-01,1,Cup,,,,web',
        '#3,a@b.c,paid,,,USD,1,5,2024-01-01,1,Cup,,,,web',
      ].join('\n'),
    );
    expect(code).toBe(0);
    expect(rowsOf(out)['a@b.c']?.slice(1, 3)).toEqual(['1', '5.00']);
    expect(err.slice(0, 3).map((line) => line.split(':')[0])).toEqual([
      'line 2, column Financial Status',
      'line 4, column Name',
      'line 5, column Total',
    ]);
  });
});

describe('the CDNOW files', () => {
  it('the sample shape: five columns, no header', async () => {
    const { out, err } = await analyzeText(
      ' 00004 0001 19970101  2   29.33\n 00004 0001 19970118  2   29.73\n 00004 0001 1997X118 1 1.00\n 00005 0002 19970118 1\n',
    );
    expect(rowsOf(out)['00004']?.slice(0, 3)).toEqual(['0', '2', '59.06']);
    expect(err.slice(0, 2)).toEqual([
      'line 3, column date: must be a day written YYYYMMDD, got "1997X118"',
      'line 4, column dollar_value: needs 5 columns, got 4',
    ]);
  });

  it('the master shape: a header and four columns', async () => {
    const { out, err } = await analyzeText(
      ' customer_id  date number_of_cds  dollar_value\n 00001 19970101  1   11.77\n',
    );
    expect(out).toContain('00001,0,1,11.77,');
    expect(err[0]).toContain('CDNOW master: 1 rows read, 0 skipped as bad');
  });
});

describe('what cannot be used', () => {
  it('a file of no known shape → 1 and the shapes that are known', async () => {
    for (const text of ['', '{"a": 1}', 'customer,date,amount\n1,2,3\n', '\u0000\u0001']) {
      const { code, out, err } = await analyzeText(text);
      expect(code).toBe(1);
      expect(out).toBe('');
      expect(err.join('\n')).toMatch(
        /Shopify order export CSV.*customer_id, created_at, total.*CDNOW_master.*CDNOW_sample/s,
      );
    }
  });

  it('a missing file, a folder, no good row, no order by that day → 1 with the reason', async () => {
    expect(await analyze('/does/not/exist.csv')).toEqual({
      code: 1,
      out: '',
      err: ['there is no file /does/not/exist.csv'],
    });
    expect((await analyze('/')).err[0]).toContain('/ cannot be read');
    expect(await analyzeText('customer_id,created_at,total\n')).toMatchObject({ code: 1, out: '' });
    expect(await analyzeText(ORDERS, '--as-of', '2020-01-01')).toMatchObject({ code: 1, out: '' });
  });

  it('a wrong command → 2 with the option and what it takes; --help → 0', async () => {
    expect((await analyze()).code).toBe(2);
    expect((await analyze('a', 'b')).code).toBe(2);
    expect(await analyze('a', '--format', 'xml')).toMatchObject({
      code: 2,
      err: ['--format must be csv or json, got "xml"'],
    });
    expect((await analyze('a', '--timezone', 'Hanoi')).err[0]).toMatch(
      /^--timezone must be an IANA time zone.*"Hanoi"$/,
    );
    expect((await analyze('a', '--as-of', '30.6.1998')).err[0]).toMatch(
      /^--as-of: a day is written YYYY-MM-DD/,
    );
    expect((await analyze('a', '--colour')).code).toBe(2);
    expect((await analyze('--help')).code).toBe(0);
  });

  it('started as a program it answers the same exit code and keeps stdout clean', async () => {
    const program = new URL('../../web/cli/analyze.ts', import.meta.url).pathname;
    const failure = await promisify(execFile)(process.execPath, [program, '/does/not/exist.csv']).catch(
      (error) => error,
    );
    expect(failure).toMatchObject({ code: 1, stdout: '', stderr: 'there is no file /does/not/exist.csv\n' });
  });
});
