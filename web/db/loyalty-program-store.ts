import type { Program, ProgramTerms } from '../domain/loyalty/program.ts';
import { AppError } from '../domain/shared/errors.ts';
import type { ProductId } from '../domain/shared/ids.ts';
import type { LoyaltyStore } from '../use-cases/loyalty-port.ts';
import type { Sql, Statement } from './sql.ts';

const ALL: Statement = {
  name: 'loyalty_program_all',
  text: 'SELECT version, terms, excluded, saved_at FROM loyalty_program WHERE shop_id = $1 ORDER BY version',
};

// Of two that build on the same version the second finds either the condition or the key in its way.
const SAVE: Statement = {
  name: 'loyalty_program_save',
  text: `INSERT INTO loyalty_program (shop_id, version, terms, excluded, saved_at)
    SELECT $1, $2::int + 1, $3::jsonb, $4::jsonb, $5
    WHERE (SELECT coalesce(max(version), 0) FROM loyalty_program WHERE shop_id = $1) = $2::int
    ON CONFLICT (shop_id, version) DO NOTHING RETURNING version, terms, excluded, saved_at`,
};

const SET_EXCLUDED: Statement = {
  name: 'loyalty_program_set_excluded',
  text: 'UPDATE loyalty_program SET excluded = $3::jsonb WHERE shop_id = $1 AND version = $2',
};

type ProgramRow = { version: number; terms: ProgramTerms; excluded: ProductId[]; saved_at: Date };

/** The merchant's program by version. */
export function createLoyaltyProgramStore(
  sql: Sql,
): Pick<LoyaltyStore, 'program' | 'saveProgram' | 'setExcluded'> {
  return {
    program: async (shop) => {
      const versions = (await sql.rows<ProgramRow>(ALL, [shop])).map(toProgram);
      return { versions, launchedAt: versions.find((version) => version.terms.on)?.savedAt ?? null };
    },
    saveProgram: async (shop, terms, { excluded, basedOn, at }) => {
      const values = [shop, basedOn, JSON.stringify(terms), JSON.stringify(excluded), at];
      const [row] = await sql.rows<ProgramRow>(SAVE, values);
      if (row) return toProgram(row);
      throw new AppError(
        'CONFLICT',
        'The loyalty program was changed meanwhile. Load it again and repeat your change.',
      );
    },
    setExcluded: async (shop, version, excluded) => {
      await sql.run(SET_EXCLUDED, [shop, version, JSON.stringify(excluded)]);
    },
  };
}

function toProgram(row: ProgramRow): Program {
  return {
    version: row.version,
    savedAt: row.saved_at,
    terms: row.terms,
    excluded: new Set([...row.terms.earn.excludedProducts, ...row.excluded]),
  };
}
