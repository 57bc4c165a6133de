// What may stand behind the commands, as data: their other words and their options. Which command
// takes what is the table beside this one.
import type { Option } from './options.js';

/** Specs to work on. */
export const specs = { word: 'spec', form: '<spec..>', about: 'YAML files' } as const;

/** Runs to work on, one or more. */
export const someRuns = {
  word: 'run',
  form: '<run..>',
  about: 'run folders, beginnings of their names, or latest',
} as const;

/** Runs, or all that there are. */
export const anyRuns = {
  word: 'run',
  form: '[run..]',
  about: 'run folders, beginnings of their names, or latest (default: all)',
} as const;

/** The run to work on. */
export const oneRun = {
  word: 'run',
  form: '<run>',
  about: 'a run folder, the beginning of its name, or latest',
} as const;

/** Values for keys of a spec. */
export const set = {
  name: 'set',
  kind: 'texts',
  short: 'S',
  value: 'KEY.PATH=VALUE',
  about: 'as optimizer.learning_rate=0.01; repeat for more',
} as const satisfies Option;

/** What changes a spec. */
export const specOptions = [
  set,
  {
    name: 'seed',
    kind: 'whole',
    min: 0,
    max: 2 ** 32 - 1,
    value: 'N',
    about: 'one run with this seed',
  },
  {
    name: 'seeds',
    kind: 'whole',
    min: 1,
    value: 'N',
    about: 'so many runs, upwards from the seed',
  },
  {
    name: 'folds',
    kind: 'whole',
    min: 2,
    value: 'K',
    about: 'a run for each of K folds of the rows (cross-validation)',
  },
  { name: 'name', kind: 'text', value: 'NAME', about: 'name of the runs' },
  { name: 'tag', kind: 'texts', value: 'TAG', about: 'a tag for the runs; repeat for more' },
] as const satisfies readonly Option[];

/** One document for programs. */
export const json = {
  name: 'json',
  kind: 'flag',
  about: 'one JSON document on stdout, errors too, and nothing on stderr',
} as const;

/** All of it. */
export const full = {
  name: 'full',
  kind: 'flag',
  about: 'with --json: all that run.json holds',
} as const;

/** Paths alone. */
export const quiet = {
  name: 'quiet',
  kind: 'flag',
  short: 'q',
  about: "print only the runs' paths",
} as const;

/** Where the runs are. */
export const runs = {
  name: 'runs',
  kind: 'text',
  value: 'DIR',
  variable: 'DLX_RUNS',
  standard: 'runs',
  about: 'folder of the runs (default: DLX_RUNS, or runs)',
} as const;

/** Those of `dlx train`. */
export const trainOptions = [
  ...specOptions,
  runs,
  { name: 'needed', kind: 'flag', about: 'only what has no finished run yet' },
  {
    name: 'budget',
    kind: 'text',
    value: 'TIME',
    about: 'end training after 90s, 10m, 1h, and score the best epoch',
  },
  {
    name: 'fit-epochs',
    kind: 'flag',
    about: 'measure first, and set epochs to what fits into the budget',
  },
  {
    name: 'sealed',
    kind: 'flag',
    about: 'do not read the test set: `dlx evaluate RUN --test` does, once asked',
  },
  {
    name: 'device',
    kind: 'text',
    standard: 'auto',
    value: 'DEVICE',
    about: 'auto (default), cpu, gpu, gpu:1',
  },
  {
    name: 'threads',
    kind: 'whole',
    min: 1,
    max: 8192,
    value: 'N',
    about: "TensorFlow's threads (default: by the model's cost)",
  },
  {
    name: 'jobs',
    kind: 'whole',
    min: 1,
    max: 1024,
    value: 'N',
    variable: 'DLX_JOBS',
    about: "runs trained at a time (default: DLX_JOBS, or by the models' cost)",
  },
  {
    name: 'tensorboard',
    kind: 'flag',
    about: 'write what TensorBoard shows into the run folder, epoch by epoch',
  },
  {
    name: 'eager',
    kind: 'flag',
    about: 'operation by operation, not as a graph: slower, to check it',
  },
  {
    name: 'parent',
    kind: 'text',
    value: 'RUN',
    about: 'the run that it came from (default: the one whose spec it is, or extends)',
  },
  {
    name: 'events',
    kind: 'text',
    value: 'FILE',
    about: 'write what happens as lines of JSON to a file, or to stdout (-)',
  },
  json,
  full,
  quiet,
] as const satisfies readonly Option[];

/** Where a run's data went. */
export const movedData = {
  name: 'data',
  kind: 'text',
  value: 'PATH',
  about: "where the run's data is now: a file, or a folder that holds it",
} as const;

/** Those of `dlx resume`. */
export const resumeOptions = [
  runs,
  {
    name: 'epochs',
    kind: 'whole',
    min: 1,
    value: 'N',
    about: 'give finished runs N epochs in all, as their children',
  },
  { name: 'force', kind: 'flag', about: 'go on although versions, data or the machine differ' },
  movedData,
  json,
  full,
  quiet,
] as const satisfies readonly Option[];

/** Which runs. */
export const where = {
  name: 'where',
  kind: 'text',
  value: 'CONDITION',
  about: "only runs of which it holds: 'optimizer=adam and val_accuracy>0.88'",
} as const;

// What rows of runs are, and what they are held against.
const each = { name: 'each', kind: 'flag', about: 'a row a run, replicates too' } as const;
const groupBy = {
  name: 'group-by',
  kind: 'text',
  value: 'COLUMN',
  about: 'a row for what has the same name, tag or setting, instead of the same spec',
} as const;
const baseline = {
  name: 'baseline',
  kind: 'text',
  value: 'ROW',
  about: 'what the other rows are held against (default: the best by validation)',
} as const;

const practical = {
  name: 'practical',
  kind: 'text',
  value: 'DIFF',
  about: 'differences in the score that are too small to matter: 0.005',
} as const;

/** Those of `dlx compare`. */
export const compareOptions = [
  runs,
  where,
  {
    name: 'sort',
    kind: 'text',
    value: 'COLUMN',
    about: 'best first; --sort=-COLUMN for worst first',
  },
  {
    name: 'columns',
    kind: 'list',
    value: 'A,B,C',
    about: 'exactly these columns, and what other options ask for',
  },
  { name: 'all', kind: 'flag', about: 'every column there is' },
  {
    name: 'top',
    kind: 'whole',
    min: 1,
    value: 'N',
    about: 'the first N rows of each table, and the one that others are held against',
  },
  each,
  groupBy,
  baseline,
  {
    name: 'target',
    kind: 'text',
    value: 'SCORE',
    about: 'how many epochs and seconds validation took to come to it: 0.88',
  },
  {
    name: 'pareto',
    kind: 'list',
    value: 'A,B',
    about: 'mark the rows that none beats in all of these: val_accuracy,seconds_total',
  },
  practical,
  {
    name: 'format',
    kind: 'choice',
    words: ['table', 'json', 'csv', 'markdown', 'latex', 'html'],
    value: 'FORMAT',
    about: 'table (default), json, csv, markdown, latex, html',
  },
  json,
  { ...full, about: 'with --json: every column of the tables' },
] as const satisfies readonly Option[];

/** Those of `dlx history`. */
export const historyOptions = [
  runs,
  where,
  {
    name: 'metric',
    kind: 'list',
    value: 'A,B',
    about: 'loss, val_accuracy, learning_rate, … (default: the loss and the first metric)',
  },
  { ...each, about: 'a line a run, replicates too' },
  {
    ...groupBy,
    about: 'a line for what has the same name, tag or setting, instead of the same spec',
  },
  { name: 'follow', kind: 'flag', about: 'go on drawing until the runs have ended' },
  { name: 'svg', kind: 'text', value: 'FILE', about: 'write the charts as SVG, too' },
  { name: 'png', kind: 'text', value: 'FILE', about: 'write the charts as PNG, too' },
  { name: 'csv', kind: 'flag', about: 'a row an epoch, as CSV' },
  json,
] as const satisfies readonly Option[];

/** Those of `dlx report`. */
export const reportOptions = [
  {
    name: 'output',
    kind: 'text',
    short: 'o',
    standard: 'report.html',
    value: 'FILE',
    about: 'the page to write (default: report.html)',
  },
  { name: 'title', kind: 'text', value: 'TEXT', about: 'what it is called' },
  { name: 'notes', kind: 'text', value: 'FILE', about: 'what is to be said first, as Markdown' },
  runs,
  where,
  each,
  groupBy,
  baseline,
  practical,
  json,
] as const satisfies readonly Option[];

/** Those of `dlx card`. */
export const cardOptions = [
  {
    name: 'output',
    kind: 'text',
    short: 'o',
    value: 'FILE',
    about: 'where to write it, as README.md (default: standard output)',
  },
  { name: 'force', kind: 'flag', about: 'in the place of a file that is there' },
  runs,
  json,
] as const satisfies readonly Option[];

/** Those of `dlx export`. */
export const exportOptions = [
  runs,
  {
    name: 'to',
    kind: 'choice',
    // Those of src/export/formats.ts, and of what is written of runs, not of a model.
    words: ['onnx', 'keras', 'savedmodel', 'tfjs', 'pytorch', 'tensorboard', 'mlflow'],
    needed: true,
    value: 'FORMAT',
    about: 'onnx, keras, savedmodel, tfjs, pytorch; tensorboard and mlflow, the curves of runs',
  },
  {
    name: 'output',
    kind: 'text',
    short: 'o',
    value: 'DIR',
    about: 'the new folder (default: NAME-FORMAT, here)',
  },
  {
    name: 'with-preprocessing',
    kind: 'flag',
    about: "what data.json says of a table's cells is part of the model",
  },
  {
    name: 'tracking-uri',
    kind: 'text',
    value: 'URI',
    about: 'the server of MLflow: http://127.0.0.1:5000 (default: MLFLOW_TRACKING_URI)',
  },
  {
    name: 'experiment',
    kind: 'text',
    value: 'NAME',
    about: 'the experiment there (default: MLFLOW_EXPERIMENT_NAME, or dlx)',
  },
  json,
] as const satisfies readonly Option[];

/** Those of `dlx prune`. */
export const pruneOptions = [
  runs,
  { name: 'state', kind: 'list', value: 'A,B', about: 'those that are failed, interrupted, …' },
  { name: 'older', kind: 'text', value: 'AGE', about: 'those that ended longer ago: 12h, 30d, 8w' },
  where,
  {
    name: 'keep',
    kind: 'text',
    value: 'KEEP',
    about: 'leave best:3 of each data set, or latest:5 of all',
  },
  { name: 'parents', kind: 'flag', about: 'also runs that others were made from' },
  { name: 'now', kind: 'flag', about: 'delete for good, instead of moving to the trash' },
  { name: 'dry-run', kind: 'flag', about: 'only say what would be done' },
  json,
] as const satisfies readonly Option[];

const device = {
  name: 'device',
  kind: 'text',
  standard: 'auto',
  value: 'DEVICE',
  about: 'auto (default), cpu, gpu, gpu:1',
} as const;

const usedThreads = {
  name: 'threads',
  kind: 'whole',
  min: 1,
  max: 8192,
  value: 'N',
  about: "TensorFlow's threads (default: the run's own)",
} as const;

/** Those of `dlx predict`. */
export const predictOptions = [
  {
    name: 'output',
    kind: 'text',
    short: 'o',
    value: 'FILE',
    about: 'where to write: .csv, .jsonl or .npy (default: standard output)',
  },
  {
    name: 'format',
    kind: 'choice',
    words: ['auto', 'table', 'csv', 'jsonl', 'npy'],
    value: 'FORMAT',
    about:
      "auto (default: by FILE's ending; a table on a terminal, else csv), table, csv, jsonl, npy",
  },
  { name: 'proba', kind: 'flag', about: 'the probability of each class' },
  { name: 'top', kind: 'whole', min: 1, value: 'N', about: 'the N likeliest classes' },
  { name: 'keep', kind: 'list', value: 'A,B', about: 'columns of the input to write along' },
  { name: 'with-input', kind: 'flag', about: 'all columns of the input' },
  {
    name: 'all',
    kind: 'flag',
    about: 'of a series every window, and not the last one alone, after which the future begins',
  },
  {
    name: 'batch-size',
    kind: 'whole',
    min: 1,
    value: 'N',
    about: 'rows at a time through the model (default: 250, as in evaluation)',
  },
  runs,
  device,
  usedThreads,
  {
    ...json,
    about: 'with --output: one JSON document on stdout, errors too, and nothing on stderr',
  },
] as const satisfies readonly Option[];

/** Those of `dlx evaluate`. */
export const evaluateOptions = [
  {
    name: 'test',
    kind: 'flag',
    about: 'on the test set, which is counted as a look at it; opens a sealed run',
  },
  {
    name: 'data',
    kind: 'text',
    value: 'FILE',
    about: "on new data, its target in it; with --test, where the run's data is now",
  },
  { name: 'labels', kind: 'text', value: 'FILE', about: 'the labels of new images' },
  { name: 'metrics', kind: 'list', value: 'A,B', about: 'more than the spec has' },
  runs,
  device,
  usedThreads,
  json,
] as const satisfies readonly Option[];

/** Those of `dlx data`. */
export const dataOptions = [
  set,
  {
    name: 'html',
    kind: 'text',
    value: 'FILE',
    about: 'write a page that stands by itself, with histograms and pictures, too',
  },
  json,
] as const satisfies readonly Option[];

/** Those of `dlx init`. */
export const initOptions = [
  { name: 'target', kind: 'text', value: 'COLUMN', about: 'the column that is to be predicted' },
  {
    name: 'output',
    kind: 'text',
    short: 'o',
    value: 'FILE',
    about: "the spec to write (default: the table's name, here)",
  },
  json,
] as const satisfies readonly Option[];

/** Those of `dlx setup`. */
export const setupOptions = [
  {
    name: 'device',
    kind: 'text',
    standard: 'auto',
    value: 'DEVICE',
    about: 'auto (default), cpu, gpu',
  },
  {
    name: 'from',
    kind: 'text',
    value: 'FILE',
    about: 'a wheel file of TensorFlow to use instead of a download',
  },
  { name: 'force', kind: 'flag', about: 'build anew' },
  json,
] as const satisfies readonly Option[];
