// What is measured: each work with its data, its size and the ratios that it is meant to reach.
import { join } from 'node:path';

/** Who does the same work. */
export type Contender = 'dlx' | 'keras' | 'torch' | 'tfjs' | 'undetermined';

/** How many times faster than each of the others dlx is meant to be. */
export type Targets = Readonly<Partial<Record<Contender, number>>>;

export type Architecture = 'mlp' | 'cnn' | 'cnn-bn' | 'lstm' | 'gru';

/** Training steps of one model; milliseconds a step are measured. */
export type StepWork = {
  readonly kind: 'steps';
  readonly name: string;
  readonly title: string;
  readonly architecture: Architecture;
  readonly batch_size: number;
  /** Training samples of an epoch, a multiple of the batch size. */
  readonly samples: number;
  /** Fewer samples for a contender whose epoch would take minutes. */
  readonly fewer?: Readonly<Partial<Record<Contender, number>>>;
  readonly targets: Targets;
};

/**
 * Whole programs; seconds are measured, and how many times dlx is meant to be faster, or its
 * seconds at most.
 */
export type ProgramWork = {
  readonly kind:
    | 'command'
    | 'seeds'
    | 'predict'
    | 'read'
    | 'pictures'
    | 'runs'
    | 'help'
    | 'startup'
    | 'commit'
    | 'determinism';
  readonly name: string;
  readonly title: string;
  readonly targets: Targets;
  readonly atMost?: number;
};

export type Work = StepWork | ProgramWork;

const recurrent = { kind: 'steps', batch_size: 32, samples: 3200, fewer: { tfjs: 320 } } as const;

/** Every work, in the order of the table. */
export const works: readonly Work[] = [
  {
    kind: 'steps',
    name: 'mlp-32',
    title: 'MLP, batch 32',
    architecture: 'mlp',
    batch_size: 32,
    samples: 9728,
    targets: { keras: 5, torch: 2, tfjs: 20 },
  },
  {
    kind: 'steps',
    name: 'mlp-256',
    title: 'MLP, batch 256',
    architecture: 'mlp',
    batch_size: 256,
    samples: 9728,
    targets: {},
  },
  {
    kind: 'steps',
    name: 'cnn',
    title: 'CNN',
    architecture: 'cnn',
    batch_size: 32,
    samples: 3200,
    targets: { keras: 1.6, torch: 1, tfjs: 3.5 },
  },
  {
    kind: 'steps',
    name: 'cnn-bn',
    title: 'CNN with batch normalisation',
    architecture: 'cnn-bn',
    batch_size: 32,
    samples: 3200,
    targets: { keras: 1.8, torch: 0.9, tfjs: 3.5 },
  },
  {
    ...recurrent,
    name: 'lstm',
    title: 'Embedding, LSTM(8), 100 steps of time',
    architecture: 'lstm',
    targets: { keras: 6, torch: 1.2, tfjs: 100 },
  },
  {
    ...recurrent,
    name: 'gru',
    title: 'Embedding, GRU(8), 100 steps of time',
    architecture: 'gru',
    targets: { keras: 2.5, torch: 2, tfjs: 100 },
  },
  {
    kind: 'command',
    name: 'command',
    title: 'dlx train experiments/adam.yaml',
    targets: { keras: 4, torch: 2 },
  },
  {
    kind: 'seeds',
    name: 'seeds',
    title: 'dlx train experiments/adam.yaml, one epoch, twelve seeds',
    targets: { keras: 4 },
    atMost: 4,
  },
  {
    kind: 'pictures',
    name: 'pictures-first',
    title: 'First epoch of 5,000 JPEG files, small CNN',
    targets: { keras: 1 },
  },
  {
    kind: 'pictures',
    name: 'pictures-next',
    title: 'An epoch after it',
    targets: { keras: 1 },
  },
  {
    kind: 'predict',
    name: 'predict',
    title: 'dlx predict, 3,000,000 rows of ten columns, from CSV to CSV',
    targets: {},
    // 500,000 rows a second, its start among them.
    atMost: 6,
  },
  {
    kind: 'read',
    name: 'read-csv',
    title: 'Reading a CSV file of 200,000 × 50 numbers, 182 MB',
    targets: {},
    atMost: 1.3,
  },
  {
    kind: 'read',
    name: 'read-parquet',
    title: 'Reading the same as Parquet',
    targets: {},
    atMost: 1.3,
  },
  {
    kind: 'startup',
    name: 'startup-mlp',
    title: 'From command to first step, MLP',
    targets: {},
    atMost: 2,
  },
  {
    kind: 'startup',
    name: 'startup-cnn',
    title: 'From command to first step, CNN',
    targets: {},
    atMost: 2,
  },
  {
    kind: 'startup',
    name: 'startup-lstm',
    title: 'From command to first step, LSTM',
    targets: {},
    atMost: 4,
  },
  {
    kind: 'commit',
    name: 'commit',
    title: 'Committing an epoch of experiments/adam.yaml',
    targets: {},
    atMost: 0.05,
  },
  {
    kind: 'determinism',
    name: 'determinism',
    title: 'Determinism, CNN with batch normalisation',
    targets: {},
    atMost: 0.05,
  },
  {
    kind: 'runs',
    name: 'compare-1000',
    title: 'dlx compare of 1,000 runs',
    targets: {},
    atMost: 0.4,
  },
  {
    kind: 'runs',
    name: 'compare-10000',
    title: 'dlx compare of 10,000 runs',
    targets: {},
    atMost: 2,
  },
  { kind: 'runs', name: 'history-20', title: 'dlx history of 20 runs', targets: {}, atMost: 0.5 },
  { kind: 'runs', name: 'report-200', title: 'dlx report of 200 runs', targets: {}, atMost: 5 },
  { kind: 'help', name: 'help', title: 'dlx --help', targets: {}, atMost: 1.25 },
];

/** The repository, from the compiled file's place. */
export const repository = join(import.meta.dirname, '../..');

/** The spec of a work of steps. */
export function specOf({ name }: Pick<StepWork, 'name'>): string {
  return join(repository, 'bench/specs', `${name}.yaml`);
}
