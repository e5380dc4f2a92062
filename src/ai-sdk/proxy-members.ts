/**
 * Returns an object that equals `target` except for some members. Its functions run on the target itself, so that
 * private fields and `this` work. Symbols, the prototype and all other members stay.
 */
export function withMembers<Target extends object>(
  target: Target,
  members: Readonly<Record<string, unknown>>,
): Target {
  const own = new Map<string | symbol, unknown>(Object.entries(members));
  return new Proxy(target, {
    get(object, key) {
      if (own.has(key)) return own.get(key);
      const value: unknown = Reflect.get(object, key, object);
      return typeof value === 'function' && key !== 'constructor' ? value.bind(object) : value;
    },
  });
}
