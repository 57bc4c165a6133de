// What was written, in YAML or in JSON: in goes plain data, out come scalars, lists and mappings,
// each with its place. What a place is, is up to the reader: a stretch of a file, or a path.

/** `refused` where the reader has told already what is wrong with it. */
export type WrittenScalar<P> = {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly place: P;
  readonly refused?: boolean;
};
export type WrittenList<P> = {
  readonly kind: 'list';
  readonly items: readonly Written<P>[];
  readonly place: P;
  /** The same as plain data, where it was plain data to begin with. */
  readonly plain?: readonly unknown[];
};
export type WrittenMapping<P> = {
  readonly kind: 'mapping';
  readonly entries: ReadonlyMap<string, WrittenMember<P>>;
  readonly place: P;
  /** The same as plain data, where it was plain data to begin with. */
  readonly plain?: Readonly<Record<string, unknown>>;
};

/** A key's place and its value. */
export type WrittenMember<P> = { readonly key: P; readonly value: Written<P> };

/** One value as written. */
export type Written<P> = WrittenScalar<P> | WrittenList<P> | WrittenMapping<P>;

/** The value as plain data. Keys are defined, never assigned, so none can reach a prototype. */
export function plainOf<P>(node: WrittenMapping<P>): Readonly<Record<string, unknown>>;
export function plainOf<P>(node: Written<P>): unknown;
export function plainOf<P>(node: Written<P>): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.plain ?? node.items.map((item) => plainOf(item));
    case 'mapping':
      return (
        node.plain ??
        Object.fromEntries([...node.entries].map(([key, member]) => [key, plainOf(member.value)]))
      );
  }
}

/** The text of a scalar, or undefined. */
export function textOf<P>(node: Written<P> | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

/** Whether nothing, or null, is written there. */
export function isNull<P>(node: Written<P>): boolean {
  return node.kind === 'scalar' && node.value === null;
}

/** Where plain data stands: the keys and indices that lead to it, the last one first. */
export type PlainPlace = { readonly key: string; readonly within: PlainPlace } | null;

/**
 * Plain data as if it were written, each part with the way to it. What no text can hold (undefined,
 * functions) is null.
 */
export function writtenOf(value: unknown, place: PlainPlace = null): Written<PlainPlace> {
  if (Array.isArray(value)) return new PlainList(value, place);
  if (isMapping(value)) return new PlainMapping(value, place);
  const isScalar =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return { kind: 'scalar', value: isScalar ? value : null, place };
}

// Both are looked into only where a declaration does: of a run's record much is taken as it is.
class PlainList implements WrittenList<PlainPlace> {
  readonly kind = 'list';
  readonly plain: readonly unknown[];
  readonly place: PlainPlace;
  #items: readonly Written<PlainPlace>[] | undefined;

  constructor(plain: readonly unknown[], place: PlainPlace) {
    this.plain = plain;
    this.place = place;
  }

  get items(): readonly Written<PlainPlace>[] {
    this.#items ??= this.plain.map((item, index) =>
      writtenOf(item, { key: String(index), within: this.place }),
    );
    return this.#items;
  }
}

class PlainMapping implements WrittenMapping<PlainPlace> {
  readonly kind = 'mapping';
  readonly plain: Readonly<Record<string, unknown>>;
  readonly place: PlainPlace;
  #entries: ReadonlyMap<string, WrittenMember<PlainPlace>> | undefined;

  constructor(plain: Readonly<Record<string, unknown>>, place: PlainPlace) {
    this.plain = plain;
    this.place = place;
  }

  get entries(): ReadonlyMap<string, WrittenMember<PlainPlace>> {
    this.#entries ??= this.#look();
    return this.#entries;
  }

  #look(): ReadonlyMap<string, WrittenMember<PlainPlace>> {
    const entries = new Map<string, WrittenMember<PlainPlace>>();
    for (const key of Object.keys(this.plain)) {
      const at = { key, within: this.place };
      entries.set(key, { key: at, value: writtenOf(this.plain[key], at) });
    }
    return entries;
  }
}

/** Whether a value is a JSON object: neither null nor a list. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
