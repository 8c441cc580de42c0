import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { type CustomerFilters, customerFiltersSchema } from '../../../contract/customers.ts';

/** What a filter can be set to; undefined takes it away. */
export type FilterPatch = { [K in keyof CustomerFilters]?: CustomerFilters[K] | undefined };

const NAMES = Object.keys(customerFiltersSchema.shape);

/** Filters as query-string parameters, values joined by commas; defaults and empty values are left out. */
export function toParams(filters: FilterPatch): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) {
    const text = Array.isArray(value) ? value.join(',') : value === undefined ? '' : String(value);
    const isDefault = (name === 'sort' && text === 'last_order') || (name === 'direction' && text === 'desc');
    if (text !== '' && !isDefault) params.set(name, text);
  }
  return params;
}

/** Filters read from an address; a value that makes no sense is dropped alone, the others hold. */
export function fromParams(params: URLSearchParams): CustomerFilters {
  const given = Object.fromEntries([...params].filter(([name]) => NAMES.includes(name)));
  const parsed = customerFiltersSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const bad = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
  const good = Object.fromEntries(Object.entries(given).filter(([name]) => !bad.has(name)));
  return customerFiltersSchema.parse(good);
}

/** The filters live in the address: back, reload and a sent link show the same list. */
export function useFiltersInUrl() {
  const [params, setParams] = useSearchParams();
  const filters = useMemo(() => fromParams(params), [params]);
  const patch = useCallback(
    (change: FilterPatch) =>
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
