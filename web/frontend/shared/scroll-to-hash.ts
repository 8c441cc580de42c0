import { useEffect } from 'react';
import { useLocation } from 'react-router';

/** A link to one part of a page (`/settings#tags`) leads to it once whoever calls this is drawn. */
export function useScrollToHash(): void {
  const { hash } = useLocation();
  useEffect(() => {
    if (hash !== '') document.getElementById(hash.slice(1))?.scrollIntoView();
  }, [hash]);
}
