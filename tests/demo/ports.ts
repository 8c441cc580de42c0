import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** A port the demo cannot have; the message is one sentence for whoever started it. */
export class PortFault extends Error {
  override readonly name = 'PortFault';
}

/** A setting that names a port: its value ('0' = any free one) and, where it binds the loopback address alone, that. */
export type PortSetting = { variable: string; value: string; host?: string };

/** The port a setting asks for, free just now. @throws PortFault where it is no port or taken */
export async function portOf({ variable, value, host }: PortSetting): Promise<number> {
  const port = Number(value);
  if (!/^\d{1,5}$/.test(value) || port > 65_535)
    throw new PortFault(`${variable} is no port: "${value}" (0 to 65535; 0 = any free one).`);
  const free = await freePort(port, host);
  if (free !== null) return free;
  throw new PortFault(
    `Port ${port} is taken: end what listens there, perhaps another demo, or set ${variable} to another one.`,
  );
}

/** This port if it is free, else any that is: for an address nobody types. */
export async function portOrOther(port: number, host?: string): Promise<number> {
  const free = (await freePort(port, host)) ?? (await freePort(0, host));
  if (free === null) throw new PortFault('No port is free.');
  return free;
}

/**
 * Systems give whoever asks for any port one from above these. One of these stays free from the moment it was found so until its
 * owner listens, and while that one is dead.
 */
const ANY = { from: 20_000, below: 32_000 };
const MOST_TRIES = 100;

/** This port or, for 0, any; null = taken, or not allowed. */
async function freePort(port: number, host?: string): Promise<number | null> {
  if (port !== 0) return tryPort(port, host);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const free = await tryPort(randomInt(ANY.from, ANY.below), host);
    if (free !== null) return free;
  }
  return null;
}

/** Listens for a moment. */
function tryPort(port: number, host?: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(null) : reject(error),
    );
    probe.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      probe.close(() => resolve(port));
    });
  });
}
