// The few bytes of the PostgreSQL wire protocol the embedded driver must understand
// (https://www.postgresql.org/docs/current/protocol-message-formats.html).

const QUERY = 0x51;
const PARSE = 0x50;
const EXECUTE = 0x45;
const SYNC = 0x53;
const TERMINATE = 0x58;
const STARTUP = 0;

/** One frontend message that carries a single string: `Q` (query) or `f` (copy fail). */
export function textMessage(type: 'Q' | 'f', text: string): Buffer {
  const message = Buffer.alloc(6 + Buffer.byteLength(text));
  message.write(type);
  message.writeInt32BE(message.length - 1, 1);
  message.write(text, 5);
  return message;
}

// PGlite waits for ever for the data of COPY FROM STDIN. This message ends such a COPY with an error, and the server ignores it
// outside a COPY, so it may be added whenever one is possible.
const COPY_FAIL = textMessage(
  'f',
  'COPY FROM STDIN is not supported by the embedded database; use INSERT … SELECT FROM unnest()',
);

/** The parts in one buffer of its own, so that it can be handed to another thread without a copy. */
export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Ends any copy or extended query, rolls back and forgets everything the session has set: three messages. */
export const RESET_SESSION = {
  bytes: joined([
    Buffer.from('S\0\0\0\x04', 'latin1'),
    textMessage('Q', 'ROLLBACK'),
    textMessage('Q', 'DISCARD ALL'),
  ]),
  messages: 3,
};

/** Whole messages ready to be run. `bytes` is empty when only part of a message has arrived. */
export type Frames = {
  bytes: Uint8Array<ArrayBuffer>;
  messages: number;
  endsInSync: boolean;
  goodbye: boolean;
};

/** Cuts what node-postgres writes into whole messages; an incomplete tail waits for the next call. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);
  #started = false;
  #copyPrepared = false;

  /** True once the startup message was seen: from then on the session has state to reset. */
  get started(): boolean {
    return this.#started;
  }

  /** @param chunk any bytes of the stream, in order */
  take(chunk: Buffer): Frames {
    const input = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    const parts: Buffer[] = [];
    let at = 0;
    let messages = 0;
    let type = -1;
    for (;;) {
      const end = this.#endOfMessage(input, at);
      if (end === null) break;
      type = this.#started ? (input[at] ?? 0) : STARTUP;
      this.#started = true;
      if (type === TERMINATE) break;
      parts.push(input.subarray(at, end));
      messages += 1;
      if (this.#mayCopyIn(type, input.subarray(at, end))) {
        parts.push(COPY_FAIL);
        messages += 1;
      }
      at = end;
    }
    const goodbye = type === TERMINATE;
    this.#rest = goodbye ? Buffer.alloc(0) : Buffer.from(input.subarray(at));
    const endsInSync = type === QUERY || type === SYNC || type === STARTUP;
    return { bytes: joined(parts), messages, endsInSync: messages > 0 && endsInSync, goodbye };
  }

  #endOfMessage(input: Buffer, at: number): number | null {
    const header = this.#started ? 1 : 0;
    if (input.length - at < header + 4) return null;
    const end = at + header + input.readInt32BE(at + header);
    return end <= input.length ? end : null;
  }

  #mayCopyIn(type: number, message: Buffer): boolean {
    const names = (type === QUERY || type === PARSE) && /stdin/i.test(message.toString('latin1', 5));
    this.#copyPrepared ||= names;
    return this.#copyPrepared && (type === EXECUTE || (names && type === QUERY));
  }
}
