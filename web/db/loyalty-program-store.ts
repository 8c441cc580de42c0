import type { ProgramTerms } from '../domain/loyalty/program.ts';
import { AppError } from '../domain/shared/errors.ts';
import type { ProductId, ShopId } from '../domain/shared/ids.ts';
import type { LoyaltyStore } from '../use-cases/loyalty-port.ts';
import { type KnownProgram, type ProgramRow, toKnownProgram } from './loyalty-program-rows.ts';
import type { ProgramCache } from './program-cache.ts';
import type { Sql, Statement } from './sql.ts';

const NEWEST: Statement = {
  name: 'loyalty_program_newest',
  text: 'SELECT stamp FROM loyalty_program WHERE shop_id = $1 ORDER BY version DESC, revision DESC LIMIT 1',
};

const ALL: Statement = {
  name: 'loyalty_program_all',
  text: `SELECT version, revision, terms, currency, excluded, included, saved_at, stamp
    FROM loyalty_program WHERE shop_id = $1 ORDER BY version, revision`,
};

// Who adds a row holds the first one, so that rows become visible in their order; of two first ones the second finds the key taken.
const LOCK: Statement = {
  name: 'loyalty_program_lock',
  text: 'SELECT stamp FROM loyalty_program WHERE shop_id = $1 AND version = 1 AND revision = 0 FOR UPDATE',
};

/** $2 version · $3 revision · $4 terms or null · $5, $6 products from now on excluded, and no more */
const ADD: Statement = {
  name: 'loyalty_program_add',
  text: `INSERT INTO loyalty_program (shop_id, version, revision, terms, currency, excluded, included, saved_at)
    SELECT shop_id, $2, $3, $4::jsonb, currency, $5::jsonb, $6::jsonb, $7 FROM shop WHERE shop_id = $1
    ON CONFLICT (shop_id, version, revision) DO NOTHING`,
};

const NONE: KnownProgram = { history: { versions: [], launchedAt: null }, newest: null };

type Addition = { version: number; revision: number; terms: ProgramTerms | null; at: Date };

/** The merchant's program by version, and what earned nothing when. Read from the database only where it changed. */
export function createLoyaltyProgramStore(
  sql: Sql,
  cache: ProgramCache,
): Pick<LoyaltyStore, 'program' | 'saveProgram' | 'changeExcluded'> {
  return {
    program: async (shop) => (await readProgram(sql, cache, shop)).history,
    saveProgram: (shop, terms, { excluded, basedOn, at }) =>
      sql.atomically(async (tx) => {
        const before = await lockedProgram(tx, shop);
        const list = new Set([...terms.earn.excludedProducts, ...excluded]);
        const addition = { version: basedOn + 1, revision: 0, terms, at };
        const builds = (before.newest?.version ?? 0) === basedOn;
        if (builds && (await add(tx, shop, addition, { list, before }))) {
          const saved = (await readAll(tx, shop)).history.versions.at(-1);
          if (saved) return saved;
        }
        throw new AppError(
          'CONFLICT',
          'The loyalty program was changed meanwhile. Load it again and repeat your change.',
        );
      }),
    changeExcluded: (shop, version, excluded, at) =>
      sql.atomically(async (tx) => {
        const before = await lockedProgram(tx, shop);
        const { newest } = before;
        if (newest?.version !== version) return false;
        const list = new Set([...newest.terms.earn.excludedProducts, ...excluded]);
        const addition = { version, revision: newest.revision + 1, terms: null, at };
        return isSame(list, newest.excluded) ? false : add(tx, shop, addition, { list, before });
      }),
  };
}

async function readProgram(sql: Sql, cache: ProgramCache, shop: ShopId): Promise<KnownProgram> {
  const [row] = await sql.rows<{ stamp: string }>(NEWEST, [shop]);
  if (!row) return NONE;
  const known = cache.get(shop, row.stamp);
  if (known) return known;
  const read = await readAll(sql, shop);
  cache.put(shop, read);
  return read;
}

async function readAll(sql: Sql, shop: ShopId): Promise<KnownProgram> {
  return toKnownProgram(await sql.rows<ProgramRow>(ALL, [shop]));
}

async function lockedProgram(tx: Sql, shop: ShopId): Promise<KnownProgram> {
  await tx.rows(LOCK, [shop]);
  return readAll(tx, shop);
}

async function add(
  tx: Sql,
  shop: ShopId,
  { version, revision, terms, at }: Addition,
  { list, before }: { list: ReadonlySet<ProductId>; before: KnownProgram },
): Promise<boolean> {
  const held: ReadonlySet<ProductId> = before.newest?.excluded ?? new Set();
  const json = (value: unknown) => JSON.stringify(value);
  const [added, removed] = [without(list, held), without(held, list)];
  const values = [shop, version, revision, terms && json(terms), json(added), json(removed), at];
  return (await tx.run(ADD, values)) === 1;
}

function without(list: ReadonlySet<ProductId>, other: ReadonlySet<ProductId>): ProductId[] {
  return [...list].filter((id) => !other.has(id));
}

function isSame(list: ReadonlySet<ProductId>, other: ReadonlySet<ProductId>): boolean {
  return list.size === other.size && without(list, other).length === 0;
}
