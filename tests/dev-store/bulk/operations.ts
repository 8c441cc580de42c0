import { parse } from 'graphql';
import type { DevClock } from '../controls/clock.ts';
import { calledNames, type Stats } from '../controls/stats.ts';
import { loadAdminSchema } from '../schema/load-schema.ts';
import type { DevStoreState } from '../state/dev-store-state.ts';
import type {
  BulkAnswer,
  BulkOperationRecord,
  BulkPort,
  Caller,
  InstallationPort,
  StagedTarget,
  StagedUploadRequest,
  UserErrorRecord,
} from '../state/ports.ts';
import type { WebhookHub } from '../webhooks/hub.ts';
import { BulkFiles } from './files.ts';
import {
  type BulkFault,
  type BulkOperation,
  endOperation,
  isRunning,
  newOperation,
  shownRecord,
} from './operation.ts';
import { ResultWriter } from './result-writer.ts';
import { runBulkMutation, variableLines } from './run-mutation.ts';
import { type RunEnd, runBulkQuery } from './run-query.ts';
import { lacksParentId, shapeOf } from './shape.ts';

const atOnce = 5;

type Run = (operation: BulkOperation, writer: ResultWriter) => Promise<RunEnd>;

/** The parts of the local Shopify that bulk operations work with. `url` is known once it listens. */
export type BulkHost = {
  readonly clock: DevClock;
  readonly state: DevStoreState;
  readonly stats: Stats;
  readonly hub: WebhookHub;
  readonly url: string;
  installationPort(): InstallationPort;
};

/**
 * Bulk operations of the app, by shop. CREATED → RUNNING after `startDelayMs` → (CANCELING) → COMPLETED, FAILED or CANCELED
 * no sooner than `runMs` later, both on the clock; then the `bulk_operations/finish` webhook.
 */
export class BulkOperations implements BulkPort {
  readonly files: BulkFiles;
  readonly #local: BulkHost;
  #operations: BulkOperation[] = [];
  #faults: (BulkFault & { shopDomain: string })[] = [];
  startDelayMs = 100;
  runMs = 200;

  constructor(local: BulkHost) {
    this.#local = local;
    this.files = new BulkFiles(local.clock, () => local.url);
  }

  runQuery(caller: Caller, request: { query: string; groupObjects: boolean }): BulkAnswer {
    const root = shapeOf(loadAdminSchema().schema, parse(request.query));
    if (root === undefined || lacksParentId(root.shape)) {
      const reason =
        "The parent 'node' field for a nested connection must select the 'id' field without an alias.";
      return refuse('INVALID', ['query'], reason);
    }
    return this.#start(caller, 'QUERY', request.query, (operation, writer) =>
      runBulkQuery(this.#request(caller), operation, request.groupObjects, writer),
    );
  }

  runMutation(
    caller: Caller,
    request: { mutation: string; stagedUploadPath: string; clientIdentifier: string | null },
  ): BulkAnswer {
    const staged = this.files.staged(request.stagedUploadPath);
    if (staged?.content === undefined || staged.shopDomain !== caller.shop.domain) {
      return refuse(
        'NO_SUCH_FILE',
        ['stagedUploadPath'],
        'The JSONL file could not be found. Try uploading the file again',
      );
    }
    const { content } = staged;
    if (variableLines(content).next().done) {
      return refuse('INVALID_STAGED_UPLOAD_FILE', ['stagedUploadPath'], 'The file is empty');
    }
    return this.#start(caller, 'MUTATION', request.mutation, async (operation, writer) => {
      const end = await runBulkMutation(this.#request(caller), operation, content, writer);
      const { rootFields } = calledNames(request.mutation, undefined);
      this.#local.stats.bulkFields(caller.shop.domain, rootFields, operation.record.objectCount);
      return end;
    });
  }

  cancel(caller: Caller, id: string): BulkAnswer | undefined {
    const operation = this.#visible(caller).find((candidate) => candidate.record.id === id);
    if (operation === undefined) return undefined;
    if (!isRunning(operation)) {
      const message = `A bulk operation cannot be canceled when it is ${operation.record.status.toLowerCase()}`;
      return { ok: false, userErrors: [{ field: null, message }] };
    }
    operation.cancelAsked = true;
    operation.record.status = 'CANCELING';
    return { ok: true, operation: shownRecord(operation, this.files) };
  }

  find(caller: Caller, id: string): BulkOperationRecord | undefined {
    const operation = this.#visible(caller).find((candidate) => candidate.record.id === id);
    return operation && shownRecord(operation, this.files);
  }

  list(caller: Caller): readonly BulkOperationRecord[] {
    return this.#visible(caller).map((operation) => shownRecord(operation, this.files));
  }

  stageUploads(caller: Caller, requests: readonly StagedUploadRequest[]): readonly StagedTarget[] {
    return requests.map((request) => this.files.stage(caller.shop.domain, request));
  }

  /** The next operation of this shop breaks off as told. */
  addFault(shopDomain: string, fault: BulkFault): void {
    this.#faults.push({ shopDomain, ...fault });
  }

  /** Stops everything of a shop: the app is gone. */
  cancelAll(shopDomain: string): void {
    for (const operation of this.#operations) {
      if (operation.caller.shop.domain === shopDomain && isRunning(operation)) operation.cancelAsked = true;
    }
  }

  #start(caller: Caller, type: 'QUERY' | 'MUTATION', text: string, run: Run): BulkAnswer {
    const { clock } = this.#local;
    const busy = this.#operations.filter(
      (other) => other.caller.shop === caller.shop && other.record.type === type && isRunning(other),
    );
    if (busy.length >= atOnce) {
      const kind = type === 'QUERY' ? 'query' : 'mutation';
      const message = `The limit of ${atOnce} concurrent bulk ${kind} operations for this app and shop is reached`;
      return refuse('LIMIT_REACHED', null, message);
    }
    const operation = newOperation(caller, type, text, clock.now());
    const at = this.#faults.findIndex((fault) => fault.shopDomain === caller.shop.domain);
    if (at !== -1) operation.fault = this.#faults.splice(at, 1)[0];
    this.#operations.push(operation);
    clock.schedule(clock.now() + this.startDelayMs, () => this.#run(operation, run));
    return { ok: true, operation: shownRecord(operation, this.files) };
  }

  async #run(operation: BulkOperation, run: Run): Promise<void> {
    const { clock } = this.#local;
    if (operation.cancelAsked) {
      this.#finish(operation, { status: 'CANCELED' });
      return;
    }
    operation.record.status = 'RUNNING';
    const endsAt = clock.now() + this.runMs;
    const writer = new ResultWriter(this.files.resultPath(operation.record.id));
    let end: RunEnd;
    try {
      end = await run(operation, writer);
    } catch (error) {
      console.error(error);
      end = { status: 'FAILED', errorCode: 'INTERNAL_SERVER_ERROR' };
    }
    await writer.end();
    operation.record.fileSize = writer.bytes;
    clock.schedule(endsAt, () =>
      this.#finish(operation, operation.cancelAsked ? { status: 'CANCELED' } : end),
    );
  }

  #finish(operation: BulkOperation, end: RunEnd): void {
    const { clock, hub } = this.#local;
    const { record, caller } = operation;
    endOperation(operation, end, this.files, clock.now());
    hub.notify({
      topic: 'bulk_operations/finish',
      shopDomain: caller.shop.domain,
      payload: {
        admin_graphql_api_id: `gid://shopify/BulkOperation/${record.id}`,
        completed_at: new Date(clock.now()).toISOString(),
        created_at: new Date(record.createdAt).toISOString(),
        error_code: record.errorCode?.toLowerCase() ?? null,
        status: record.status.toLowerCase(),
        type: record.type.toLowerCase(),
      },
    });
  }

  /** Those of this app and shop; what an online token started only such a token sees. */
  #visible(caller: Caller): BulkOperation[] {
    return this.#operations.filter(
      (operation) => operation.caller.shop === caller.shop && operation.caller.tokenKind === caller.tokenKind,
    );
  }

  #request(caller: Caller) {
    return { state: this.#local.state, caller, installation: this.#local.installationPort() };
  }
}

function refuse(code: string, field: readonly string[] | null, message: string): BulkAnswer {
  const error: UserErrorRecord = { code, field, message };
  return { ok: false, userErrors: [error] };
}
