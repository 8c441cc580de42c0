import { randomBytes } from 'node:crypto';
import { Session } from '@shopify/shopify-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { createPrisma, type PrismaClient } from '../../../web/db/prisma-client.ts';
import { createSessionStore } from '../../../web/db/session-store.ts';
import { createTokenCipher } from '../../../web/db/token-cipher.ts';
import type { SessionStorage } from '../../../web/shopify/session-storage.ts';
import { eachDatabase } from '../../support/test-database.ts';

const clock = { now: () => new Date('2026-11-21T10:00:00Z') };
const key = randomBytes(32);
const at = (seconds: number) => new Date(clock.now().getTime() + seconds * 1000);

function session(shop: string, changes: object = {}): Session {
  return new Session({
    id: `offline_${shop}`,
    shop,
    state: '',
    isOnline: false,
    scope: 'read_orders,write_customers',
    accessToken: 'shpat_secret',
    expires: at(3600),
    refreshToken: 'shprt_secret',
    refreshTokenExpires: at(7_776_000),
    ...changes,
  });
}

eachDatabase((_name, openDatabase) => {
  let prisma: PrismaClient;
  let store: SessionStorage;
  const withKeys = (keys: Uint8Array[]): SessionStorage =>
    createSessionStore(prisma, createTokenCipher(keys), clock);

  beforeAll(async () => {
    const { pool } = await openDatabase();
    prisma = createPrisma(pool);
    store = withKeys([key]);
  });

  describe('the five methods', () => {
    it('stored → loaded equal in every field', async () => {
      const stored = session('a.myshopify.com');
      expect(await store.storeSession(stored)).toBe(true);
      expect((await store.loadSession(stored.id))?.toObject()).toEqual(stored.toObject());
    });

    it('stored again → the newer one stands', async () => {
      await store.storeSession(session('b.myshopify.com'));
      await store.storeSession(session('b.myshopify.com', { accessToken: 'shpat_2', expires: undefined }));
      const loaded = await store.loadSession('offline_b.myshopify.com');
      expect(loaded).toMatchObject({ accessToken: 'shpat_2', expires: undefined });
    });

    it('several sessions of a shop → found by shop, deleted by id', async () => {
      const shop = 'c.myshopify.com';
      await store.storeSession(session(shop));
      await store.storeSession(session(shop, { id: `${shop}_7`, isOnline: true }));
      await store.storeSession(session('d.myshopify.com'));
      const ids = (await store.findSessionsByShop(shop)).map((found) => found.id);
      expect(ids).toEqual([`${shop}_7`, `offline_${shop}`]);
      expect(await store.deleteSessions([`${shop}_7`, 'offline_nobody.myshopify.com'])).toBe(true);
      expect((await store.findSessionsByShop(shop)).length).toBe(1);
      expect(await store.deleteSession(`offline_${shop}`)).toBe(true);
      expect(await store.findSessionsByShop(shop)).toEqual([]);
      expect(await store.loadSession('offline_d.myshopify.com')).toBeDefined();
    });

    it('an unknown id or shop → undefined and none', async () => {
      for (const id of ['offline_nobody.myshopify.com', 'nonsense', ''])
        expect(await store.loadSession(id)).toBeUndefined();
      expect(await store.findSessionsByShop('nobody.myshopify.com')).toEqual([]);
    });

    it('a shop not installed yet → its row waits as uninstalled', async () => {
      await store.storeSession(session('e.myshopify.com'));
      const shop = await prisma.shop.findUniqueOrThrow({ where: { domain: 'e.myshopify.com' } });
      expect(shop.state).toBe('uninstalled');
    });
  });

  describe('at rest', () => {
    const rowOf = async (domain: string) => {
      const { shopId } = await prisma.shop.findUniqueOrThrow({ where: { domain } });
      return prisma.shopSession.findFirstOrThrow({ where: { shopId } });
    };

    it('tokens → not readable in the row, and different each time', async () => {
      await store.storeSession(session('f.myshopify.com'));
      const first = await rowOf('f.myshopify.com');
      expect(JSON.stringify(first) + Buffer.from(first.accessToken ?? []).toString('latin1')).not.toContain(
        'secret',
      );
      await store.storeSession(session('f.myshopify.com'));
      expect(Buffer.from((await rowOf('f.myshopify.com')).accessToken ?? [])).not.toEqual(
        Buffer.from(first.accessToken ?? []),
      );
    });

    it('a new key before the old one → old rows still read, new rows written with the new one', async () => {
      const next = randomBytes(32);
      await store.storeSession(session('g.myshopify.com'));
      const rotated = withKeys([next, key]);
      expect((await rotated.loadSession('offline_g.myshopify.com'))?.accessToken).toBe('shpat_secret');
      await rotated.storeSession(session('g.myshopify.com'));
      expect((await withKeys([next]).loadSession('offline_g.myshopify.com'))?.refreshToken).toBe(
        'shprt_secret',
      );
    });

    it('another key → an error that says so, without the token', async () => {
      await store.storeSession(session('h.myshopify.com'));
      await expect(withKeys([randomBytes(32)]).loadSession('offline_h.myshopify.com')).rejects.toMatchObject({
        code: 'INTERNAL',
        message: expect.stringMatching(/encrypted with key [0-9a-f]{8}, which is not among/),
      });
    });

    it("one shop's bytes copied to another, or changed → refused", async () => {
      await store.storeSession(session('i.myshopify.com'));
      await store.storeSession(session('j.myshopify.com'));
      const { accessToken } = await rowOf('i.myshopify.com');
      const { shopId } = await prisma.shop.findUniqueOrThrow({ where: { domain: 'j.myshopify.com' } });
      await prisma.shopSession.updateMany({ where: { shopId }, data: { accessToken } });
      await expect(store.loadSession('offline_j.myshopify.com')).rejects.toThrow(
        /changed or belongs to another/,
      );
      const bytes = Uint8Array.from(accessToken ?? []);
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
      await prisma.shopSession.updateMany({ where: { shopId }, data: { accessToken: bytes } });
      await expect(store.loadSession('offline_j.myshopify.com')).rejects.toThrow(
        /changed or belongs to another/,
      );
    });
  });

  describe('the lease', () => {
    const lease = (shop: string, now: number) => ({
      id: `offline_${shop}`,
      shop,
      now: at(now),
      until: at(now + 30),
    });

    it('many ask at once → one has it, until it ends or runs out', async () => {
      const asks = await Promise.all(
        Array.from({ length: 8 }, () => store.takeLease(lease('k.myshopify.com', 0))),
      );
      expect(asks.filter(Boolean).length).toBe(1);
      expect(await store.takeLease(lease('k.myshopify.com', 29))).toBe(false);
      expect(await store.takeLease(lease('k.myshopify.com', 30))).toBe(true);
      await store.endLease('offline_k.myshopify.com');
      expect(await store.takeLease(lease('k.myshopify.com', 31))).toBe(true);
    });

    it('taken before there is a session → no session is seen, and storing one keeps the lease', async () => {
      await store.takeLease(lease('l.myshopify.com', 0));
      expect(await store.loadSession('offline_l.myshopify.com')).toBeUndefined();
      await store.storeSession(session('l.myshopify.com'));
      expect(await store.takeLease(lease('l.myshopify.com', 1))).toBe(false);
    });
  });
});
