import { createHash } from 'node:crypto';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { type OpenOptions, openConnection, type SmtpAccount } from './open-connection.ts';

/** A connection on loan. `reused`: it carried mails before, so the server may have ended it unseen. */
export type Lease = {
  connection: SMTPConnection;
  reused: boolean;
  /** Gives it back; `usable` = the talk stands where the next mail may begin. */
  giveBack(usable: boolean): void;
};

type Pooled = { connection: SMTPConnection; mails: number; idleTimer: NodeJS.Timeout | undefined };
type Waiting = { resume: () => void };
type Account = { open: number; idle: Pooled[]; waiting: Waiting[] };

/**
 * Connections per account (host, port, user, password): at most `connectionsPerAccount` are open, further sends wait their turn.
 * One that is given back serves the next mail until it was idle for `idleMs` or carried `mailsPerConnection`.
 */
export class ConnectionPool {
  readonly #accounts = new Map<string, Account>();
  readonly #options: OpenOptions;
  #closed = false;

  constructor(options: OpenOptions) {
    this.#options = options;
  }

  /** A connection that is logged in. Rejects with the error of opening it, or ETIMEDOUT after `queueMs` in the queue. */
  async lease(settings: SmtpAccount): Promise<Lease> {
    const key = accountKey(settings);
    const account = this.#accounts.get(key) ?? { open: 0, idle: [], waiting: [] };
    this.#accounts.set(key, account);
    while (!account.idle.length && account.open >= this.#options.timing.connectionsPerAccount) {
      await this.#turn(account);
    }
    const pooled = account.idle.pop();
    if (pooled !== undefined) {
      clearTimeout(pooled.idleTimer);
      return this.#lend(account, pooled);
    }
    account.open++;
    try {
      const connection = await openConnection(settings, this.#options);
      return this.#lend(account, { connection, mails: 0, idleTimer: undefined });
    } catch (error) {
      this.#forget(account);
      throw error;
    }
  }

  /** Ends idle connections now and lent ones when they come back. */
  close(): void {
    this.#closed = true;
    for (const account of this.#accounts.values()) {
      for (const pooled of account.idle.splice(0)) this.#end(account, pooled);
    }
  }

  #lend(account: Account, pooled: Pooled): Lease {
    const reused = pooled.mails > 0;
    pooled.mails++;
    let lent = true;
    const giveBack = (usable: boolean): void => {
      if (!lent) return;
      lent = false;
      const { timing } = this.#options;
      const worn = this.#closed || pooled.mails >= timing.mailsPerConnection || pooled.connection.destroyed;
      if (!usable || worn) {
        this.#end(account, pooled, usable);
        return;
      }
      account.idle.push(pooled);
      pooled.idleTimer = setTimeout(() => {
        account.idle = account.idle.filter((other) => other !== pooled);
        this.#end(account, pooled);
      }, timing.idleMs).unref();
      this.#wakeNext(account);
    };
    return { connection: pooled.connection, reused, giveBack };
  }

  #end(account: Account, pooled: Pooled, politely = true): void {
    clearTimeout(pooled.idleTimer);
    if (politely && !pooled.connection.destroyed) pooled.connection.quit();
    else pooled.connection.close();
    this.#forget(account);
  }

  #forget(account: Account): void {
    account.open--;
    this.#wakeNext(account);
  }

  #wakeNext(account: Account): void {
    account.waiting.shift()?.resume();
  }

  #turn(account: Account): Promise<void> {
    return new Promise((resolve, reject) => {
      const entry: Waiting = {
        resume: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      const timer = setTimeout(() => {
        account.waiting = account.waiting.filter((other) => other !== entry);
        reject(Object.assign(new Error('no connection came free'), { code: 'ETIMEDOUT' }));
      }, this.#options.timing.queueMs);
      account.waiting.push(entry);
    });
  }
}

function accountKey({ host, port, security, user, password }: SmtpAccount): string {
  return createHash('sha256')
    .update(JSON.stringify([host, port, security, user, password]))
    .digest('base64');
}
