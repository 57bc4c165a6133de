// What a value may be, declared once: in goes nothing, out come the types of declarations. The
// check (check.ts), the words of messages (expectation.ts), the JSON Schema (json-schema.ts) and
// the minimal form (spec/minimal.ts) are each one switch over Form; arguments.ts makes them.

/** What a number may be. */
export type Bounds = {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** Exclusive bounds. */
  readonly above?: number | undefined;
  readonly below?: number | undefined;
};

/** What a value is, before it may be null or left out. */
export type Form =
  /** A whole number that a double holds exactly. */
  | { readonly form: 'integer'; readonly bounds: Bounds }
  /** A finite number; `coded` where JSON may hold NaN and the infinities as text. */
  | { readonly form: 'number'; readonly bounds: Bounds; readonly coded?: true }
  | { readonly form: 'boolean' }
  /** Text of at least so many characters, which a pattern may narrow down; `words` say what it is. */
  | {
      readonly form: 'text';
      readonly least: number;
      readonly pattern?: RegExp;
      readonly words?: string;
      /** The path of a file, relative to the folder of the spec that names it. */
      readonly isPath?: true;
    }
  | { readonly form: 'choice'; readonly words: readonly string[] }
  | { readonly form: 'constant'; readonly value: string | number | boolean }
  | { readonly form: 'list'; readonly item: Kind; readonly least: number; readonly most?: number }
  /** One value stands for a list of it; read as a list. */
  | { readonly form: 'oneOrList'; readonly item: Kind }
  /** A size for each axis, of which one stands for all; read as a list. */
  | { readonly form: 'sizes'; readonly axes: 1 | 2; readonly size: Kind<number> }
  /** What is before and after each axis: one number, one an axis or two; read as pairs. */
  | { readonly form: 'edges'; readonly axes: 1 | 2; readonly size: Kind<number> }
  /** Seconds, or 60s, 5m, 1h; read as seconds. */
  | { readonly form: 'duration' }
  | { readonly form: 'either'; readonly options: readonly Kind[] }
  /** Any keys, one kind of values. */
  | { readonly form: 'mapping'; readonly value: Kind; readonly most?: number }
  /** Known keys, each of its kind or its default; others are refused. */
  | { readonly form: 'settings'; readonly kinds: ArgumentKinds }
  /** Known keys, each of its kind; others pass. */
  | { readonly form: 'fields'; readonly fields: ArgumentKinds; readonly optional: ArgumentKinds }
  | { readonly form: 'anything' }
  | ({ readonly form: 'tagged' } & TaggedKind)
  /** A layer among another one's arguments. */
  | { readonly form: 'layer'; readonly table: readonly Entry[] };

/** What holds no other declaration. */
export type ScalarForm = Extract<
  Form,
  {
    readonly form:
      | 'integer'
      | 'number'
      | 'boolean'
      | 'text'
      | 'choice'
      | 'constant'
      | 'duration'
      | 'anything';
  }
>;

/**
 * What is chosen by name: what it is called in messages, and what there is. In a mapping the name
 * stands under `key`, or under `name`.
 */
export type TaggedKind = {
  readonly noun: string;
  readonly table: readonly Entry[];
  readonly key?: 'type';
};

type Rest = {
  readonly nullable?: true;
  /** What stands where nothing is written: a checked value, or one as it would be written. */
  readonly standard?: { readonly checked: unknown } | { readonly written: unknown };
  /** What it is called, where its form would be said at length. */
  readonly words?: string;
  /** What to do about a wrong value, where that is always the same. */
  readonly cure?: string;
};

/** The declaration of a value; `T` is what it is once checked. */
export class Kind<T = unknown> {
  readonly form: Form;
  readonly rest: Rest;
  /** Never there: it tells TypeScript what a checked value is. */
  declare readonly checked?: T;
  #default: { readonly value: unknown } | undefined;

  constructor(form: Form, rest: Rest = {}) {
    this.form = form;
    this.rest = rest;
  }

  /** The same, or null. */
  nullable(): Kind<T | null> {
    return new Kind(this.form, { ...this.rest, nullable: true });
  }

  /** This checked value where nothing is written. */
  default(checked: T): Kind<T> {
    return new Kind(this.form, { ...this.rest, standard: { checked } });
  }

  /** What this comes to once it is checked, where nothing is written. */
  prefault(written: unknown): Kind<T> {
    return new Kind(this.form, { ...this.rest, standard: { written } });
  }

  /** The same without a default: it must be written. */
  required(): Kind<T> {
    const { standard: _, ...rest } = this.rest;
    return new Kind(this.form, rest);
  }

  /** These words for it in messages and in the reference. */
  called(words: string): Kind<T> {
    return new Kind(this.form, { ...this.rest, words });
  }

  /** The cure that is shown beside a wrong value. */
  withCure(cure: string): Kind<T> {
    return new Kind(this.form, { ...this.rest, cure });
  }

  /** Whether it must be written. */
  get isRequired(): boolean {
    return this.rest.standard === undefined;
  }

  /** What stands where nothing is written: worked out once, one value for whoever asks. */
  defaultBy(check: (written: unknown) => unknown): unknown {
    const { standard } = this.rest;
    this.#default ??= {
      value: standard && ('checked' in standard ? standard.checked : check(standard.written)),
    };
    return this.#default.value;
  }
}

/** A list, whose length may be bounded. */
export class ListKind<T> extends Kind<readonly T[]> {
  readonly item: Kind<T>;
  readonly length: Length;

  constructor(item: Kind<T>, length: Length = {}) {
    super({ form: 'list', item, least: 0, ...length });
    this.item = item;
    this.length = length;
  }

  /** Of at least so many items. */
  min(least: number): ListKind<T> {
    return new ListKind(this.item, { ...this.length, least });
  }

  /** Of at most so many items. */
  max(most: number): ListKind<T> {
    return new ListKind(this.item, { ...this.length, most });
  }
}

type Length = { readonly least?: number; readonly most?: number };

/**
 * The arguments of an entry by Keras' name, in Keras' order: the first one is what a bare scalar
 * means.
 */
export type ArgumentKinds = Readonly<Record<string, Kind>>;

/** What a value is once it has been checked. */
export type CheckedOf<K extends Kind> = K extends Kind<infer T> ? T : never;

/** The checked arguments of an entry: every one present, defaults filled in. */
export type ArgumentsOf<S extends ArgumentKinds> = { readonly [K in keyof S]: CheckedOf<S[K]> };

/**
 * One name that a spec may use, with its arguments. The tables of these are the language of specs.
 */
export type Entry = {
  /** The one spelling it is stored under. */
  readonly name: string;
  /** Other spellings that Keras accepts. */
  readonly aliases?: readonly string[];
  /** The name in minimal forms, and so in hashes, where it is another one. */
  readonly hashedAs?: string;
  readonly arguments: ArgumentKinds;
  /** One sentence for the reference. */
  readonly summary: string;
  /** The heading of the reference that it stands under, where its table has several. */
  readonly family?: string;
  /**
   * What is wrong with checked arguments taken together, as a sentence that its name begins; null
   * where nothing is.
   */
  problem?(args: Readonly<Record<string, unknown>>): string | null;
  /**
   * Of a data set: the names of the inputs that it may give with checked arguments, by which layers
   * take them; more than there are, where its files have to be seen for that.
   */
  inputNames?(args: Readonly<Record<string, unknown>>): readonly string[];
};

/**
 * A function that an entry has. TypeScript compares the arguments of methods both ways, so that
 * entries whose functions take other arguments stand in one table.
 */
export type Method<P extends readonly unknown[], R> = { of(...args: P): R }['of'];

/** A named thing with its checked arguments. */
export type Tagged = {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** What the name is written under, where that is not `name`. */
  readonly key?: 'type';
};

/** A layer that belongs to another one, with its checked arguments. */
export type NestedLayer = {
  readonly layer: string;
  readonly arguments: Readonly<Record<string, unknown>>;
};
