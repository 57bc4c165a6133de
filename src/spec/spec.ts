// What a spec is once it has been read, checked and resolved: every field present, nothing to
// default downstream. Names of keys are Keras' and the file's own, in snake case, wherever data
// comes from or goes to a file.
import type { Tagged } from '../words/tagged.js';

/** One layer of a model, in an order in which each comes after its inputs. */
export type LayerSpec = {
  /** The layer's Keras class, as `Dense`. */
  readonly layer: string;
  /** Unique in the model: as written, or as Keras would name it (`dense`, `dense_1`). */
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Names of the layers it takes, or {@link modelInput}. */
  readonly inputs: readonly string[];
  readonly trainable: boolean;
  /** Where it was written, as a path in the spec: `['model', 3]`. */
  readonly origin: readonly (string | number)[];
};

export { modelInput } from '../words/keys.js';

/** Stop when the monitored value has not improved for `patience` epochs; Keras' EarlyStopping. */
export type EarlyStopping = {
  readonly monitor: string;
  readonly min_delta: number;
  readonly patience: number;
  readonly mode: 'auto' | 'min' | 'max';
  readonly baseline: number | null;
  readonly start_from_epoch: number;
};

/** Lower the learning rate when the monitored value stalls; Keras' ReduceLROnPlateau. */
export type ReduceLearningRate = {
  readonly monitor: string;
  readonly factor: number;
  readonly patience: number;
  readonly mode: 'auto' | 'min' | 'max';
  readonly min_delta: number;
  readonly cooldown: number;
  readonly min_lr: number;
};

/** A metric, and the name it gets in the log where that is not its own. */
export type MetricSpec = Tagged & { readonly label?: string };

/** The name under which a metric appears in the log. */
export function metricName(metric: MetricSpec): string {
  return metric.label ?? metric.name;
}

/** Where weights come from that training begins with: exactly one of `run`, `spec` and `file`. */
export type InitialWeights = {
  /** A run's folder, or what it is called in the folder of runs. */
  readonly run: string | null;
  /** A spec, of whose runs the best is taken. */
  readonly spec: string | null;
  /** A safetensors file. */
  readonly file: string | null;
  /** Layers or weights there, and what they are called here. */
  readonly rename: Readonly<Record<string, string>>;
  /** Names of the layers here that take theirs, with `*`; null for all that have one there. */
  readonly only: readonly string[] | null;
  /** Of all values that are taken; null where they were not looked at yet. */
  readonly sha256: string | null;
};

/** Which rows a run of a cross-validation is scored on. */
export type CrossValidation = {
  /** Into so many the rows are cut, so often. */
  readonly folds: number;
  readonly repeats: number;
  readonly by: 'random' | 'stratified' | 'group' | 'time' | 'order';
  /** The column with the groups or the times. */
  readonly column: string | null;
  /** The fold that is held out, from 1, of which of the repeats, from 1. */
  readonly fold: number;
  readonly repeat: number;
};

/** One experiment, fully said. */
export type Spec = {
  /** For the run's folder and the tables: as written, or the file's name without its ending. */
  readonly name: string;
  readonly tags: readonly string[];
  readonly notes: string | null;
  readonly dataset: Tagged;
  readonly model: readonly LayerSpec[];
  readonly initial_weights: InitialWeights | null;
  readonly optimizer: Tagged;
  readonly loss: Tagged;
  readonly metrics: readonly MetricSpec[];
  /** What a sample of each class weighs in training, by name or number; the others weigh 1. */
  readonly class_weight: 'balanced' | Readonly<Record<string, number>> | null;
  readonly batch_size: number;
  readonly epochs: number;
  readonly seed: number;
  /** Given for a run of a cross-validation; the data set's arguments then hold its fold, too. */
  readonly cross_validation: CrossValidation | null;
  /** The value that chooses the best epoch: `val_loss`, `val_accuracy`, … */
  readonly monitor: string;
  readonly mode: 'auto' | 'min' | 'max';
  readonly early_stopping: EarlyStopping | null;
  readonly reduce_lr_on_plateau: ReduceLearningRate | null;
  /** Every so many seconds within an epoch the state is kept; null at the ends of epochs alone. */
  readonly checkpoint: { readonly every: number | null };
  /** How many seconds training may take by the clock, over all resumes; null for as many as it needs. */
  readonly budget: { readonly seconds: number } | null;
  /** Whether what TensorBoard shows is written while it trains. */
  readonly tensorboard: boolean;
};
