import { expect, test } from 'vitest';
import { createStore } from '../../../../web/db/store.ts';
import { createTokenCipher } from '../../../../web/db/token-cipher.ts';
import type { EmailCheck } from '../../../../web/use-cases/channel-port.ts';
import { later, sampleEmail } from './campaign-rows.ts';
import { AT, eachStore, STORE_KEY } from './each-store.ts';
import { customerId } from './sample-rows.ts';

const CHECK: EmailCheck = {
  checkedAt: AT.toISOString(),
  connection: { outcome: 'ready' },
  domain: { domain: 'example.com', spf: 'found', dkim: 'missing', dmarc: 'unknown' },
};

eachStore((bench) => {
  const stored = async (shop: number, channel: string) => {
    const { rows } = await bench.pool.query<{ secret: Buffer; text: string }>(
      'SELECT secret, to_jsonb(c)::text AS text FROM channel_settings c WHERE shop_id = $1 AND channel = $2',
      [shop, channel],
    );
    return rows[0];
  };

  test('a channel is set up → settings without secrets, secrets only when asked for, encrypted where they lie', async () => {
    const shop = await bench.newShop();
    const { channels } = bench.store;
    expect(await channels.settings(shop, 'email')).toBeNull();
    expect(await channels.secrets(shop, 'email')).toBeNull();
    const secrets = { password: 'pässwörd', dkimPrivateKey: null };
    await channels.save(shop, 'email', { settings: sampleEmail, secrets }, AT);
    expect(await channels.settings(shop, 'email')).toEqual({
      settings: sampleEmail,
      secretsSet: { password: true, dkimPrivateKey: false, returnPassword: false },
      checked: null,
      savedAt: AT,
    });
    expect(await channels.secrets(shop, 'email')).toEqual({
      password: 'pässwörd',
      dkimPrivateKey: null,
      returnPassword: null,
    });
    const row = await stored(shop, 'email');
    expect(row?.secret.toString('utf8')).not.toContain('pässwörd');
    expect(row?.text).not.toContain('pässwörd');
  });

  test('saved again without a secret → it stays; with null → it goes', async () => {
    const shop = await bench.newShop();
    const { channels } = bench.store;
    const save = (secrets: { password?: string | null; returnPassword?: string | null }) =>
      channels.save(shop, 'email', { settings: sampleEmail, secrets }, AT);
    await save({ password: 'one', returnPassword: 'two' });
    await save({});
    expect(await channels.secrets(shop, 'email')).toMatchObject({ password: 'one', returnPassword: 'two' });
    await save({ password: null });
    expect(await channels.secrets(shop, 'email')).toMatchObject({ password: null, returnPassword: 'two' });
  });

  test('a check is kept → until the settings change; one of older settings is not', async () => {
    const shop = await bench.newShop();
    const { channels } = bench.store;
    const save = (at: Date) => channels.save(shop, 'email', { settings: sampleEmail, secrets: {} }, at);
    await save(AT);
    await channels.checked(shop, 'email', CHECK, AT);
    expect((await channels.settings(shop, 'email'))?.checked).toEqual(CHECK);
    await save(later(1));
    await channels.checked(shop, 'email', CHECK, AT);
    expect((await channels.settings(shop, 'email'))?.checked).toBeNull();
  });

  test('the row of another shop is put in place of one’s own → its secret does not open', async () => {
    const [mine, theirs] = [await bench.newShop(), await bench.newShop()];
    const { channels } = bench.store;
    const webhook = (signing: string) => ({ settings: { url: 'https://example.com' }, secrets: { signing } });
    await channels.save(mine, 'webhook', webhook('mine'), AT);
    await channels.save(theirs, 'webhook', webhook('theirs'), AT);
    await bench.pool.query('UPDATE channel_settings SET secret = $2 WHERE shop_id = $1', [
      mine,
      (await stored(theirs, 'webhook'))?.secret,
    ]);
    await expect(channels.secrets(mine, 'webhook')).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(await channels.secrets(theirs, 'webhook')).toEqual({ signing: 'theirs' });
  });

  test('the encryption key is rotated → read by the old one, encrypted by the new one from then on', async () => {
    const shop = await bench.newShop();
    await bench.store.channels.save(
      shop,
      'webhook',
      { settings: { url: 'https://example.com' }, secrets: { signing: 'secret' } },
      AT,
    );
    const newer = Buffer.alloc(32, 8);
    const storeWith = (keys: Buffer[]) =>
      createStore({
        pool: bench.pool,
        redactionKey: 'test key',
        enqueueIn: async () => undefined,
        cipher: createTokenCipher(keys),
      });
    const rotated = storeWith([newer, STORE_KEY]);
    expect(await rotated.channels.secrets(shop, 'webhook')).toEqual({ signing: 'secret' });
    expect(await storeWith([newer]).channels.secrets(shop, 'webhook')).toEqual({ signing: 'secret' });
    await expect(bench.store.channels.secrets(shop, 'webhook')).rejects.toMatchObject({ code: 'INTERNAL' });
  });

  test('no encryption key at all → no secret is ever stored in the clear', async () => {
    const shop = await bench.newShop();
    const keyless = createStore({ pool: bench.pool, redactionKey: 'k', enqueueIn: async () => undefined });
    const saving = keyless.channels.save(
      shop,
      'email',
      { settings: sampleEmail, secrets: { password: 'x' } },
      AT,
    );
    await expect(saving).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(await stored(shop, 'email')).toBeUndefined();
  });

  test('a channel is removed → it is not set up any more, the other is', async () => {
    const shop = await bench.newShop();
    const { channels } = bench.store;
    await channels.save(shop, 'email', { settings: sampleEmail, secrets: {} }, AT);
    await channels.save(shop, 'webhook', { settings: { url: 'https://example.com' }, secrets: {} }, AT);
    await channels.remove(shop, 'email');
    expect(await channels.settings(shop, 'email')).toBeNull();
    expect(await channels.settings(shop, 'webhook')).toMatchObject({ secretsSet: { signing: false } });
  });

  test('mail came back → suppressed by the first report, until the merchant lifts it', async () => {
    const shop = await bench.newShop();
    const { suppressions } = bench.store;
    const bounce = { customerId: customerId(7), reason: 'bounced', note: '5.1.1', since: AT } as const;
    await suppressions.suppress(shop, bounce);
    await suppressions.suppress(shop, { ...bounce, reason: 'complained', since: later(5) });
    expect(await suppressions.isSuppressed(shop, [customerId(7), customerId(8)])).toEqual(new Set(['7']));
    expect(await suppressions.count(shop)).toBe(1);
    expect(await suppressions.lift(shop, customerId(7))).toBe(true);
    expect(await suppressions.lift(shop, customerId(7))).toBe(false);
    expect(await suppressions.count(shop)).toBe(0);
  });
});
