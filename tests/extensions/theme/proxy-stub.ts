import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { MemberPoints, OpenCode, ShopperView } from '../../../web/domain/loyalty/member-view.ts';
import { SLOWER } from '../../support/browser.ts';

/** One request as the app's address got it. */
export type ProxyCall = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
};

type Reply = { status: number; body: unknown } | 'hang';

/** The app's side of the app proxy over real HTTP, with members as told. A request that is not signed is refused. */
export type ProxyStub = {
  url: string;
  calls: ProxyCall[];
  /** The program as the app knows it. */
  program: { rewards: ShopperView['program']['rewards'] };
  /** What `/proxy/shopper` says of a customer; nobody is a member else. */
  shoppers: Map<string, Pick<ShopperView, 'member' | 'offer'>>;
  /** Answers of the next requests to a path, before any other. */
  next: Map<string, Reply[]>;
  /** So many redemptions to come are `pending`: the points are taken, the code comes when it is asked for again. */
  unconfirmed: number;
  /** Makes the code of a redemption stand at the shop. */
  onRedeem: (code: OpenCode, customerId: string) => void;
  close(): Promise<void>;
};

export type StubTerms = { secret: string; view: Pick<ShopperView, 'program' | 'timeZone'> };

/** The signature, worked out on its own: hex HMAC-SHA256 of the other parameters, sorted, joined without separators. */
function isSigned(query: URLSearchParams, secret: string): boolean {
  const message = [...new Set(query.keys())]
    .filter((name) => name !== 'signature')
    .sort()
    .map((name) => `${name}=${query.getAll(name).join(',')}`)
    .join('');
  const age = Math.abs(Date.now() / 1000 - Number(query.get('timestamp')));
  return age < 90 && createHmac('sha256', secret).update(message).digest('hex') === query.get('signature');
}

export async function startProxyStub(terms: StubTerms): Promise<ProxyStub> {
  const stub: Omit<ProxyStub, 'url' | 'close'> = {
    calls: [],
    program: terms.view.program,
    shoppers: new Map(),
    next: new Map(),
    unconfirmed: 0,
    onRedeem: () => {},
  };
  const codes = new Map<string, OpenCode>();
  const shown = new Set<OpenCode>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', 'http://app');
    const call: ProxyCall = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    stub.calls.push(call);
    const reply = answer(call);
    if (reply === 'hang') return;
    if (SLOWER > 1) await setTimeout(Math.random() * 50 * SLOWER);
    response.writeHead(reply.status, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'set-cookie': 'app=1',
    });
    response.end(JSON.stringify(reply.body));
  });

  function answer(call: ProxyCall): Reply {
    if (!isSigned(call.query, terms.secret)) return refused(401, 'UNAUTHORIZED');
    const told = stub.next.get(call.path)?.shift();
    if (told !== undefined) return told;
    const customerId = call.query.get('logged_in_customer_id') ?? '';
    const known = stub.shoppers.get(customerId);
    if (call.path === '/proxy/shopper')
      return { status: 200, body: { ...terms.view, member: null, offer: null, ...known } };
    if (call.method !== 'POST') return refused(404, 'NOT_FOUND');
    const member = known?.member;
    if (!member) return refused(401, 'UNAUTHORIZED');
    const asked = JSON.parse(call.body === '' ? '{}' : call.body) as Record<string, string>;
    const set = (change: Partial<MemberPoints>, open: readonly OpenCode[]) => {
      const next = { ...member, ...change, codes: open };
      stub.shoppers.set(customerId, { member: next, offer: known.offer });
      const { history: _h, codes: _c, referral: _r, ...points } = next;
      return points;
    };
    if (call.path === '/proxy/referral')
      return {
        status: 200,
        body: { code: 'FRIEND-AN', url: 'https://tea-house.example/discount/FRIEND-AN?redirect=/' },
      };
    if (call.path === '/proxy/return') {
      const given = codes.get(asked.redemptionId ?? '');
      if (!given) return refused(404, 'NOT_FOUND');
      codes.delete(given.redemptionId);
      const points = set(
        { points: member.points + given.points },
        member.codes.filter((one) => one !== given),
      );
      return { status: 200, body: { points } };
    }
    const reward = terms.view.program.rewards.find((one) => one.rewardId === asked.rewardId);
    if (!reward) return refused(404, 'NOT_FOUND');
    const isRepeated = codes.has(`r-${asked.requestKey}`);
    if (!isRepeated && reward.costPoints > member.points) return refused(409, 'CONFLICT');
    if (reward.value.kind === 'store_credit') {
      const { amountMinor } = reward.value;
      const points = set({ points: member.points - reward.costPoints }, member.codes);
      return {
        status: 200,
        body: {
          state: 'issued',
          code: null,
          credit: { amountMinor, currency: terms.view.program.currency },
          points,
        },
      };
    }
    const code: OpenCode = {
      redemptionId: `r-${asked.requestKey}`,
      rewardId: reward.rewardId,
      value: reward.value,
      points: reward.costPoints,
      code: `POINTS-${codes.size + 1}K7`,
      endsAt: new Date(Date.now() + 30 * 86_400_000).toISOString(),
    };
    const standing = codes.get(code.redemptionId);
    if (!standing && stub.unconfirmed > 0) {
      stub.unconfirmed -= 1;
      codes.set(code.redemptionId, code);
      return {
        status: 200,
        body: {
          state: 'pending',
          code: null,
          credit: null,
          points: set({ points: member.points - reward.costPoints }, member.codes),
        },
      };
    }
    if (standing)
      return issued(standing, set({}, [...member.codes.filter((one) => one !== standing), standing]));
    codes.set(code.redemptionId, code);
    return issued(code, set({ points: member.points - reward.costPoints }, [...member.codes, code]));

    function issued(made: OpenCode, points: MemberPoints): Reply {
      if (!shown.has(made)) stub.onRedeem(made, customerId);
      shown.add(made);
      return { status: 200, body: { state: 'issued', code: made, credit: null, points } };
    }
  }

  await new Promise<void>((resolve) => server.listen(0, resolve));
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return Object.assign(stub, { url: `http://localhost:${(server.address() as AddressInfo).port}`, close });
}

const refused = (status: number, code: string): Reply => ({
  status,
  body: { code, message: code, issues: [] },
});
