import { Worker } from 'node:worker_threads';
import { AppError } from '../../domain/shared/errors.ts';
import type { EngineReply, EngineRequest, EngineSetup } from './pglite-messages.ts';
import { type Frames, RESET_SESSION } from './wire-frames.ts';

/** Limits of the application side, in milliseconds. */
export type EngineLimits = {
  /** A statement that runs longer is stopped by restarting the engine. */
  statementLimitMs: number;
  /** The same, once the client that asked for it is gone. */
  abandonedLimitMs: number;
  /** Opening and recovering the database. */
  startLimitMs: number;
};

/** The one exclusive use of the engine by one client. */
export type Session = {
  /** Runs whole messages and gives the answer to `sink` in pieces; rejects when the engine is lost. */
  exec: (frames: Frames, sink: (bytes: Buffer) => void) => Promise<void>;
  /** Gives the engine to the next client: rolled back and reset where `used`. */
  leave: (used: boolean) => Promise<void>;
};

type Job = {
  resolve: () => void;
  reject: (error: Error) => void;
  sink: (bytes: Buffer) => void;
  startedAt: number;
  limitMs: number;
  late: boolean;
};

/** Shaped as a reset TCP connection, which node-postgres, Prisma and pg-boss know how to survive. */
function connectionLost(reason: string): Error {
  return Object.assign(new Error(`embedded database: ${reason}`), {
    code: 'ECONNRESET',
    syscall: 'read',
    errno: -104,
  });
}

const WATCH_EVERY_MS = 250;
/** Deep SQL needs more than the 4 MB of stack a worker gets. */
const RESOURCE_LIMITS = { stackSizeMb: 32, maxOldGenerationSizeMb: 4096 };

/**
 * PGlite in a worker thread, used by one session at a time. Like a postmaster, it answers a broken or endless engine by ending
 * every session and starting a recovered one; a database in memory is lost with its engine.
 */
export class PGliteEngine {
  readonly #setup: EngineSetup;
  readonly #limits: EngineLimits;
  readonly #onCrash: (error: Error) => void;
  readonly #watch: NodeJS.Timeout;
  #worker: Worker | null = null;
  #starting: Promise<Worker> | null = null;
  #ending: Promise<unknown> = Promise.resolve();
  #jobs: Job[] = [];
  #lastSession: Promise<void> = Promise.resolve();
  #client: { destroy: (error?: Error) => unknown } | null = null;
  #dead: Error | null = null;

  constructor(setup: EngineSetup, limits: EngineLimits, onCrash: (error: Error) => void) {
    this.#setup = setup;
    this.#limits = limits;
    this.#onCrash = onCrash;
    this.#watch = setInterval(() => this.#stopLateStatement(), WATCH_EVERY_MS).unref();
  }

  /** Opens the database, recovering it where the last process was killed. */
  start(): Promise<Worker> {
    this.#starting ??= this.#spawn().catch((error: unknown) => {
      this.#starting = null;
      throw error;
    });
    return this.#starting;
  }

  /** Waits for the previous client to be rolled back and reset, then gives the engine to `client`. */
  async session(client: { destroy: (error?: Error) => unknown }): Promise<Session> {
    const before = this.#lastSession;
    const turn = Promise.withResolvers<void>();
    this.#lastSession = turn.promise;
    await before;
    try {
      if (this.#dead) throw this.#dead;
      const worker = await this.start();
      this.#client = client;
      return {
        exec: (frames, sink) => this.#exec(worker, frames, sink),
        leave: async (used) => {
          this.#client = null;
          this.#hurryAbandoned();
          if (used)
            await this.#exec(worker, { ...RESET_SESSION, endsInSync: true }, () => {}).catch(() => {});
          turn.resolve();
        },
      };
    } catch (error) {
      turn.resolve();
      throw error;
    }
  }

  /** Ends the current session, checkpoints and stops. Later sessions are refused. */
  async close(): Promise<void> {
    if (!this.#dead) this.#dead = connectionLost('it is closed');
    this.#client?.destroy();
    await this.#lastSession;
    clearInterval(this.#watch);
    await this.#starting?.catch(() => {});
    await this.#ending;
    const worker = this.#worker;
    if (!worker) return;
    await this.#exec(worker, null, () => {}).catch(() => {});
    this.#worker = null;
    await worker.terminate();
  }

  async #spawn(): Promise<Worker> {
    if (this.#dead) throw this.#dead;
    await this.#ending;
    const worker = new Worker(new URL('./pglite-worker.ts', import.meta.url), {
      workerData: this.#setup,
      resourceLimits: RESOURCE_LIMITS,
    });
    await this.#untilReady(worker);
    worker.on('message', (reply: EngineReply) => this.#receive(worker, reply));
    worker.on('error', (error) => this.#lose(worker, error.message));
    worker.on('exit', () => this.#lose(worker, 'engine thread ended'));
    worker.unref();
    this.#worker = worker;
    return worker;
  }

  async #untilReady(worker: Worker): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const place = this.#setup.dataDir ?? 'memory';
    const refuse = (cause: unknown) =>
      reject(
        new AppError('UNAVAILABLE', `The embedded database in ${place} could not be opened.`, { cause }),
      );
    const timer = setTimeout(() => {
      refuse(new Error(`not open after ${this.#limits.startLimitMs} ms`));
      void worker.terminate();
    }, this.#limits.startLimitMs);
    worker.once('message', () => resolve());
    worker.once('error', refuse);
    worker.once('exit', () => refuse(new Error('the engine thread ended')));
    await promise.finally(() => clearTimeout(timer));
  }

  #receive(worker: Worker, reply: EngineReply): void {
    if (reply.kind === 'failure') this.#lose(worker, reply.message);
    const job = this.#jobs[0];
    if (reply.kind !== 'output' || !job) return;
    if (reply.done) {
      this.#jobs.shift();
      const next = this.#jobs[0];
      if (next) next.startedAt = Date.now();
      else worker.unref();
    }
    try {
      if (reply.bytes.length > 0) job.sink(Buffer.from(reply.bytes.buffer));
    } finally {
      if (reply.done) job.resolve();
    }
  }

  #exec(worker: Worker, request: EngineRequest, sink: (bytes: Buffer) => void): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    if (worker !== this.#worker) return Promise.reject(connectionLost('engine was restarted'));
    if (this.#jobs.length === 0) worker.ref();
    this.#jobs.push({
      resolve,
      reject,
      sink,
      startedAt: Date.now(),
      limitMs: this.#limits.statementLimitMs,
      late: false,
    });
    const message = request && {
      bytes: request.bytes,
      messages: request.messages,
      endsInSync: request.endsInSync,
    };
    worker.postMessage(message);
    return promise;
  }

  #stopLateStatement(): void {
    const job = this.#jobs[0];
    if (!job) return;
    const elapsedMs = Date.now() - job.startedAt;
    if (elapsedMs <= job.limitMs) return;
    // Only at the second look: after this thread was busy, the answer may be waiting right behind this timer.
    if (job.late) this.#lose(this.#worker, `statement stopped after ${elapsedMs} ms`);
    job.late = true;
  }

  #hurryAbandoned(): void {
    for (const job of this.#jobs) {
      job.limitMs = Math.min(job.limitMs, Date.now() - job.startedAt + this.#limits.abandonedLimitMs);
    }
  }

  #lose(worker: Worker | null, reason: string): void {
    if (!worker || worker !== this.#worker) return;
    const error = connectionLost(reason);
    this.#worker = null;
    this.#starting = null;
    this.#ending = worker.terminate();
    if (!this.#setup.dataDir) this.#dead ??= connectionLost(`the database in memory was lost (${reason})`);
    for (const job of this.#jobs.splice(0)) job.reject(error);
    this.#client?.destroy(error);
    this.#onCrash(error);
  }
}
