import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';

/** Writes a result file line by line, never faster than the disk takes it. */
export class ResultWriter {
  readonly #stream: WriteStream;
  bytes = 0;

  constructor(file: string) {
    this.#stream = createWriteStream(file);
  }

  async write(lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return;
    const text = `${lines.join('\n')}\n`;
    this.bytes += Buffer.byteLength(text);
    if (!this.#stream.write(text)) await once(this.#stream, 'drain');
  }

  async end(): Promise<void> {
    this.#stream.end();
    await once(this.#stream, 'close');
  }
}
