// The words that a spec may use, gathered: in go the tables, each of which lives with what it
// describes, out comes what the reader asks of them, found once.
import { text } from './arguments.js';
import type { Entry, Form, Kind, Tagged, TaggedKind } from './kinds.js';
import { findEntry, spellings, tagged } from './tagged.js';

/** The tables of a language. */
export type Tables = {
  readonly datasets: readonly Entry[];
  readonly layers: readonly Entry[];
  readonly optimizers: readonly Entry[];
  readonly losses: readonly Entry[];
  readonly metrics: readonly Entry[];
};

/** Keys of which one thing is chosen by name. */
export type NamedPart = 'dataset' | 'optimizer' | 'loss';

/** The words a spec may use. */
export type Language = Tables & {
  /** What the keys that name something choose from; a metric may have a label. */
  readonly parts: Readonly<Record<NamedPart | 'metric', Kind<Tagged>>>;
  /** Every kind of thing that a spec names, but for layers, each with its table. */
  readonly kinds: readonly TaggedKind[];
  /** The layer that a name, or one of its other spellings, stands for. */
  readonly layerNamed: (name: string) => Entry | undefined;
};

/** The language of these tables. */
export function languageOf(tables: Tables): Language {
  const layers = new Map(
    tables.layers.toReversed().flatMap((entry) => spellings([entry]).map((name) => [name, entry])),
  );
  return {
    ...tables,
    parts: {
      dataset: tagged('data set', tables.datasets),
      optimizer: tagged('optimizer', tables.optimizers),
      loss: tagged('loss', tables.losses),
      metric: tagged('metric', tables.metrics.map(withLabel)),
    },
    kinds: kindsOf(tables),
    layerNamed: (name) => layers.get(name),
  };
}

// Any metric may have a name of its own in the log.
function withLabel(entry: Entry): Entry {
  return { ...entry, arguments: { ...entry.arguments, label: text().nullable().default(null) } };
}

/** Whether two names are spellings of one entry, as `Adam` and `adam`. */
export function sameNames({ kinds }: Language, a: string, b: string): boolean {
  if (a === b) return true;
  return kinds.some(({ table }) => {
    const entry = findEntry(table, a);
    return entry !== undefined && entry === findEntry(table, b);
  });
}

/** The key that a mapping has a name under, by that name. */
export function keyOfName({ kinds }: Language, name: string): 'name' | 'type' {
  return kinds.find(({ table }) => findEntry(table, name))?.key ?? 'name';
}

function kindsOf({ datasets, optimizers, losses, metrics, layers }: Tables): TaggedKind[] {
  const found = new Map<readonly Entry[], TaggedKind>();
  const top: readonly TaggedKind[] = [
    { noun: 'data set', table: datasets },
    { noun: 'optimizer', table: optimizers },
    { noun: 'loss', table: losses },
    { noun: 'metric', table: metrics },
  ];
  for (const kind of top) found.set(kind.table, kind);
  addKinds(layers, found);
  // A map's loop also visits what is added to it on the way.
  for (const table of found.keys()) addKinds(table, found);
  return [...found.values()];
}

function addKinds(table: readonly Entry[], found: Map<readonly Entry[], TaggedKind>): void {
  for (const entry of table) {
    for (const { form } of Object.values(entry.arguments)) {
      const kind = namedWithin(form);
      if (kind && !found.has(kind.table)) found.set(kind.table, kind);
    }
  }
}

/** What a value of this form may name, itself or its parts. */
function namedWithin(form: Form): TaggedKind | undefined {
  switch (form.form) {
    case 'tagged': {
      const { form: _, ...kind } = form;
      return kind;
    }
    case 'mapping':
      return namedWithin(form.value.form);
    case 'list':
    case 'oneOrList':
      return namedWithin(form.item.form);
    case 'either':
      return form.options.map((option) => namedWithin(option.form)).find((kind) => kind);
    default:
      return undefined;
  }
}
