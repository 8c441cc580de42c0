import { z } from 'zod';
import { AppError } from '../../domain/shared/errors.ts';
import { toGid } from '../../domain/shared/ids.ts';
import type { TagChange, TagOutcome } from '../../use-cases/ports.ts';
import type { AdminClient } from '../admin-client.ts';
import { parseLine, streamLines } from '../bulk/json-lines.ts';
import { bulkStatus, mapAnswer, startOnce } from '../bulk/start-bulk.ts';
import { RUN_BULK_MUTATION } from '../operations/bulk-operations.ts';
import { userErrors } from '../operations/operation.ts';
import { TAGS_ADD, TAGS_REMOVE, type TagResult } from '../operations/tag-operations.ts';
import type { Timing } from '../timing.ts';
import { uploadVariables } from './staged-upload.ts';
import { outcomeFor, type TagVerdict, verdictOf, verdictOfMessage, worse } from './tag-outcome.ts';

/** Shopify takes 100 MB; a line is about 90 bytes. */
const MOST_BYTES = 90_000_000;
/** Shopify ends a bulk mutation after a day. */
const GIVE_UP_MS = 25 * 3_600_000;
const POLL_MS = 1000;
const LONGEST_POLL_MS = 15_000;
const BUSY_MS = 10_000;

type Part = {
  field: 'tagsRemove' | 'tagsAdd';
  document: string;
  tagsOf(change: TagChange): readonly string[];
};
const PARTS: readonly Part[] = [
  { field: 'tagsRemove', document: TAGS_REMOVE.document, tagsOf: (change) => change.remove },
  { field: 'tagsAdd', document: TAGS_ADD.document, tagsOf: (change) => change.add },
];

/**
 * Many changes by bulk mutations: first all removals, then all additions. Waits while Shopify runs as many as it allows. A change
 * whose result line is missing is `unknown`: the caller looks it up. @throws AppError as the client does
 */
export async function changeTagsInBulk(
  client: AdminClient,
  timing: Timing,
  changes: readonly TagChange[],
): Promise<readonly TagOutcome[]> {
  const verdicts = new Map<TagChange, TagVerdict>();
  for (const part of PARTS) {
    const wanted = changes.filter((change) => part.tagsOf(change).length > 0);
    for (const file of intoFiles(wanted, part)) {
      const results = await runFile(client, timing, { part, lines: file.lines });
      file.changes.forEach((change, index) => {
        const verdict = results.get(index) ?? { outcome: 'unknown' };
        verdicts.set(change, worse(verdicts.get(change) ?? { outcome: 'done' }, verdict));
      });
    }
  }
  return changes.map((change) => outcomeFor(change.customerId, verdicts.get(change) ?? { outcome: 'done' }));
}

type File = { changes: TagChange[]; lines: string[]; bytes: number };

function intoFiles(changes: readonly TagChange[], part: Part): File[] {
  const files: File[] = [];
  for (const change of changes) {
    const line = JSON.stringify({ id: toGid('Customer', change.customerId), tags: part.tagsOf(change) });
    const bytes = Buffer.byteLength(line) + 1;
    let file = files.at(-1);
    if (!file || file.bytes + bytes > MOST_BYTES) {
      file = { changes: [], lines: [], bytes: 0 };
      files.push(file);
    }
    file.changes.push(change);
    file.lines.push(line);
    file.bytes += bytes;
  }
  return files;
}

/** Uploads one file, runs it, and reads what became of each line. */
async function runFile(
  client: AdminClient,
  timing: Timing,
  file: { part: Part; lines: readonly string[] },
): Promise<Map<number, TagVerdict>> {
  const path = await uploadVariables(client, timing, `${file.lines.join('\n')}\n`);
  const operationId = await startWhenFree(client, timing, { document: file.part.document, path });
  const url = await waitForResult(client, timing, operationId);
  return url === null ? new Map() : readResults(url, file.part, file.lines);
}

async function startWhenFree(
  client: AdminClient,
  timing: Timing,
  { document, path }: { document: string; path: string },
): Promise<string> {
  const giveUpAt = timing.now() + GIVE_UP_MS;
  const clientIdentifier = `encore-tags ${path}`.slice(0, 255);
  for (;;) {
    try {
      return await startOnce(client, timing, {
        document,
        start: async (mutation) =>
          mapAnswer(
            await client.attempt(RUN_BULK_MUTATION, { mutation, path, clientIdentifier }),
            (data) => data.bulkOperationRunMutation,
          ),
      });
    } catch (error) {
      const busy = error instanceof AppError && error.code === 'CONFLICT';
      if (!busy || timing.now() > giveUpAt) throw error;
      await timing.wait(BUSY_MS * (0.75 + timing.random() / 2));
    }
  }
}

/** The result's address; null when there is none (failed, cancelled, empty) or the day is over. */
async function waitForResult(client: AdminClient, timing: Timing, id: string): Promise<string | null> {
  const giveUpAt = timing.now() + GIVE_UP_MS;
  for (let pause = POLL_MS; timing.now() < giveUpAt; pause = Math.min(LONGEST_POLL_MS, pause * 1.5)) {
    const status = await bulkStatus(client, id);
    if (status.state !== 'running') return status.url;
    await timing.wait(pause);
  }
  return null;
}

const tagResult = z.object({ node: z.object({ id: z.string() }).nullable(), userErrors }).nullable();
const resultLine = z.object({
  __lineNumber: z.number().int(),
  data: z.object({ tagsRemove: tagResult.optional(), tagsAdd: tagResult.optional() }).nullish(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});

/**
 * Result lines come in any order and name their input by `__lineNumber`. Whether it counts from 0 or 1 is not documented: a
 * line that names its customer settles it.
 */
async function readResults(
  url: string,
  part: Part,
  lines: readonly string[],
): Promise<Map<number, TagVerdict>> {
  const found = new Map<number, TagVerdict>();
  let base: number | undefined;
  for await (const chunk of streamLines(url)) {
    for (const line of chunk) {
      const parsed = resultLine.safeParse(parseLine(line));
      if (!parsed.success) continue;
      const { __lineNumber: number, data, errors } = parsed.data;
      const result = data?.[part.field] ?? null;
      found.set(number, toVerdict(result, errors?.[0]?.message));
      if (base === undefined && result?.node) base = baseOf(lines, number, result.node.id);
    }
  }
  return new Map([...found].map(([number, verdict]) => [number - (base ?? 0), verdict]));
}

function toVerdict(result: TagResult, error: string | undefined): TagVerdict {
  return result || error === undefined ? verdictOf(result) : verdictOfMessage(error);
}

function baseOf(lines: readonly string[], number: number, gid: string): number | undefined {
  const names = (index: number) => lines[index]?.includes(`"${gid}"`) ?? false;
  if (names(number)) return 0;
  return names(number - 1) ? 1 : undefined;
}
