const numbered = new Map<number, (...args: unknown[]) => unknown>();
const numbers = new WeakMap<object, number>();
let last = 0;

/** A value fit for a message: functions become numbers by which the other side calls them. */
export function withoutFunctions(value: unknown): unknown {
  if (typeof value === 'function') return { __call: numberOf(value as (...args: unknown[]) => unknown) };
  if (Array.isArray(value)) return value.map(withoutFunctions);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutFunctions(part)]));
}

function numberOf(known: (...args: unknown[]) => unknown): number {
  const before = numbers.get(known);
  if (before !== undefined) return before;
  last += 1;
  numbers.set(known, last);
  numbered.set(last, known);
  return last;
}

export function callByNumber(id: number, args: readonly unknown[]): unknown {
  return numbered.get(id)?.(...args);
}

/** The way back: numbers become functions that `send` the call. */
export function withFunctions(value: unknown, send: (id: number, args: readonly unknown[]) => void): unknown {
  if (Array.isArray(value)) return value.map((part) => withFunctions(part, send));
  if (typeof value !== 'object' || value === null) return value;
  if ('__call' in value && typeof value.__call === 'number') {
    const id = value.__call;
    return (...args: unknown[]) => send(id, args);
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withFunctions(part, send)]));
}
