import { DEFAULT_RULES, type Rules } from '../domain/rules.ts';
import { AppError } from '../domain/shared/errors.ts';
import type { RulesStore } from '../use-cases/store-port.ts';
import type { Sql, Statement } from './sql.ts';

const ALL: Statement = {
  name: 'rules_all',
  text: 'SELECT version, rules FROM shop_rules WHERE shop_id = $1 ORDER BY version DESC',
};
const NEWEST: Statement = { name: 'rules_newest', text: `${ALL.text} LIMIT 1` };

// Of two that build on the same version the second finds either the condition or the key in its way.
const SAVE: Statement = {
  name: 'rules_save',
  text: `INSERT INTO shop_rules (shop_id, version, rules, saved_at)
    SELECT $1, $2::int + 1, $3::jsonb, $4
    WHERE (SELECT coalesce(max(version), 0) FROM shop_rules WHERE shop_id = $1) = $2::int
    ON CONFLICT (shop_id, version) DO NOTHING RETURNING version`,
};

type RulesRow = { version: number; rules: Partial<Rules> };

/** The merchant's rules by version; version 0 are the defaults, which were never saved. */
export function createRulesStore(sql: Sql): RulesStore {
  return {
    current: async (shop) => {
      const [row] = await sql.rows<RulesRow>(NEWEST, [shop]);
      return row
        ? { version: row.version, rules: complete(row.rules) }
        : { version: 0, rules: DEFAULT_RULES };
    },
    history: async (shop) => {
      const rows = await sql.rows<RulesRow>(ALL, [shop]);
      return [...rows.map((row) => complete(row.rules)), DEFAULT_RULES];
    },
    save: async (shop, rules, basedOn, at) => {
      const [row] = await sql.rows<{ version: number }>(SAVE, [shop, basedOn, JSON.stringify(rules), at]);
      if (row) return row.version;
      throw new AppError(
        'CONFLICT',
        'The rules were changed meanwhile. Load them again and repeat your change.',
      );
    },
  };
}

/** Rules saved before a field existed take its default. */
function complete(saved: Partial<Rules>): Rules {
  return { ...DEFAULT_RULES, ...saved, tags: { ...DEFAULT_RULES.tags, ...saved.tags } };
}
