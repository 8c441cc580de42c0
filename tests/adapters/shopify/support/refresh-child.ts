import { openDatabase } from '../../../../web/db/open-database.ts';
import { createPrisma } from '../../../../web/db/prisma-client.ts';
import { createSessionStore } from '../../../../web/db/session-store.ts';
import { createTokenCipher } from '../../../../web/db/token-cipher.ts';
import { createOfflineTokens } from '../../../../web/shopify/offline-token.ts';
import { createShopifyApi } from '../../../../web/shopify/shopify-app.ts';
import { realTiming } from '../../../../web/shopify/timing.ts';
import { APP, keepingLog, SHOP } from './fixtures.ts';

/** A process of its own that wants the shop's token; prints it. Arguments: database URL, API origin, key in hex. */
const [url = '', apiOrigin = '', key = ''] = process.argv.slice(2);
const clock = { now: () => new Date() };
const database = await openDatabase({ url, poolSize: 2 });
const prisma = createPrisma(database.pool);
const log = keepingLog();
const tokens = createOfflineTokens({
  api: createShopifyApi(APP, log),
  storage: createSessionStore(prisma, createTokenCipher([Buffer.from(key, 'hex')]), clock),
  apiOrigin,
  timing: realTiming(clock),
  log,
  onNeedsReauth: async () => {},
});
process.stdout.write('ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));
const session = await tokens.getOfflineSession(SHOP);
process.stdout.write(`${session.accessToken}\n`);
await prisma.$disconnect();
await database.close();
process.exit(0);
