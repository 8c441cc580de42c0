import { type RefObject, useLayoutEffect, useRef } from 'react';
import { COLUMNS, type Sorting } from './sort-campaigns.ts';

/** For an element around Polaris' table: it draws an arrow only, so the heading is told by which column the list is sorted. */
export function useAriaSort(sorting: Sorting): RefObject<HTMLDivElement> {
  const around = useRef<HTMLDivElement>(null);
  // After every render: Polaris builds the headings anew when the window changes its width.
  useLayoutEffect(() => {
    const headings = around.current?.querySelectorAll('th[data-index-table-heading]') ?? [];
    for (const [at, heading] of [...headings].entries()) {
      if (sorting !== null && COLUMNS[at] === sorting.by)
        heading.setAttribute('aria-sort', sorting.direction);
      else heading.removeAttribute('aria-sort');
    }
  });
  return around;
}
