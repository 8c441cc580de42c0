import { AppError } from '../domain/shared/errors.ts';
import type { ShopId } from '../domain/shared/ids.ts';
import type { ChannelParts, ChannelStore, SettledChannel, StoredChannel } from '../use-cases/channel-port.ts';
import type { Sql, Statement } from './sql.ts';
import type { TokenCipher } from './token-cipher.ts';

const FIND: Statement = {
  name: 'channel_find',
  text: 'SELECT settings, secret, checked, saved_at FROM channel_settings WHERE shop_id = $1 AND channel = $2',
};
const LOCK: Statement = { name: 'channel_lock', text: `${FIND.text} FOR UPDATE` };

const SAVE: Statement = {
  name: 'channel_save',
  text: `INSERT INTO channel_settings (shop_id, channel, settings, secret, saved_at) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (shop_id, channel) DO UPDATE SET settings = excluded.settings, secret = excluded.secret,
      checked = '{}', saved_at = excluded.saved_at`,
};

const SAVE_SECRET: Statement = {
  name: 'channel_save_secret',
  text: 'UPDATE channel_settings SET secret = $3 WHERE shop_id = $1 AND channel = $2 AND secret = $4',
};

const CHECKED: Statement = {
  name: 'channel_checked',
  text: 'UPDATE channel_settings SET checked = $3 WHERE shop_id = $1 AND channel = $2 AND saved_at = $4',
};

const REMOVE: Statement = {
  name: 'channel_remove',
  text: 'DELETE FROM channel_settings WHERE shop_id = $1 AND channel = $2',
};

type Row = { settings: unknown; secret: Buffer | null; checked: object; saved_at: Date };
type Secrets = Record<string, string | null>;

const NO_SECRETS: { [C in SettledChannel]: ChannelParts[C]['secrets'] } = {
  email: { password: null, dkimPrivateKey: null, returnPassword: null },
  webhook: { signing: null },
};

const NO_CIPHER: TokenCipher = { encrypt: noKey, decrypt: noKey, keyOf: noKey };

function noKey(): never {
  throw new AppError('INTERNAL', 'no encryption key is configured for the secrets of channels');
}

/** How messages leave. Secrets of a channel are encrypted together, bound to shop and channel. */
export function createChannelStore(sql: Sql, given: TokenCipher | undefined): ChannelStore {
  const cipher = given ?? NO_CIPHER;
  const open = (row: Row | undefined, shop: ShopId, channel: SettledChannel): Secrets => {
    const stored = row?.secret ? JSON.parse(cipher.decrypt(row.secret, contextOf(shop, channel))) : {};
    return { ...NO_SECRETS[channel], ...stored };
  };
  const close = (secrets: Secrets, shop: ShopId, channel: SettledChannel) =>
    Buffer.from(cipher.encrypt(JSON.stringify(secrets), contextOf(shop, channel)));
  return {
    settings: async <C extends SettledChannel>(shop: ShopId, channel: C) => {
      const [row] = await sql.rows<Row>(FIND, [shop, channel]);
      return row ? toStored<C>(row, open(row, shop, channel)) : null;
    },
    secrets: async <C extends SettledChannel>(shop: ShopId, channel: C) => {
      const [row] = await sql.rows<Row>(FIND, [shop, channel]);
      if (!row) return null;
      const secrets = open(row, shop, channel);
      if (row.secret && cipher.keyOf(row.secret) === 'older')
        await sql.run(SAVE_SECRET, [shop, channel, close(secrets, shop, channel), row.secret]);
      return secrets as ChannelParts[C]['secrets'];
    },
    save: (shop, channel, { settings, secrets }, at) =>
      sql.atomically(async (tx) => {
        const [row] = await tx.rows<Row>(LOCK, [shop, channel]);
        const given = Object.entries<string | null | undefined>(secrets);
        const changed = given.filter(([, secret]) => secret !== undefined);
        const all = { ...open(row, shop, channel), ...Object.fromEntries(changed) } as Secrets;
        await tx.run(SAVE, [shop, channel, settings, close(all, shop, channel), at]);
      }),
    checked: async (shop, channel, check, savedAt) => {
      await sql.run(CHECKED, [shop, channel, check, savedAt]);
    },
    remove: async (shop, channel) => {
      await sql.run(REMOVE, [shop, channel]);
    },
  };
}

function contextOf(shop: ShopId, channel: SettledChannel): string {
  return `channel.${shop}.${channel}`;
}

function toStored<C extends SettledChannel>(row: Row, secrets: Secrets): StoredChannel<C> {
  const set = Object.entries(secrets).map(([name, secret]) => [name, secret !== null]);
  return {
    settings: row.settings as ChannelParts[C]['settings'],
    secretsSet: Object.fromEntries(set) as StoredChannel<C>['secretsSet'],
    checked: 'checkedAt' in row.checked ? (row.checked as ChannelParts[C]['check']) : null,
    savedAt: row.saved_at,
  };
}
