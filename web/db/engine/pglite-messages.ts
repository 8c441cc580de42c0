/** What the worker thread is told once, when it starts. Limits are enforced by the application side. */
export type EngineSetup = {
  /** Absolute folder, or null for a database in memory. */
  dataDir: string | null;
  /** Really write to the disk at commit. PGlite as published never does. */
  durable: boolean;
  /** WAL and data written between two checkpoints, in bytes. */
  checkpointBytes: number;
};

/** Whole frontend messages to run, or `null`: close the database. `endsInSync` = the answer must end with ReadyForQuery. */
export type EngineRequest = { bytes: Uint8Array<ArrayBuffer>; messages: number; endsInSync: boolean } | null;

/** One piece of an answer; `done` on the last one of a request. A `failure` ends the engine. */
export type EngineReply =
  | { kind: 'ready' }
  | { kind: 'output'; bytes: Uint8Array<ArrayBuffer>; done: boolean }
  | { kind: 'failure'; message: string };
