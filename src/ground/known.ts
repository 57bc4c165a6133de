// What must be there: a place and a key in, the value out. Its lack is a bug, and is told where it is
// met instead of where something undefined is used.

/** The value under a key that the map must have. Throws an Error that names the key. */
export function known<K, V>(map: ReadonlyMap<K, V>, key: K): V {
  return present(map.get(key), String(key));
}

/** The item at a place of a list that must have it, from the end where that is below 0. Throws an Error. */
export function itemAt<T>(list: readonly T[], place: number): T {
  return present(list.at(place), `item ${place} of ${list.length}`);
}

/** A value that must be there. Throws an Error that says what is missing. */
export function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`${what} is missing`);
  return value;
}

type Lists<T> = {
  readonly 2: readonly [T, T];
  readonly 3: readonly [T, T, T];
  readonly 4: readonly [T, T, T, T];
  readonly 6: readonly [T, T, T, T, T, T];
};

/** A list that must have so many items, as a tuple. Throws an Error that says how many it has. */
export function exactly<T, N extends keyof Lists<T>>(list: readonly T[], count: N): Lists<T>[N] {
  if (!hasCount(list, count)) {
    throw new Error(`${list.length} items where there should be ${count}`);
  }
  return list;
}

function hasCount<T, N extends keyof Lists<T>>(list: readonly T[], count: N): list is Lists<T>[N] {
  return list.length === count;
}
