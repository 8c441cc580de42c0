import { describe, expect, it } from 'vitest';
import { parseBounce } from '../../../web/mail/bounces/parse-bounce.ts';
import { type DsnParts, dsn, RETURNED } from './support/dsn.ts';

const parse = (parts?: DsnParts) => parseBounce(dsn(parts));
const HARD = { messageId: 'e7.1@tea.example', kind: 'permanent', about: 'recipient', status: '5.1.1' };

describe('a report of failure', () => {
  it('an unknown address → permanent, with our Message-ID and the status', async () => {
    expect(await parse()).toEqual([HARD]);
  });

  it('line feeds alone, fields in any case → read all the same', async () => {
    const text = dsn().toString().replaceAll('\r\n', '\n').replace('Action: failed', 'ACTION:   Failed');
    expect(await parseBounce(Buffer.from(text))).toEqual([HARD]);
  });

  it.each(['message/rfc822', 'message/global', 'message/global-headers'])(
    'the mail returned as %s → read',
    async (type) => {
      const whole = { type, text: `${RETURNED.text}\nContent-Type: text/plain\n\nMessage-ID: <other@x>` };
      expect(await parse({ returned: whole })).toEqual([HARD]);
    },
  );

  it('the parts encoded in base64 → read', async () => {
    const encoded = Buffer.from(`${RETURNED.text}\n\n`).toString('base64');
    const returned = { type: 'text/rfc822-headers\nContent-Transfer-Encoding: base64', text: encoded };
    expect(await parse({ returned })).toEqual([HARD]);
  });

  it('no mail returned → by what the report answers; nothing at all → no report', async () => {
    const headers = ['In-Reply-To: <e7.1@tea.example>'];
    expect(await parse({ returned: null, headers })).toEqual([HARD]);
    const references = ['References: <a@b> <e7.1@tea.example>'];
    expect(await parse({ returned: null, headers: references })).toEqual([HARD]);
    expect(await parse({ returned: null })).toEqual([]);
  });

  it('several recipients → one report each', async () => {
    expect(await parse({ recipients: ['a@example.com', 'b@example.com'] })).toEqual([HARD, HARD]);
  });
});

describe('kind and blame', () => {
  const cases: readonly [DsnParts, object][] = [
    [
      { action: 'delayed', status: '4.4.1', diagnostic: null },
      { kind: 'transient', status: '4.4.1' },
    ],
    [
      { status: '4.4.7', diagnostic: null },
      { kind: 'transient', status: '4.4.7' },
    ],
    [
      { status: '5.2.2', diagnostic: null },
      { kind: 'permanent', about: 'recipient', status: '5.2.2' },
    ],
    [
      { status: '5.4.4', diagnostic: null },
      { kind: 'permanent', about: 'recipient' },
    ],
    [
      { status: '5.7.1', diagnostic: 'smtp; 554 5.7.1 spam' },
      { kind: 'permanent', about: 'us', status: '5.7.1' },
    ],
    [
      { status: '5.1.8', diagnostic: null },
      { kind: 'permanent', about: 'us' },
    ],
    // Exchange and others say 5.0.0 and put the truth into the diagnostic.
    [
      { status: '5.0.0', diagnostic: 'smtp; 550-5.7.26 unauthenticated' },
      { about: 'us', status: '5.7.26' },
    ],
    [
      { status: '5.0.0', diagnostic: 'smtp; 550 no such user' },
      { kind: 'permanent', about: 'recipient', status: '5.0.0' },
    ],
    [
      { status: '5.0.0 (unknown)', diagnostic: 'x-unix; 1' },
      { kind: 'permanent', about: 'recipient', status: '5.0.0' },
    ],
    [
      { status: null, diagnostic: 'smtp; 451 later' },
      { kind: 'transient', status: null },
    ],
    [
      { status: null, diagnostic: 'smtp; 550 gone' },
      { kind: 'permanent', about: 'recipient', status: null },
    ],
  ];
  it.each(cases)('%j → %j', async (parts, expected) => {
    expect(await parse(parts)).toMatchObject([expected]);
  });
});

describe('no report of failure', () => {
  it.each(['delivered', 'relayed', 'expanded'])('action %s → none', async (action) => {
    expect(await parse({ action, status: '2.0.0' })).toEqual([]);
  });

  it('another mail, words about failures in it, an empty or a broken one → none', async () => {
    const letter =
      'From: mai@example.com\r\nSubject: Undelivered?\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n';
    expect(await parseBounce(Buffer.from(letter))).toEqual([]);
    expect(await parseBounce(Buffer.alloc(0))).toEqual([]);
    expect(await parseBounce(dsn().subarray(0, 300))).toEqual([]);
    expect(await parseBounce(Buffer.from([0xff, 0x00, 0x0d, 0x0a, 0xfe]))).toEqual([]);
  });

  it('a returned mail without a usable Message-ID → none', async () => {
    for (const text of ['Subject: x', 'Message-ID: nonsense', 'Message-ID: <>']) {
      expect(await parse({ returned: { ...RETURNED, text } })).toEqual([]);
    }
  });
});
