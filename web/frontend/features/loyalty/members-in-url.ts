import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { z } from 'zod';
import { membersQuerySchema } from '../../../contract/members.ts';

/** Filters, search and order of the members; the page is none of them. */
export type MembersFilters = Omit<z.infer<typeof membersQuerySchema>, 'cursor' | 'limit'>;
/** What a filter can be set to; undefined takes it away. */
export type MembersPatch = { [K in keyof MembersFilters]?: MembersFilters[K] | undefined };

const filtersSchema = membersQuerySchema.omit({ cursor: true, limit: true });
const NAMES = Object.keys(filtersSchema.shape);

/** Filters as query-string parameters; defaults and empty values are left out. */
export function toParams(filters: MembersPatch): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) {
    const text = value === undefined ? '' : String(value);
    const isDefault = (name === 'sort' && text === 'points') || (name === 'direction' && text === 'desc');
    if (text !== '' && !isDefault) params.set(name, text);
  }
  return params;
}

/** Filters read from an address; a value that makes no sense is dropped alone, the others hold. */
export function fromParams(params: URLSearchParams): MembersFilters {
  const given = Object.fromEntries([...params].filter(([name]) => NAMES.includes(name)));
  const parsed = filtersSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const bad = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
  return filtersSchema.parse(Object.fromEntries(Object.entries(given).filter(([name]) => !bad.has(name))));
}

/** The filters live in the address: back, reload and a sent link show the same list. */
export function useMembersInUrl() {
  const [params, setParams] = useSearchParams();
  const filters = useMemo(() => fromParams(params), [params]);
  const patch = useCallback(
    (change: MembersPatch) =>
      setParams(
        (before) => {
          const next = toParams({ ...fromParams(before), ...change });
          // What is not ours (shop, host, locale) stays.
          for (const [name, value] of before) if (!NAMES.includes(name)) next.set(name, value);
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  return { filters, patch };
}
