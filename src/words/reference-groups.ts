// What entries have in common, which the reference tells of once: in goes a table, out come the
// arguments that many of its entries share under a title, what all entries of a family take, and what
// is left to say of each. An entry that says something else of an argument than what is shared says
// it itself.
import type { Entry, Kind } from './kinds.js';

/** What is said of arguments, by their names. */
export type Said = ReadonlyMap<string, string>;

/** Arguments that belong together under a title. */
export type Group = { readonly title: string; readonly said: Said };

/** A group as an entry takes it: but for these of its arguments, which the entry does not have. */
export type Share = { readonly group: Group; readonly missing: readonly string[] };

/** One argument that is said something of; `of` where only one entry of several has it so. */
export type OwnRow = { readonly name: string; readonly said: string; readonly of?: string };

/** Entries that are told of together, as Conv1D and Conv2D, and what only they have. */
export type Unit = {
  readonly entries: readonly Entry[];
  readonly own: readonly OwnRow[];
  readonly shares: readonly Share[];
};

/** Entries under one heading; no title where a table has but one family. */
export type Family = {
  readonly title: string | null;
  /** What each of them takes unless it says otherwise. */
  readonly each: Said;
  readonly eachShares: readonly Share[];
  readonly units: readonly Unit[];
};

type SaidOf = (kind: Kind) => string;

const declared: Readonly<Record<string, readonly (readonly [string, readonly string[]])[]>> = {
  layer: [
    [
      'Kernel and bias arguments',
      [
        'activation',
        'use_bias',
        'kernel_initializer',
        'bias_initializer',
        'kernel_regularizer',
        'bias_regularizer',
        'activity_regularizer',
        'kernel_constraint',
        'bias_constraint',
      ],
    ],
    [
      'Scaling arguments',
      [
        'epsilon',
        'center',
        'scale',
        'beta_initializer',
        'gamma_initializer',
        'beta_regularizer',
        'gamma_regularizer',
        'beta_constraint',
        'gamma_constraint',
      ],
    ],
  ],
  optimizer: [['Moment arguments', ['beta_1', 'beta_2', 'epsilon']]],
  loss: [['Crossentropy arguments', ['from_logits', 'label_smoothing']]],
  schedule: [['Decay arguments', ['initial_learning_rate', 'decay_steps', 'decay_epochs']]],
  initializer: [['Fan arguments', ['input_axes', 'output_axes']]],
};

/** The groups of a table; what most of its entries say of an argument is what the group says. */
export function groupsOf(noun: string, table: readonly Entry[], saidOf: SaidOf): readonly Group[] {
  return (declared[noun] ?? []).flatMap(([title, names]) => {
    const group = { title, said: usuallySaid(names, table, saidOf, 1) };
    return table.filter((entry) => shareOf(entry, group, saidOf)).length > 1 ? [group] : [];
  });
}

/** The entries of a table by their families, each with what is left to say of it. */
export function familiesOf(
  table: readonly Entry[],
  groups: readonly Group[],
  saidOf: SaidOf,
): readonly Family[] {
  return alike(table, ({ family }) => family ?? '').map((entries) =>
    familyOf(entries, groups, saidOf),
  );
}

function familyOf(entries: readonly Entry[], groups: readonly Group[], saidOf: SaidOf): Family {
  const shared = entries.map((entry) => sharesOf(entry, groups, saidOf));
  const eachShares = (shared[0] ?? []).filter(
    (share) => entries.length > 1 && shared.every((shares) => shares.some(isSame(share))),
  );
  const names = [...new Set(entries.flatMap((entry) => Object.keys(entry.arguments)))].filter(
    (name) => entries.every((entry) => Object.hasOwn(entry.arguments, name)),
  );
  // Not what every entry shares in one way or another.
  const isShared = (name: string, said: string): boolean =>
    shared.every((shares) => shares.some(({ group }) => group.said.get(name) === said));
  const each = new Map(
    [...usuallySaid(names, entries, saidOf, 2)].filter(([name, said]) => !isShared(name, said)),
  );
  const units = alike(entries, (entry) =>
    [entry.name.replace(/[12]D/, ''), ...sharesOf(entry, groups, saidOf).map(shareKey)].join(),
  );
  return {
    title: entries[0]?.family ?? null,
    each,
    eachShares,
    units: units.map((twins) => unitOf(twins, each, eachShares, groups, saidOf)),
  };
}

function unitOf(
  entries: readonly Entry[],
  each: Said,
  eachShares: readonly Share[],
  groups: readonly Group[],
  saidOf: SaidOf,
): Unit {
  const shares = entries[0] ? sharesOf(entries[0], groups, saidOf) : [];
  const told = new Map([...shares.flatMap(({ group }) => [...group.said]), ...each]);
  const rows = entries.flatMap((entry) =>
    Object.entries(entry.arguments)
      .map(([name, kind]) => ({ name, said: saidOf(kind), of: entry.name }))
      .filter(({ name, said }) => told.get(name) !== said),
  );
  const own = alike(rows, ({ name }) => name)
    .flatMap((same) => alike(same, ({ said }) => said))
    .flatMap(([row, ...others]) =>
      row ? [others.length + 1 === entries.length ? { name: row.name, said: row.said } : row] : [],
    );
  return { entries, own, shares: shares.filter((share) => !eachShares.some(isSame(share))) };
}

function isSame(one: Share): (other: Share) => boolean {
  return (other) => shareKey(other) === shareKey(one);
}

function shareKey({ group, missing }: Share): string {
  return [group.title, ...missing].join();
}

function sharesOf(entry: Entry, groups: readonly Group[], saidOf: SaidOf): readonly Share[] {
  return groups.flatMap((group) => shareOf(entry, group, saidOf) ?? []);
}

// Where an entry has most of a group, and says the same of it.
function shareOf(entry: Entry, group: Group, saidOf: SaidOf): Share | null {
  const missing = [...group.said.keys()].filter((name) => !Object.hasOwn(entry.arguments, name));
  const same = [...group.said].filter(([name, said]) => {
    const kind = entry.arguments[name];
    return kind && saidOf(kind) === said;
  });
  return same.length > 1 && same.length > missing.length ? { group, missing } : null;
}

// What most of the entries that have an argument say of it, where that are so many at least.
function usuallySaid(
  names: readonly string[],
  entries: readonly Entry[],
  saidOf: SaidOf,
  least: number,
): Said {
  return new Map(
    names.flatMap((name): [string, string][] => {
      const said = entries.flatMap(({ arguments: { [name]: kind } }) =>
        kind ? [saidOf(kind)] : [],
      );
      const [most = []] = alike(said, (words) => words).toSorted((a, b) => b.length - a.length);
      const [words] = most;
      return words !== undefined && most.length >= least ? [[name, words]] : [];
    }),
  );
}

// What has the same key together, in the order of the first of each.
function alike<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const same = found.get(key);
    if (same) same.push(item);
    else found.set(key, [item]);
  }
  return [...found.values()];
}
