import { PrismaPg } from '@prisma/adapter-pg';
import {
  ColumnTypeEnum,
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { openPGlite } from './pglite-database.ts';

const CHAR_OID = 18;
const TEXT_OID = 25;

type RawResult = { fields?: { dataTypeID: number }[] };
/** What adapter-pg keeps private: the one function through which all its queries go. */
type PatchableAdapter = SqlDriverAdapter & { performIO: (query: SqlQuery) => Promise<RawResult> };

/**
 * Prisma's adapter-pg made fit for the schema engine (checked with 7.10.1): scripts run whole, the shadow database is an
 * embedded one in memory, and the catalogue's "char" columns can be read.
 * @param pool of exactly one connection
 * @param shadow replaces the embedded shadow database
 */
export function migrationAdapter(
  pool: pg.Pool,
  shadow?: pg.Pool,
): {
  factory: SqlMigrationAwareDriverAdapterFactory;
  /** The engine itself does not let go of what it has connected. */
  disconnect: () => Promise<void>;
} {
  const prisma = new PrismaPg(pool);
  const opened: SqlDriverAdapter[] = [];
  const remember = (adapter: SqlDriverAdapter) => {
    opened.push(adapter);
    return adapter;
  };
  const connect = async (from: PrismaPg, to: pg.Pool) => remember(patched(await from.connect(), to));
  return {
    factory: {
      provider: prisma.provider,
      adapterName: prisma.adapterName,
      connect: () => connect(prisma, pool),
      connectToShadowDb: async () =>
        shadow ? connect(new PrismaPg(shadow), shadow) : remember(await connectShadow()),
    },
    disconnect: async () => {
      for (const adapter of opened) await adapter.dispose();
    },
  };
}

/** adapter-pg would make its shadow with `CREATE DATABASE`, and with a connection string that shadow is the live database. */
async function connectShadow(): Promise<SqlDriverAdapter> {
  const { pool, close } = await openPGlite({ durable: false });
  const adapter = patched(await new PrismaPg(pool).connect(), pool);
  adapter.dispose = close;
  return adapter;
}

function patched(adapter: SqlDriverAdapter, pool: pg.Pool): SqlDriverAdapter {
  runScriptsWhole(adapter, pool);
  readCharColumns(adapter as PatchableAdapter);
  return adapter;
}

/** adapter-pg splits scripts at every `;`, also inside `$$` bodies and strings. Sent whole, a script is also one transaction. */
function runScriptsWhole(adapter: SqlDriverAdapter, pool: pg.Pool): void {
  adapter.executeScript = async (script) => {
    try {
      await pool.query(script);
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      throw new DriverAdapterError({
        kind: 'postgres',
        code: error.code ?? '',
        severity: error.severity ?? 'ERROR',
        message: error.message,
        detail: error.detail,
        column: error.column,
        hint: error.hint,
        originalCode: error.code ?? '',
        originalMessage: error.message,
      });
    }
  };
}

/** adapter-pg does not know the type "char" (OID 18) of the system catalogue: read it as text, report it as a character. */
function readCharColumns(adapter: PatchableAdapter): void {
  const performIO = adapter.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw.bind(adapter);
  let charColumns: number[] = [];
  adapter.performIO = async (query) => {
    const result = await performIO(query);
    charColumns = [];
    result.fields?.forEach((field, index) => {
      if (field.dataTypeID !== CHAR_OID) return;
      field.dataTypeID = TEXT_OID;
      charColumns.push(index);
    });
    return result;
  };
  adapter.queryRaw = async (query): Promise<SqlResultSet> => {
    const result = await queryRaw(query);
    for (const index of charColumns) result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };
}
