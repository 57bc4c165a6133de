// The command line as data: every command and what may stand behind it. What is parsed, helped with
// and suggested comes from here, and the type of what a command is called with; it loads nothing, so
// that `dlx --help` starts fast.
import type { Command, Option, Given as GivenTo } from './options.js';

const specs = { word: 'spec', form: '<spec..>', about: 'YAML files' } as const;

const someRuns = {
  word: 'run',
  form: '<run..>',
  about: 'run folders, beginnings of their names, or latest',
} as const;

const oneRun = {
  word: 'run',
  form: '<run>',
  about: 'a run folder, the beginning of its name, or latest',
} as const;

const specOptions = [
  {
    name: 'set',
    kind: 'texts',
    short: 'S',
    value: 'KEY.PATH=VALUE',
    about: 'as optimizer.learning_rate=0.01; repeat for more',
  },
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
  { name: 'name', kind: 'text', value: 'NAME', about: 'name of the runs' },
  { name: 'tag', kind: 'texts', value: 'TAG', about: 'a tag for the runs; repeat for more' },
] as const satisfies readonly Option[];

const json = {
  name: 'json',
  kind: 'flag',
  about: 'one JSON document on stdout, errors too, and nothing on stderr',
} as const;
const full = { name: 'full', kind: 'flag', about: 'with --json: all that run.json holds' } as const;
const quiet = {
  name: 'quiet',
  kind: 'flag',
  short: 'q',
  about: "print only the runs' paths",
} as const;
const runs = {
  name: 'runs',
  kind: 'text',
  value: 'DIR',
  variable: 'DLX_RUNS',
  standard: 'runs',
  about: 'folder of the runs (default: DLX_RUNS, or runs)',
} as const;

const trainOptions = [
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

const movedData = {
  name: 'data',
  kind: 'text',
  value: 'PATH',
  about: "where the run's data is now: a file, or a folder that holds it",
} as const;

const resumeOptions = [
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

const where = {
  name: 'where',
  kind: 'text',
  value: 'CONDITION',
  about: "only runs of which it holds: 'optimizer=adam and val_accuracy>0.88'",
} as const;

const compareOptions = [
  runs,
  where,
  {
    name: 'sort',
    kind: 'text',
    value: 'COLUMN',
    about: 'best first; --sort=-COLUMN for worst first',
  },
  { name: 'columns', kind: 'list', value: 'A,B,C', about: 'exactly these columns' },
  { name: 'all', kind: 'flag', about: 'every column there is' },
  { name: 'each', kind: 'flag', about: 'a row a run, replicates too' },
  {
    name: 'format',
    kind: 'choice',
    words: ['table', 'json', 'csv', 'markdown'],
    value: 'FORMAT',
    about: 'table (default), json, csv, markdown',
  },
  json,
  { ...full, about: 'with --json: every column of the tables' },
] as const satisfies readonly Option[];

const exportOptions = [
  runs,
  {
    name: 'to',
    kind: 'choice',
    // Those of src/export/formats.ts.
    words: ['onnx', 'keras', 'savedmodel', 'tfjs', 'pytorch'],
    needed: true,
    value: 'FORMAT',
    about: 'onnx, keras, savedmodel, tfjs, pytorch',
  },
  {
    name: 'output',
    kind: 'text',
    value: 'DIR',
    about: 'the new folder (default: NAME-FORMAT, here)',
  },
  {
    name: 'with-preprocessing',
    kind: 'flag',
    about: "what data.json says of a table's cells is part of the model",
  },
  json,
] as const satisfies readonly Option[];

const pruneOptions = [
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

const predictOptions = [
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
    name: 'batch-size',
    kind: 'whole',
    min: 1,
    value: 'N',
    about: 'rows at a time through the model (default: 250, as in evaluation)',
  },
  runs,
  device,
  usedThreads,
] as const satisfies readonly Option[];

const evaluateOptions = [
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

const setupOptions = [
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

/** Every command, in the order in which help lists them. */
export const commands = [
  {
    name: 'train',
    about: 'train each spec, then compare what was trained',
    takes: specs,
    options: trainOptions,
  },
  {
    name: 'resume',
    about: 'go on with runs that are not finished, bit for bit',
    takes: someRuns,
    options: resumeOptions,
  },
  {
    name: 'verify',
    about: "whether a run's files are whole, and training again gives the same bits",
    takes: oneRun,
    options: [
      runs,
      { name: 'files', kind: 'flag', about: 'check the files alone, train nothing' },
      movedData,
      json,
    ],
  },
  {
    name: 'wait',
    about: 'wait until runs end; the exit code is theirs',
    takes: {
      word: 'run',
      form: '<run..>',
      about: 'run folders, beginnings of their names, or latest',
    },
    options: [
      runs,
      {
        name: 'timeout',
        kind: 'whole',
        min: 0,
        max: 10 ** 9,
        value: 'SECONDS',
        about: 'wait no longer than this: exit code 5',
      },
      json,
    ],
  },
  {
    name: 'compare',
    about: 'compare runs in one table',
    takes: {
      word: 'run',
      form: '[run..]',
      about: 'run folders, beginnings of their names, or latest (default: all)',
    },
    options: compareOptions,
  },
  {
    name: 'export',
    about: 'write the model of a run for other programs',
    takes: {
      word: 'run',
      form: '<run>',
      about: 'a run folder, the beginning of its name, or latest',
    },
    options: exportOptions,
  },
  {
    name: 'import',
    about: 'make a spec and its weights of a model that Keras saved',
    takes: {
      word: 'file',
      form: '<file>',
      about: 'a .keras file of Keras 3; or, with --spec, its .weights.h5',
    },
    options: [
      {
        name: 'spec',
        kind: 'text',
        value: 'SPEC',
        about: 'the weights alone, for the model of this spec',
      },
      {
        name: 'output',
        kind: 'text',
        value: 'FILE',
        about: 'the new spec, beside which its weights stand; with --spec, the weights',
      },
      json,
    ],
  },
  {
    name: 'list',
    about: 'the runs that there are, the newest first',
    takes: {
      word: 'run',
      form: '[run..]',
      about: 'run folders, beginnings of their names, or latest (default: all)',
    },
    options: [runs, where, json],
  },
  {
    name: 'diff',
    about: 'what differs between two runs',
    takes: oneRun,
    then: { word: 'other', form: '<other>', about: 'another one' },
    options: [runs, json],
  },
  {
    name: 'tag',
    about: 'put tags on runs, or take them off',
    takes: someRuns,
    options: [
      runs,
      { name: 'add', kind: 'texts', value: 'TAG', about: 'a tag to put on them; repeat for more' },
      { name: 'remove', kind: 'texts', value: 'TAG', about: 'a tag to take off; repeat for more' },
      json,
    ],
  },
  {
    name: 'note',
    about: 'write a note on a run',
    takes: oneRun,
    then: { word: 'text', form: '<text>', about: "the note; '' takes it away" },
    options: [runs, json],
  },
  {
    name: 'rename',
    about: 'give a run, and its folder, another name',
    takes: oneRun,
    then: { word: 'name', form: '<name>', about: 'its new name' },
    options: [runs, json],
  },
  {
    name: 'prune',
    about: 'move runs that are no longer wanted into a trash folder',
    takes: {
      word: 'run',
      form: '[run..]',
      about:
        'run folders, beginnings of their names, or latest (default: all that the options mean)',
    },
    options: pruneOptions,
  },
  {
    name: 'evaluate',
    about: 'how well the models of runs do: each class, each error, on whatever data',
    takes: {
      word: 'run',
      form: '<run..>',
      about: 'run folders, beginnings of their names, or latest',
    },
    options: evaluateOptions,
  },
  {
    name: 'predict',
    about: "a run's model asked about new data",
    takes: oneRun,
    then: {
      word: 'file',
      form: '<file..>',
      about: 'files of new data as the spec has it, the target left out; - is standard input',
    },
    options: predictOptions,
  },
  {
    name: 'validate',
    about: 'say everything that is wrong with specs',
    takes: specs,
    options: [...specOptions, runs, json],
  },
  {
    name: 'show',
    about: 'the resolved spec and its layers; or all of what a run was',
    takes: {
      word: 'spec',
      form: '<spec..>',
      about: 'YAML files, or run folders, names of runs, latest',
    },
    options: [...specOptions, runs, json],
  },
  {
    name: 'init',
    about: 'write a commented first spec',
    takes: { word: 'file', form: '[file]', about: 'the file to write (default: experiment.yaml)' },
    options: [json],
  },
  {
    name: 'schema',
    about: 'the JSON Schema of specs, for editors; or what names of a spec mean',
    takes: {
      word: 'name',
      form: '[name..]',
      about: 'what a spec may name, as Dense or adam: its arguments and defaults',
    },
    options: [{ name: 'markdown', kind: 'flag', about: 'all that a spec may name, as Markdown' }],
  },
  {
    name: 'setup',
    about: 'fetch the TensorFlow that runs are trained with',
    options: setupOptions,
  },
  { name: 'doctor', about: 'what works on this machine', options: [json] },
  {
    name: 'gpu-status',
    about: 'the NVIDIA GPUs and whether TensorFlow uses them',
    options: [json],
  },
  {
    name: 'completion',
    about: 'the script that completes words of dlx in a shell',
    takes: { word: 'shell', form: '<shell>', about: 'bash, zsh or fish' },
    options: [],
  },
] as const satisfies readonly Command[];

export type CommandName = (typeof commands)[number]['name'];

/** What a command is called with: the values of its options, and its other words. */
export type Given<N extends CommandName> = GivenTo<Extract<(typeof commands)[number], { name: N }>>;

/** The command of this name, if there is one. */
export function commandNamed(
  name: string | undefined,
): (Command & { readonly name: CommandName }) | undefined {
  return commands.find((command) => command.name === name);
}
