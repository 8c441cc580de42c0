import { useEffect, useState } from 'react';

const SETTLED_AFTER_MS = 500;

/** The value once it has not changed for half a second; compared as JSON. */
export function useSettled<T>(value: T): T {
  const text = JSON.stringify(value);
  const [settled, setSettled] = useState({ text, value });
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ text, value: JSON.parse(text) as T }), SETTLED_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled.text === text ? value : settled.value;
}
