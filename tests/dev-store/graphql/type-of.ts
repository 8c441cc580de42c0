const types = new WeakMap<object, string>();

/** Notes the GraphQL type of an object handed out where the schema says only an interface or union. */
export function asType<T extends object>(typeName: string, value: T): T {
  types.set(value, typeName);
  return value;
}

/** The noted type, or the `__typename` a view carries. */
export function typeOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('__typename' in value && typeof value.__typename === 'string') return value.__typename;
  return types.get(value);
}
