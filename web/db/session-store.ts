import { Session, type SessionParams } from '@shopify/shopify-api';
import type { ShopSession } from '../../prisma/client/client.ts';
import type { PrismaClient } from './prisma-client.ts';
import type { TokenCipher } from './token-cipher.ts';

type Lease = { id: string; shop: string; now: Date; until: Date };

/**
 * The library's session storage on Prisma, tokens encrypted, plus the lease of the one process that may ask for tokens. A shop
 * that is not installed yet gets its row in state `uninstalled`, which the install then turns on. Who a staff member is
 * (`onlineAccessInfo`) is personal data and is not kept.
 */
export function createSessionStore(prisma: PrismaClient, cipher: TokenCipher, clock: { now(): Date }) {
  return {
    storeSession: async (session: Session): Promise<boolean> => {
      const shopId = await ensureShop(prisma, session.shop);
      const key = { shopId, sessionId: session.id };
      const data = toColumns(session, cipher, clock.now());
      await prisma.shopSession.upsert({
        where: { shopId_sessionId: key },
        create: { ...key, ...data },
        update: data,
      });
      return true;
    },
    loadSession: async (id: string): Promise<Session | undefined> => {
      const shop = domainOf(id);
      const shopId = await findShop(prisma, shop);
      if (shopId === undefined) return undefined;
      const key = { shopId, sessionId: id };
      const row = await prisma.shopSession.findUnique({ where: { shopId_sessionId: key } });
      return row ? toSession(row, shop, cipher) : undefined;
    },
    deleteSession: (id: string): Promise<boolean> => remove(prisma, [id]),
    deleteSessions: (ids: string[]): Promise<boolean> => remove(prisma, ids),
    findSessionsByShop: async (shop: string): Promise<Session[]> => {
      const shopId = await findShop(prisma, shop);
      if (shopId === undefined) return [];
      const rows = await prisma.shopSession.findMany({ where: { shopId }, orderBy: { sessionId: 'asc' } });
      return rows.map((row) => toSession(row, shop, cipher)).filter((session) => session !== undefined);
    },
    takeLease: (lease: Lease): Promise<boolean> => takeLease(prisma, lease),
    endLease: async (id: string): Promise<void> => {
      const shopId = await findShop(prisma, domainOf(id));
      if (shopId === undefined) return;
      await prisma.shopSession.updateMany({
        where: { shopId, sessionId: id },
        data: { refreshLeaseUntil: null },
      });
    },
  };
}

/** One statement, so that of two that try at once the second finds the lease taken. */
async function takeLease(prisma: PrismaClient, lease: Lease): Promise<boolean> {
  const shopId = await ensureShop(prisma, lease.shop);
  const taken = await prisma.$executeRaw`
    INSERT INTO shop_session (shop_id, session_id, is_online, refresh_lease_until, updated_at)
    VALUES (${shopId}, ${lease.id}, false, ${lease.until}, ${lease.now})
    ON CONFLICT (shop_id, session_id) DO UPDATE SET refresh_lease_until = excluded.refresh_lease_until
    WHERE shop_session.refresh_lease_until IS NULL OR shop_session.refresh_lease_until <= ${lease.now}`;
  return taken === 1;
}

async function remove(prisma: PrismaClient, ids: readonly string[]): Promise<boolean> {
  for (const id of ids) {
    const shopId = await findShop(prisma, domainOf(id));
    if (shopId !== undefined) await prisma.shopSession.deleteMany({ where: { shopId, sessionId: id } });
  }
  return true;
}

/** The library names sessions `offline_{shop}` and `{shop}_{user}`; a myshopify domain holds no underscore at its end. */
function domainOf(sessionId: string): string {
  const offline = /^offline_(.+)$/.exec(sessionId)?.[1];
  return offline ?? sessionId.slice(0, Math.max(0, sessionId.lastIndexOf('_')));
}

async function findShop(prisma: PrismaClient, domain: string): Promise<number | undefined> {
  const shop = await prisma.shop.findUnique({ where: { domain }, select: { shopId: true } });
  return shop?.shopId;
}

async function ensureShop(prisma: PrismaClient, domain: string): Promise<number> {
  const known = await findShop(prisma, domain);
  if (known !== undefined) return known;
  await prisma.$executeRaw`
    INSERT INTO shop (domain, state, installed_at) VALUES (${domain}, 'uninstalled', now()) ON CONFLICT DO NOTHING`;
  const { shopId } = await prisma.shop.findUniqueOrThrow({ where: { domain }, select: { shopId: true } });
  return shopId;
}

function toColumns(session: Session, cipher: TokenCipher, at: Date) {
  const secret = (plain: string | undefined, field: string) =>
    plain === undefined ? null : cipher.encrypt(plain, `${session.id}.${field}`);
  return {
    isOnline: session.isOnline,
    state: session.state,
    scope: session.scope ?? '',
    expiresAt: session.expires ?? null,
    accessToken: secret(session.accessToken, 'access'),
    refreshToken: secret(session.refreshToken, 'refresh'),
    refreshExpiresAt: session.refreshTokenExpires ?? null,
    updatedAt: at,
  };
}

/** A row without an access token is only a lease. */
function toSession(row: ShopSession, shop: string, cipher: TokenCipher): Session | undefined {
  if (!row.accessToken) return undefined;
  const open = (bytes: Uint8Array, field: string) => cipher.decrypt(bytes, `${row.sessionId}.${field}`);
  const params: SessionParams = {
    id: row.sessionId,
    shop,
    state: row.state,
    isOnline: row.isOnline,
    scope: row.scope,
    accessToken: open(row.accessToken, 'access'),
  };
  if (row.expiresAt) params.expires = row.expiresAt;
  if (row.refreshToken) params.refreshToken = open(row.refreshToken, 'refresh');
  if (row.refreshExpiresAt) params.refreshTokenExpires = row.refreshExpiresAt;
  return new Session(params);
}
