// What each command does with what was given: read the options, import what the command needs, call
// it.
import type { Answer, SpecOptions } from '../commands/command.js';
import { misuse } from '../ground/errors.js';
import type { CommandName } from './command-table.js';
import { mostThreads } from '../run/shape.js';
import { flag, list, oneOf, text, wholeNumber, type Given } from './given.js';

/** Each command by its name. */
export const run: Readonly<Record<CommandName, (given: Given) => Promise<Answer>>> = {
  train: async (given) => {
    const { trainCommand } = await import('../commands/train.js');
    return trainCommand(list(given, 'spec'), {
      ...specsAsked(given),
      runs: runsFolder(given),
      ...stated('device', text(given, 'device')),
      ...stated('threads', wholeNumber(given, 'threads', 1, mostThreads)),
      eager: flag(given, 'eager'),
      needed: flag(given, 'needed'),
      json: flag(given, 'json'),
      quiet: flag(given, 'quiet'),
    });
  },
  resume: async (given) => {
    const { resumeCommand } = await import('../commands/resume.js');
    return resumeCommand(list(given, 'run'), {
      runs: runsFolder(given),
      force: flag(given, 'force'),
      ...stated('epochs', wholeNumber(given, 'epochs', 1)),
      json: flag(given, 'json'),
      quiet: flag(given, 'quiet'),
    });
  },
  verify: async (given) =>
    (await import('../commands/verify.js')).verifyCommand(list(given, 'run'), {
      runs: runsFolder(given),
      files: flag(given, 'files'),
    }),
  compare: async (given) => {
    const [{ compareCommand }, { comparisonFormats }] = await Promise.all([
      import('../commands/compare.js'),
      import('../render/terminal/comparison.js'),
    ]);
    return compareCommand(list(given, 'run'), {
      runs: runsFolder(given),
      format: oneOf(given, 'format', comparisonFormats),
      ...stated('sort', text(given, 'sort')),
      ...stated(
        'columns',
        text(given, 'columns')
          ?.split(',')
          .map((column) => column.trim()),
      ),
      all: flag(given, 'all'),
    });
  },
  validate: async (given) =>
    (await import('../commands/inspect.js')).validateCommand(
      list(given, 'spec'),
      specsAsked(given),
    ),
  show: async (given) =>
    (await import('../commands/inspect.js')).showCommand(list(given, 'spec'), {
      ...specsAsked(given),
      json: flag(given, 'json'),
    }),
  init: async (given) => {
    if (given['file'] === '') throw misuse('init needs the path of a file, got ""');
    return (await import('../commands/inspect.js')).initCommand(
      text(given, 'file') ?? 'experiment.yaml',
    );
  },
  schema: async (given) =>
    (await import('../commands/inspect.js')).schemaCommand(
      list(given, 'name'),
      flag(given, 'markdown'),
    ),
  setup: async (given) => {
    const { setupCommand } = await import('../commands/machine.js');
    return setupCommand({
      device: text(given, 'device') ?? 'auto',
      force: flag(given, 'force'),
      ...stated('from', text(given, 'from')),
    });
  },
  doctor: async (given) =>
    (await import('../commands/machine.js')).doctorCommand({ json: flag(given, 'json') }),
  'gpu-status': async (given) =>
    (await import('../commands/machine.js')).gpuStatusCommand({ json: flag(given, 'json') }),
};

function specsAsked(given: Given): SpecOptions {
  return {
    set: list(given, 'set'),
    tags: list(given, 'tag'),
    ...stated('seed', wholeNumber(given, 'seed', 0, 2 ** 32 - 1)),
    ...stated('seeds', wholeNumber(given, 'seeds', 1)),
    ...stated('name', text(given, 'name')),
  };
}

function runsFolder(given: Given): string {
  if (given['runs'] === '') throw misuse('--runs needs the path of a folder, got ""');
  return text(given, 'runs') ?? (process.env['DLX_RUNS'] || 'runs');
}

// A key that is absent where nothing was said.
function stated<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: V });
}
