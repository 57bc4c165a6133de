// What must be there: a map and a key in, the value out. Its lack is a bug, and is told where it is
// met instead of where something undefined is used.

/** The value under a key that the map must have. Throws an Error that names the key. */
export function known<K, V>(map: ReadonlyMap<K, V>, key: K): V {
  const value = map.get(key);
  if (value === undefined) throw new Error(`nothing is known under ${String(key)}`);
  return value;
}
