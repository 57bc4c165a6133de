// Arguments that many entries share, which the reference tells of once: in go a table of entries, out
// come the groups that they have in common, and which of an entry's arguments are told of there.
import type { Entry } from './kinds.js';

/** Arguments that belong together; `rows` are what is said of each. */
export type Group = { readonly title: string; readonly rows: ReadonlyMap<string, string> };

type Declared = { readonly title: string; readonly names: readonly string[] };

const declared: Readonly<Record<string, readonly Declared[]>> = {
  layer: [
    {
      title: 'Kernel and bias arguments',
      names: [
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
    },
    {
      title: 'Recurrent arguments',
      names: [
        'recurrent_initializer',
        'recurrent_regularizer',
        'recurrent_constraint',
        'dropout',
        'recurrent_dropout',
        'return_sequences',
        'go_backwards',
        'zero_output_for_mask',
      ],
    },
    {
      title: 'Window arguments',
      names: ['strides', 'padding', 'data_format', 'dilation_rate', 'groups'],
    },
    {
      title: 'Depthwise arguments',
      names: [
        'depth_multiplier',
        'depthwise_initializer',
        'depthwise_regularizer',
        'depthwise_constraint',
      ],
    },
    {
      title: 'Scaling arguments',
      names: [
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
    },
  ],
  optimizer: [
    {
      title: 'Optimizer arguments',
      names: [
        'weight_decay',
        'clipnorm',
        'clipvalue',
        'global_clipnorm',
        'use_ema',
        'ema_momentum',
        'ema_overwrite_frequency',
      ],
    },
  ],
  'data set': [
    {
      title: 'Split arguments',
      names: ['validation_split', 'split_seed', 'stratify', 'test_split'],
    },
  ],
  initializer: [{ title: 'Fan arguments', names: ['input_axes', 'output_axes'] }],
};

/** The groups of a table; what most of its entries say of an argument is what the group says. */
export function groupsOf(
  noun: string,
  table: readonly Entry[],
  rowOf: (entry: Entry, name: string) => string,
): readonly Group[] {
  return (declared[noun] ?? []).flatMap(({ title, names }) => {
    const rows = names.flatMap((name): [string, string][] => {
      const said = table
        .filter((entry) => Object.hasOwn(entry.arguments, name))
        .map((entry) => rowOf(entry, name));
      const row = mostFrequent(said);
      return row === undefined ? [] : [[name, row]];
    });
    const group = { title, rows: new Map(rows) };
    const sharing = table.filter((entry) => sharedWith(entry, group, rowOf).length > 1);
    return sharing.length > 1 ? [group] : [];
  });
}

/** The arguments of an entry of which a group says all there is to say. */
export function sharedWith(
  entry: Entry,
  { rows }: Group,
  rowOf: (entry: Entry, name: string) => string,
): readonly string[] {
  const shared = Object.keys(entry.arguments).filter(
    (name) => rows.has(name) && rows.get(name) === rowOf(entry, name),
  );
  return shared.length > 1 ? shared : [];
}

function mostFrequent(said: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const row of said) counts.set(row, (counts.get(row) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
