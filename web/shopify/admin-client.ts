import { AppError } from '../domain/shared/errors.ts';
import type { Log } from '../use-cases/ports.ts';
import type { OfflineTokens } from './offline-token.ts';
import type { Operation } from './operations/operation.ts';
import { backoffMs, type Priority, waitMs } from './pace.ts';
import { type Reply, readFailure, readReply } from './read-answer.ts';
import { ShopBucket } from './shop-bucket.ts';
import { type ApiOrigin, shopFetch } from './shop-fetch.ts';
import { API_VERSION } from './shopify-app.ts';
import type { Timing } from './timing.ts';

/** `unknown` = the answer of a mutation that must not be repeated was lost: it may or may not have been done. */
export type Answer<Data> = { state: 'answered'; data: Data } | { state: 'unknown'; reason: string };

export type CallOptions = {
  priority?: Priority;
  deadlineMs?: number;
  /** Never sent again once it may have been done, whatever the operation says: the answer is then `unknown`. */
  once?: boolean;
};

/**
 * The Admin GraphQL API of one shop, paced. Retries THROTTLED, 429, 5xx and lost answers until the deadline (15 s for
 * interactive calls, 120 s for others). @throws AppError NEEDS_REAUTH, SHOPIFY_UNAVAILABLE, SHOPIFY_REFUSED, FORBIDDEN
 */
export type AdminClient = {
  readonly shop: string;
  /** What is asked of Shopify before the call, in points. */
  costOf<Data, Variables>(operation: Operation<Data, Variables>, variables: Variables): number;
  attempt<Data, Variables>(
    operation: Operation<Data, Variables>,
    variables: Variables,
    options?: CallOptions,
  ): Promise<Answer<Data>>;
  /** As `attempt` for what may be repeated: data or an error. */
  run<Data, Variables>(
    operation: Operation<Data, Variables>,
    variables: Variables,
    options?: CallOptions,
  ): Promise<Data>;
};

export type AdminClientOptions = {
  tokens: OfflineTokens;
  apiOrigin: ApiOrigin;
  timing: Timing;
  log: Log;
  /** How long one request may take; 30 s unless told. */
  requestMs?: number;
};

/** The clients of all shops of this process, one bucket each. */
export function createAdminClients(options: AdminClientOptions): (shop: string) => AdminClient {
  const known = new Map<string, AdminClient>();
  return (shop) => {
    const client = known.get(shop) ?? new ShopClient(shop, options);
    known.set(shop, client);
    return client;
  };
}

const INTERACTIVE_MS = 15_000;
const BACKGROUND_MS = 120_000;
const REQUEST_MS = 30_000;
const MAX_POINTS = 1000;

class ShopClient implements AdminClient {
  readonly shop: string;
  readonly #options: AdminClientOptions;
  readonly #bucket: ShopBucket;
  /** True cost ÷ guessed cost per operation, learnt from answers. */
  readonly #costFactor = new Map<string, number>();
  #token: { value: string; goodUntil: number } | undefined;

  constructor(shop: string, options: AdminClientOptions) {
    this.shop = shop;
    this.#options = options;
    this.#bucket = new ShopBucket(options.timing);
  }

  costOf<Data, Variables>(operation: Operation<Data, Variables>, variables: Variables): number {
    const factor = this.#costFactor.get(operation.name) ?? 1;
    return Math.min(MAX_POINTS, Math.max(1, Math.ceil(operation.cost(variables) * factor)));
  }

  async run<Data, Variables>(
    operation: Operation<Data, Variables>,
    variables: Variables,
    options: CallOptions = {},
  ): Promise<Data> {
    const answer = await this.attempt(operation, variables, options);
    if (answer.state === 'answered') return answer.data;
    throw new AppError('SHOPIFY_UNAVAILABLE', `${operation.name}: the answer was lost (${answer.reason})`);
  }

  async attempt<Data, Variables>(
    operation: Operation<Data, Variables>,
    variables: Variables,
    options: CallOptions = {},
  ): Promise<Answer<Data>> {
    const { timing } = this.#options;
    const priority = options.priority ?? 'background';
    const allowedMs = options.deadlineMs ?? (priority === 'interactive' ? INTERACTIVE_MS : BACKGROUND_MS);
    const giveUpAt = timing.now() + allowedMs;
    const once = options.once === true || !operation.repeatable;
    let rejected = false;
    for (let attempt = 0; ; attempt++) {
      const token = await this.#accessToken();
      const reply = await this.#exchange(operation, variables, { token, priority });
      if (reply.kind === 'data') {
        const unreadable = once ? this.#unreadable(operation, reply) : null;
        if (unreadable !== null) return { state: 'unknown', reason: unreadable };
        return { state: 'answered', data: this.#read(operation, reply) };
      }
      if (reply.kind === 'errors' && once && saysNothing(reply))
        return { state: 'unknown', reason: 'an error that does not tell whether it was done' };
      if (reply.kind === 'errors') throw refusal(operation.name, reply);
      if (reply.kind === 'closed') throw closedShop(reply.status);
      if (reply.kind === 'unauthorized') {
        if (rejected) await this.#options.tokens.abandon(this.shop);
        rejected = true;
        await this.#renew(token);
        continue;
      }
      if (reply.kind === 'lost' && once) return { state: 'unknown', reason: reply.reason };
      const pause = this.#pauseMs(reply, attempt, priority);
      if (timing.now() + pause > giveUpAt) throw givenUp(operation.name, reply);
      await timing.wait(pause);
    }
  }

  /** One turn in the queue and one HTTP exchange. */
  async #exchange<Data, Variables>(
    operation: Operation<Data, Variables>,
    variables: Variables,
    call: { token: string; priority: Priority },
  ): Promise<Reply> {
    const cost = this.costOf(operation, variables);
    await this.#bucket.enter(cost, call.priority);
    const body = JSON.stringify({ query: operation.document, variables });
    const reply = await this.#send(body, call.token).catch(readFailure);
    const known = 'cost' in reply ? reply.cost : null;
    if (known && known.requested > 0) {
      this.#costFactor.set(operation.name, known.requested / Math.max(1, operation.cost(variables)));
    }
    this.#bucket.settle(cost, known?.status ?? null);
    return reply;
  }

  async #send(body: string, token: string): Promise<Reply> {
    const url = `https://${this.shop}/admin/api/${API_VERSION}/graphql.json`;
    const response = await shopFetch(this.#options.apiOrigin, url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'x-shopify-access-token': token,
      },
      signal: AbortSignal.timeout(this.#options.requestMs ?? REQUEST_MS),
    });
    const text = await response.text();
    return readReply(response.status, response.headers.get('retry-after'), text, this.#options.timing.now());
  }

  #pauseMs(reply: Reply, attempt: number, priority: Priority): number {
    const { timing } = this.#options;
    const jittered = backoffMs(attempt, timing.random());
    if (reply.kind !== 'throttled') return jittered;
    if (reply.waitMs !== null) return reply.waitMs + Math.min(jittered, 1000);
    if (!reply.cost) return jittered;
    const { status, requested } = reply.cost;
    const bucket = {
      available: status.currentlyAvailable,
      maximum: status.maximumAvailable,
      restorePerSecond: Math.max(1, status.restoreRate),
      at: timing.now(),
    };
    return waitMs(bucket, requested, priority, timing.now()) + Math.min(jittered, 1000);
  }

  /** Why an answer tells nothing of a call that was carried out: parts denied below the root field, or another shape. */
  #unreadable<Data, Variables>(
    operation: Operation<Data, Variables>,
    reply: Extract<Reply, { kind: 'data' }>,
  ): string | null {
    if (reply.denied.some((error) => !error.path.includes('.'))) return null;
    if (reply.denied.length > 0) return 'parts of the answer were denied';
    return operation.data.safeParse(reply.data).success ? null : 'an answer of another shape';
  }

  #read<Data, Variables>(
    operation: Operation<Data, Variables>,
    reply: Extract<Reply, { kind: 'data' }>,
  ): Data {
    if (reply.denied.length > 0) {
      const mayBeDenied = new Set(operation.mayBeDenied);
      const refused = reply.denied.filter(
        (error) => !error.path.split('.').some((part) => mayBeDenied.has(part)),
      );
      // A denied order looks like an order that does not exist: never take one for the other.
      if (refused.length > 0) throw refusal(operation.name, { kind: 'errors', errors: refused, cost: null });
      const paths = [...new Set(reply.denied.map((error) => error.path))].slice(0, 10);
      this.#options.log.warn({ shop: this.shop, operation: operation.name, paths }, 'fields were denied');
    }
    const parsed = operation.data.safeParse(reply.data);
    if (parsed.success) return parsed.data;
    const issues = parsed.error.issues.map((issue) => ({
      field: issue.path.join('.'),
      message: issue.message,
    }));
    throw new AppError('SHOPIFY_REFUSED', `${operation.name}: Shopify's answer has another shape`, {
      issues,
    });
  }

  async #accessToken(): Promise<string> {
    const now = this.#options.timing.now();
    if (this.#token && now < this.#token.goodUntil) return this.#token.value;
    return this.#keep(await this.#options.tokens.getOfflineSession(this.shop));
  }

  async #renew(rejectedToken: string): Promise<void> {
    this.#token = undefined;
    this.#keep(await this.#options.tokens.renew(this.shop, rejectedToken));
  }

  #keep(session: { accessToken?: string; expires?: Date }): string {
    const value = session.accessToken ?? '';
    // Asked again well before the end, so that a refresh by another process is noticed in time.
    const goodUntil = (session.expires?.getTime() ?? 0) - 5 * 60_000;
    this.#token = { value, goodUntil };
    return value;
  }
}

/** An error below the root field comes from reading the result of what was done; one without a code from anywhere. */
function saysNothing({ errors }: Extract<Reply, { kind: 'errors' }>): boolean {
  return errors.some((error) => error.code === null || error.path.includes('.'));
}

function refusal(operation: string, reply: Extract<Reply, { kind: 'errors' }>): AppError {
  const denied = reply.errors.some((error) => error.code === 'ACCESS_DENIED');
  const issues = reply.errors.map((error) => ({ field: error.path || operation, message: error.message }));
  const what = reply.errors[0]?.message ?? 'no reason given';
  return new AppError(denied ? 'FORBIDDEN' : 'SHOPIFY_REFUSED', `${operation}: ${what}`, { issues });
}

const CLOSED: Record<number, string> = {
  402: 'the store is frozen until its bill is paid',
  404: 'the store no longer exists',
  423: 'the store is locked',
};

function closedShop(status: number): AppError {
  const message = CLOSED[status] ?? 'the store is closed';
  return new AppError('SHOPIFY_UNAVAILABLE', message, { issues: [{ field: 'shop', message }] });
}

function givenUp(operation: string, reply: Reply): AppError {
  const why =
    reply.kind === 'throttled' ? 'it is throttling us' : 'reason' in reply ? reply.reason : reply.kind;
  return new AppError('SHOPIFY_UNAVAILABLE', `${operation}: Shopify does not answer (${why})`);
}
