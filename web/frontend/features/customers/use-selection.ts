import { type IndexTableProps, IndexTableSelectionType } from '@shopify/polaris';
import { useState } from 'react';

export type Selection = {
  ids: ReadonlySet<string>;
  change: NonNullable<IndexTableProps['onSelectionChange']>;
  clear: () => void;
};

const NONE: ReadonlySet<string> = new Set();

/** Which rows of the page are chosen; another page, filter or order begins with none. */
export function useSelection(rows: readonly string[]): Selection {
  const page = rows.join(' ');
  const [chosen, setChosen] = useState({ page, ids: NONE });
  const ids = chosen.page === page ? chosen.ids : NONE;
  return {
    ids,
    change: (type, isOn, which) => {
      const next = new Set(ids);
      for (const id of meant(rows, type, which)) {
        if (isOn) next.add(id);
        else next.delete(id);
      }
      setChosen({ page, ids: next });
    },
    clear: () => setChosen({ page, ids: NONE }),
  };
}

/** One row by its id, several by the places of the first and the last, or the page. */
function meant(
  rows: readonly string[],
  type: IndexTableSelectionType,
  which: string | [number, number] | undefined,
): readonly string[] {
  if (type === IndexTableSelectionType.All || type === IndexTableSelectionType.Page) return rows;
  if (which === undefined) return [];
  return typeof which === 'string' ? [which] : rows.slice(which[0], which[1] + 1);
}
