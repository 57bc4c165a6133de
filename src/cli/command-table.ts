// The command line as data: every command and what may stand behind it. What is parsed, helped with
// and suggested comes from here, and the type of what a command is called with; it loads nothing, so
// that `dlx --help` starts fast.
import {
  specs,
  someRuns,
  anyRuns,
  oneRun,
  specOptions,
  dataOptions,
  json,
  runs,
  trainOptions,
  movedData,
  resumeOptions,
  where,
  cardOptions,
  compareOptions,
  exportOptions,
  historyOptions,
  reportOptions,
  initOptions,
  pruneOptions,
  predictOptions,
  evaluateOptions,
  setupOptions,
} from './option-table.js';
import type { Command, Given as GivenTo } from './options.js';

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
    takes: someRuns,
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
    takes: anyRuns,
    options: compareOptions,
  },
  {
    name: 'history',
    about: 'the curves of training, of several runs over each other',
    takes: someRuns,
    options: historyOptions,
  },
  {
    name: 'report',
    about: 'one page about runs: verdicts, curves, errors, where they come from',
    takes: anyRuns,
    options: reportOptions,
  },
  {
    name: 'card',
    about: 'a model card: what the model of a run is, how good, how sure, how it was made',
    takes: oneRun,
    options: cardOptions,
  },
  {
    name: 'audit',
    about: 'whether every number of a text about runs is theirs',
    takes: { word: 'file', form: '<file>', about: 'a text, as Markdown' },
    then: { word: 'run', form: '<run..>', about: someRuns.about },
    options: [runs, json],
  },
  {
    name: 'export',
    about: 'write the model of a run, or the curves of runs, for other programs',
    takes: someRuns,
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
        short: 'o',
        value: 'FILE',
        about: 'the new spec, beside which its weights stand; with --spec, the weights',
      },
      json,
    ],
  },
  {
    name: 'list',
    about: 'the runs that there are, the newest first',
    takes: anyRuns,
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
    takes: someRuns,
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
    name: 'data',
    about: "what is in a spec's data, and what is doubtful about it: leaks, gaps, balance",
    takes: { word: 'spec', form: '<spec>', about: 'a YAML file' },
    options: dataOptions,
  },
  {
    name: 'init',
    about: 'write a commented first spec, for your own data too',
    takes: {
      word: 'file',
      form: '[file]',
      about:
        'a table, or a folder of pictures or texts; or the file to write (default: experiment.yaml)',
    },
    options: initOptions,
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
