import type { IncomingMessage } from 'node:http';

/** Why a body is not read: in the shape of body-parser's errors, so that one mapper answers both. `limit` in bytes. */
export class BodyRefused extends Error {
  readonly type: string;
  readonly status: 400 | 413 | 415;
  readonly limit: number;

  constructor(type: string, status: 400 | 413 | 415, limit: number) {
    super(type);
    this.type = type;
    this.status = status;
    this.limit = limit;
  }
}

/**
 * A request's whole body as it came, without a copy where it came in one piece. What is refused is read to its end and thrown
 * away, so that the sender gets to read the answer.
 * @throws BodyRefused 413 over `limit` bytes (told or counted), 415 compressed, 400 when the sender went away
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const encoding = request.headers['content-encoding'] ?? 'identity';
    const chunks: Buffer[] = [];
    let refused: BodyRefused | null = null;
    let bytes = 0;
    if (encoding.toLowerCase() !== 'identity') refused = new BodyRefused('encoding.unsupported', 415, limit);
    else if (Number(request.headers['content-length'] ?? 0) > limit)
      refused = new BodyRefused('entity.too.large', 413, limit);
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > limit) refused ??= new BodyRefused('entity.too.large', 413, limit);
      if (refused) chunks.length = 0;
      else chunks.push(chunk);
    });
    request.on('error', () => reject(new BodyRefused('request.aborted', 400, limit)));
    request.on('end', () => {
      const [first] = chunks;
      if (refused) reject(refused);
      else resolve(first && chunks.length === 1 ? first : Buffer.concat(chunks, bytes));
    });
  });
}
