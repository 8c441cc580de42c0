import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

// Connections are kept: tens of thousands of deliveries follow one tagging run.
const plain = new HttpAgent({ keepAlive: true });
const secure = new HttpsAgent({ keepAlive: true });

/**
 * Posts a body and answers the HTTP status, whatever it is; redirects are not followed. Rejects when there is no whole
 * answer within `timeoutMs` of real time, and with the socket's error when the app is not there.
 */
export function post(
  address: string,
  message: { headers: Record<string, string>; body: string; timeoutMs: number },
): Promise<number> {
  const url = new URL(address);
  const isSecure = url.protocol === 'https:';
  const body = Buffer.from(message.body, 'utf8');
  const headers = { ...message.headers, 'content-length': String(body.length) };
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', headers, agent: isSecure ? secure : plain };
    const sent = (isSecure ? httpsRequest : httpRequest)(url, options, (response) => {
      response.once('error', reject);
      response.once('end', () => {
        clearTimeout(timer);
        resolve(response.statusCode ?? 0);
      });
      response.resume();
    });
    const timer = setTimeout(() => sent.destroy(new Error('Timeout: no answer in time')), message.timeoutMs);
    sent.once('error', (error) => {
      clearTimeout(timer);
      // A kept connection the other side has meanwhile closed says nothing about the app: once more on a new one.
      const wasStale = sent.reusedSocket && 'code' in error && error.code === 'ECONNRESET';
      if (wasStale) resolve(post(address, message));
      else reject(error);
    });
    sent.end(body);
  });
}
