import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { quantile } from './report.ts';

/** A request but for the id that makes it another delivery: it stands between the two halves of the head. */
export type Request = { headBeforeId: string; headAfterId: string; body: Buffer };
export type Fired = { acknowledged: number; seconds: number; p50: number; p99: number; max: number };

/** `perSecond`: no faster than this; else each connection sends as soon as it is answered. */
type Load = { connections: number; amount: number; perSecond?: number };

/**
 * Sends so many different deliveries over keep-alive connections, each waiting for its answer. The load generator shares the two
 * cores with what it measures, so it does next to nothing: bodies are written as they stand, answers read by their status.
 * @throws Error at the first answer that is not 200
 */
export async function fire(url: string, requests: readonly Request[], load: Load): Promise<Fired> {
  const { hostname, port } = new URL(url);
  const times: number[] = [];
  let sent = 0;
  const start = performance.now();
  const pausesMs = load.perSecond ? (1_000 * load.connections) / load.perSecond : 0;
  const work = async (index: number) => {
    const socket = connect(Number(port), hostname);
    socket.setNoDelay(true);
    await once(socket, 'connect');
    let due = performance.now() + (pausesMs * index) / load.connections;
    while (sent < load.amount) {
      const id = `${process.pid}-${start}-${sent++}`;
      const request = requests[sent % requests.length];
      if (!request) throw new RangeError('nothing to send');
      if (pausesMs > 0) {
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
        due += pausesMs;
      }
      const from = performance.now();
      await exchange(socket, request, id);
      times.push(performance.now() - from);
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: load.connections }, (_, index) => work(index)));
  const seconds = (performance.now() - start) / 1_000;
  const of = (share: number) => Math.round(quantile(times, share) * 10) / 10;
  return { acknowledged: times.length, seconds, p50: of(0.5), p99: of(0.99), max: of(1) };
}

const HEAD_END = '\r\n\r\n';

/** One request and its whole answer; bodies of answers are empty or tell their length. */
function exchange(socket: Socket, { headBeforeId, headAfterId, body }: Request, id: string): Promise<void> {
  socket.cork();
  socket.write(headBeforeId + id + headAfterId, 'latin1');
  socket.write(body);
  socket.uncork();
  return new Promise((resolve, reject) => {
    let answer = '';
    const end = (error?: Error) => {
      socket.off('data', read).off('close', closed);
      if (error) reject(error);
      else resolve();
    };
    const closed = () => end(new Error('the connection was closed without an answer'));
    const read = (chunk: Buffer) => {
      answer += chunk.toString('latin1');
      const headEnd = answer.indexOf(HEAD_END);
      if (headEnd < 0) return;
      if (!answer.startsWith('HTTP/1.1 200')) return end(new Error(answer.slice(0, 200)));
      const length = Number(/content-length: (\d+)/i.exec(answer)?.[1] ?? 0);
      const chunked = /transfer-encoding: chunked/i.test(answer.slice(0, headEnd));
      if (chunked ? answer.endsWith(`0${HEAD_END}`) : answer.length >= headEnd + HEAD_END.length + length)
        end();
    };
    socket.on('data', read).on('close', closed);
  });
}
