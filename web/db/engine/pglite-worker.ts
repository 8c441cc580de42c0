// The engine's thread: runs PGlite, answers requests in order, and turns every failure of the engine into a message.
// PGlite alone answers some failures with silence or an endless loop.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import {
  type EngineModule,
  initialiseFolder,
  moduleOf,
  startParameters,
  watchFiles,
} from './pglite-files.ts';
import type { EngineReply, EngineRequest, EngineSetup } from './pglite-messages.ts';
import { joined, textMessage } from './wire-frames.ts';

/** Standalone PostgreSQL never checkpoints by itself; a plain CHECKPOINT would fail in a session whose role may not. */
const CHECKPOINT = textMessage('Q', 'BEGIN; SET LOCAL ROLE NONE; CHECKPOINT; COMMIT');
const READY_FOR_QUERY = 'Z\0\0\0\x05';
const OUTPUT_PIECE_BYTES = 256 * 1024;
/** What PGlite throws for PostgreSQL's own error exits (longjmp); everything else means the engine is broken. */
const LONGJMP_STATUS = 100;

class Engine {
  readonly #db: PGlite;
  readonly #files: { written: () => number; reset: () => void } | null;
  readonly #checkpointBytes: number;
  #stepsLeft = 0;

  private constructor(db: PGlite, setup: EngineSetup) {
    this.#db = db;
    this.#checkpointBytes = setup.checkpointBytes;
    const module = moduleOf(db);
    this.#files = setup.dataDir ? watchFiles(module, setup.dataDir, setup.durable) : null;
    this.#guardMainLoop(module);
  }

  static async start(setup: EngineSetup): Promise<Engine> {
    const startParams = startParameters(setup.durable);
    if (!setup.dataDir) return new Engine(await PGlite.create({ startParams }), setup);
    await initialiseFolder(setup.dataDir, setup.durable);
    return new Engine(await PGlite.create({ dataDir: setup.dataDir, startParams }), setup);
  }

  /** PGlite swallows what the main loop throws and calls it again. An exception whose `status` throws in turn gets out. */
  #guardMainLoop(module: EngineModule): void {
    const once = module._PostgresMainLoopOnce;
    const fail = (cause: unknown): never => {
      throw {
        get status(): number {
          throw new Error(`engine failed: ${describe(cause)}`);
        },
      };
    };
    module._PostgresMainLoopOnce = () => {
      this.#stepsLeft -= 1;
      if (this.#stepsLeft < 0) fail('no progress');
      try {
        return once();
      } catch (error) {
        if (statusOf(error) === LONGJMP_STATUS) throw error;
        return fail(error);
      }
    };
  }

  /** Runs whole messages; hands over pieces of a long answer on the way and returns the last one with the transaction state. */
  async run(request: NonNullable<EngineRequest>, emit: (bytes: Uint8Array<ArrayBuffer>) => void) {
    let pieces: Uint8Array[] = [];
    let size = 0;
    let tail: Uint8Array = new Uint8Array(0);
    const take = (): Uint8Array<ArrayBuffer> => {
      const whole = joined(pieces);
      pieces = [];
      size = 0;
      return whole;
    };
    this.#stepsLeft = 2 * request.messages + 16;
    await this.#db.execProtocolRawStream(request.bytes, {
      syncToFs: false,
      // Only copies here: nothing that can throw may run inside the engine's call stack.
      onRawData: (data) => {
        pieces.push(data.slice());
        size += data.length;
        tail = data.length >= 6 ? data.slice(-6) : joined([tail, data]).slice(-6);
        if (size > OUTPUT_PIECE_BYTES) emit(take());
      },
    });
    const end = Buffer.from(tail).toString('latin1');
    if (request.endsInSync && !end.startsWith(READY_FOR_QUERY))
      throw new Error('engine failed: statement ended without an answer');
    return { bytes: take(), transaction: end.at(5) ?? '' };
  }

  /** Between transactions only: a checkpoint after enough bytes keeps the next start short (seconds per GB of WAL). */
  async checkpointIfDue(transaction: string): Promise<void> {
    if (!this.#files || transaction !== 'I' || this.#files.written() < this.#checkpointBytes) return;
    await this.run({ bytes: joined([CHECKPOINT]), messages: 1, endsInSync: true }, () => {});
    this.#files.reset();
  }

  close(): Promise<void> {
    return this.#db.close();
  }
}

/** The runtime ends a session (FATAL) by throwing a plain object with an exit status. */
function describe(cause: unknown): string {
  if (cause instanceof Error) return cause.message;
  const status = statusOf(cause);
  return status === undefined ? String(cause) : `it exited with status ${String(status)}`;
}

function statusOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
}

async function serve(setup: EngineSetup, port: MessagePort): Promise<void> {
  const engine = await Engine.start(setup);
  const reply = (message: EngineReply) =>
    port.postMessage(message, message.kind === 'output' ? [message.bytes.buffer] : []);
  const output = (bytes: Uint8Array<ArrayBuffer>, done: boolean) => reply({ kind: 'output', bytes, done });
  const answer = async (request: EngineRequest): Promise<void> => {
    if (!request) {
      await engine.close();
      output(new Uint8Array(0), true);
      port.close();
      return;
    }
    const { bytes, transaction } = await engine.run(request, (piece) => output(piece, false));
    output(bytes, true);
    await engine.checkpointIfDue(transaction);
  };
  let queue = Promise.resolve();
  port.on('message', (request: EngineRequest) => {
    queue = queue
      .then(() => answer(request))
      .catch((error: unknown) =>
        reply({ kind: 'failure', message: error instanceof Error ? error.message : String(error) }),
      );
  });
  reply({ kind: 'ready' });
}

if (parentPort) await serve(workerData as EngineSetup, parentPort);
