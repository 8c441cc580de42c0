import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TimeSource } from '../controls/clock.ts';
import type { StagedTarget, StagedUploadRequest } from '../state/ports.ts';

/** A place for one upload, as `stagedUploadsCreate` promised it. `content` is there once the upload came. */
export type StagedFile = {
  key: string;
  shopDomain: string;
  request: StagedUploadRequest;
  parameters: ReadonlyMap<string, string>;
  expiresAt: number;
  content: Buffer | undefined;
};

export const uploadLimitBytes = 100 * 1024 * 1024;
const resultMs = 7 * 86_400_000;
const uploadMs = 24 * 3_600_000;

/** Result files and staged uploads of bulk operations, in a folder of their own that goes with the process. */
export class BulkFiles {
  readonly #clock: TimeSource;
  readonly #origin: () => string;
  readonly #secret = randomBytes(32);
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'local-shopify-'));
  readonly #staged = new Map<string, StagedFile>();

  constructor(clock: TimeSource, origin: () => string) {
    this.#clock = clock;
    this.#origin = origin;
  }

  /** Where the result of an operation is written. */
  resultPath(operationId: string): string {
    return path.join(this.#folder, `bulk-${operationId}.jsonl`);
  }

  /** A signed address of a result, good for seven days from `completedAt`; it needs no token. */
  resultUrl(operationId: string, completedAt: number): string {
    const expires = completedAt + resultMs;
    return `${this.#origin()}/bulk-results/${operationId}.jsonl?expires=${expires}&signature=${this.#sign(operationId, expires)}`;
  }

  isExpired(completedAt: number): boolean {
    return this.#clock.now() > completedAt + resultMs;
  }

  /** Whether a result address was signed here and still holds. */
  opens(operationId: string, expires: number, signature: string): boolean {
    return signature === this.#sign(operationId, expires) && this.#clock.now() <= expires;
  }

  /** Promises a place for an upload. */
  stage(shopDomain: string, request: StagedUploadRequest): StagedTarget {
    const key = `tmp/${shopDomain}/bulk/${randomUUID()}/${request.filename}`;
    const parameters = new Map([
      ['key', key],
      ['Content-Type', request.mimeType],
      ['success_action_status', '201'],
      ['acl', 'private'],
      ['policy', Buffer.from(key).toString('base64')],
      ['x-goog-signature', createHmac('sha256', this.#secret).update(key).digest('hex')],
    ]);
    const expiresAt = this.#clock.now() + uploadMs;
    this.#staged.set(key, { key, shopDomain, request, parameters, expiresAt, content: undefined });
    const url = `${this.#origin()}/staged-uploads`;
    if (request.httpMethod === 'PUT')
      return {
        url: `${url}/${encodeURIComponent(key)}`,
        resourceUrl: `${url}/${encodeURIComponent(key)}`,
        parameters: [],
      };
    return { url, resourceUrl: null, parameters: [...parameters].map(([name, value]) => ({ name, value })) };
  }

  /** The promised place for a key, if the promise still holds. */
  staged(key: string): StagedFile | undefined {
    const file = this.#staged.get(key);
    return file !== undefined && this.#clock.now() <= file.expiresAt ? file : undefined;
  }

  /** Deletes everything on disk. */
  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #sign(operationId: string, expires: number): string {
    return createHmac('sha256', this.#secret).update(`${operationId}:${expires}`).digest('hex');
  }
}
