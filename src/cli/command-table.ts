// The command line as data: every command and what may stand behind it. What is parsed, helped with
// and suggested comes from here; it imports nothing, so that `dlx --help` starts fast.

/** An option of a command; one without `value` is a flag. */
export type Option = {
  readonly name: string;
  readonly short?: string;
  /** What help calls the option's value: `N`, `DIR`. */
  readonly value?: string;
  readonly repeatable?: true;
  readonly about: string;
};

/**
 * What a command takes beside its options: `<word..>` one or more, `<word>` one, `[word..]` any
 * number, `[word]` one or none.
 */
export type Positional = {
  readonly word: string;
  readonly form: `<${string}>` | `[${string}]`;
  readonly about: string;
};

/** A command. */
export type Command = {
  readonly name: string;
  readonly about: string;
  readonly takes?: Positional;
  readonly options: readonly Option[];
};

const specs: Positional = { word: 'spec', form: '<spec..>', about: 'YAML files' };

const specOptions: readonly Option[] = [
  {
    name: 'set',
    short: 'S',
    value: 'KEY.PATH=VALUE',
    repeatable: true,
    about: 'as optimizer.learning_rate=0.01; repeat for more',
  },
  { name: 'seed', value: 'N', about: 'one run with this seed' },
  { name: 'seeds', value: 'N', about: 'so many runs, upwards from the seed' },
  { name: 'name', value: 'NAME', about: 'name of the runs' },
  { name: 'tag', value: 'TAG', repeatable: true, about: 'a tag for the runs; repeat for more' },
];

const json: Option = { name: 'json', about: 'one JSON document on stdout' };
const runs: Option = {
  name: 'runs',
  value: 'DIR',
  about: 'folder of the runs (default: DLX_RUNS, or runs)',
};

const trainOptions: readonly Option[] = [
  ...specOptions,
  runs,
  { name: 'needed', about: 'only what has no finished run yet' },
  { name: 'device', value: 'DEVICE', about: 'auto (default), cpu, gpu, gpu:1' },
  { name: 'threads', value: 'N', about: "TensorFlow's threads (default: by the model's cost)" },
  { name: 'eager', about: 'operation by operation, not as a graph: slower, to check it' },
  json,
  { name: 'quiet', short: 'q', about: "print only the runs' paths" },
];

const resumeOptions: readonly Option[] = [
  runs,
  { name: 'epochs', value: 'N', about: 'give finished runs N epochs in all, as their children' },
  { name: 'force', about: 'go on although versions, data or the machine differ' },
  json,
  { name: 'quiet', short: 'q', about: "print only the runs' paths" },
];

const compareOptions: readonly Option[] = [
  runs,
  { name: 'sort', value: 'COLUMN', about: 'best first; --sort=-COLUMN for worst first' },
  { name: 'columns', value: 'A,B,C', about: 'exactly these columns' },
  { name: 'all', about: 'every column there is' },
  { name: 'format', value: 'FORMAT', about: 'table (default), json, csv, markdown' },
];

const setupOptions: readonly Option[] = [
  { name: 'device', value: 'DEVICE', about: 'auto (default), cpu, gpu' },
  { name: 'from', value: 'FILE', about: 'a wheel file of TensorFlow to use instead of a download' },
  { name: 'force', about: 'build anew' },
];

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
    takes: {
      word: 'run',
      form: '<run..>',
      about: 'run folders, beginnings of their names, or latest',
    },
    options: resumeOptions,
  },
  {
    name: 'verify',
    about: "whether a run's files are whole, and training again gives the same bits",
    takes: {
      word: 'run',
      form: '<run>',
      about: 'a run folder, the beginning of its name, or latest',
    },
    options: [runs, { name: 'files', about: 'check the files alone, train nothing' }],
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
    name: 'validate',
    about: 'say everything that is wrong with specs',
    takes: specs,
    options: specOptions,
  },
  {
    name: 'show',
    about: 'the resolved spec and its layer table',
    takes: specs,
    options: [...specOptions, json],
  },
  {
    name: 'init',
    about: 'write a commented first spec',
    takes: { word: 'file', form: '[file]', about: 'the file to write (default: experiment.yaml)' },
    options: [],
  },
  {
    name: 'schema',
    about: 'the JSON Schema of specs, for editors; or what names of a spec mean',
    takes: {
      word: 'name',
      form: '[name..]',
      about: 'what a spec may name, as Dense or adam: its arguments and defaults',
    },
    options: [{ name: 'markdown', about: 'all that a spec may name, as Markdown' }],
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
] as const satisfies readonly Command[];

export type CommandName = (typeof commands)[number]['name'];

/** The command of this name, if there is one. */
export function commandNamed(
  name: string | undefined,
): (Command & { readonly name: CommandName }) | undefined {
  return commands.find((command) => command.name === name);
}
