import { Duplex } from 'node:stream';
import type { PGliteEngine, Session } from './pglite-engine.ts';
import { FrameReader } from './wire-frames.ts';

/**
 * What node-postgres takes for its socket (`ClientConfig.stream`): one session of the embedded engine. "Connected" means that the
 * engine is free and clean; ending or destroying the stream rolls the session back.
 */
export class PGliteStream extends Duplex {
  readonly #engine: PGliteEngine;
  readonly #frames = new FrameReader();
  #session: Session | null = null;
  #left = false;

  constructor(engine: PGliteEngine) {
    super();
    this.#engine = engine;
  }

  /** node-postgres calls this as it would `Socket.connect`. */
  connect(): this {
    this.#engine.session(this).then(
      (session) => {
        this.#session = session;
        if (this.#left) void session.leave(false);
        else this.emit('connect');
      },
      (error: unknown) => this.destroy(error instanceof Error ? error : new Error(String(error))),
    );
    return this;
  }

  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  setTimeout(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.#send(chunk, done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error) => void): void {
    this.#send(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#leave();
    done(error);
  }

  #send(chunk: Buffer, done: (error?: Error) => void): void {
    const frames = this.#frames.take(chunk);
    const finish = (error?: Error) => {
      if (frames.goodbye) {
        this.push(null);
        this.#leave();
      }
      done(error);
    };
    if (frames.messages === 0 || !this.#session) finish();
    else this.#session.exec(frames, (bytes) => this.#hand(bytes)).then(() => finish(), finish);
  }

  /** A listener that throws ends this session, as it would on a socket, and leaves the engine to the next. */
  #hand(bytes: Buffer): void {
    try {
      this.push(bytes);
    } catch (error) {
      this.destroy();
      throw error;
    }
  }

  #leave(): void {
    if (this.#left) return;
    this.#left = true;
    void this.#session?.leave(this.#frames.started);
  }
}
