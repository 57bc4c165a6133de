// What each command does with what was given: import what it needs, call it.
import { existsSync } from 'node:fs';
import { misuse } from '../ground/errors.js';
import type { Answer } from '../commands/command.js';
import { exitCodes } from '../ground/errors.js';
import { commandNamed, type CommandName, type Given } from './command-table.js';
import { givenTo } from './given.js';
import { parse } from './parse.js';

type Runs = { readonly [N in CommandName]: (given: Given<N>) => Promise<Answer> };

/** Each command by its name. */
const run: Runs = {
  train: async (given) => (await import('../commands/train.js')).trainCommand(given),
  resume: async (given) => (await import('../commands/resume.js')).resumeCommand(given),
  verify: async (given) => (await import('../commands/verify.js')).verifyCommand(given),
  wait: async (given) => (await import('../commands/wait.js')).waitCommand(given),
  compare: async (given) => (await import('../commands/compare.js')).compareCommand(given),
  history: async (given) => (await import('../commands/history.js')).historyCommand(given),
  report: async (given) => (await import('../commands/report.js')).reportCommand(given),
  card: async (given) => (await import('../commands/card.js')).cardCommand(given),
  audit: async (given) => (await import('../commands/audit.js')).auditCommand(given),
  export: async (given) => (await import('../commands/export.js')).exportCommand(given),
  import: async (given) => (await import('../commands/import.js')).importCommand(given),
  list: async (given) => (await import('../commands/list.js')).listCommand(given),
  diff: async (given) => (await import('../commands/diff.js')).diffCommand(given),
  tag: async (given) => (await import('../commands/mark.js')).tagCommand(given),
  note: async (given) => (await import('../commands/mark.js')).noteCommand(given),
  rename: async (given) => (await import('../commands/mark.js')).renameCommand(given),
  prune: async (given) => (await import('../commands/prune.js')).pruneCommand(given),
  evaluate: async (given) => (await import('../commands/evaluate.js')).evaluateCommand(given),
  predict: async (given) => (await import('../commands/predict.js')).predictCommand(given),
  validate: async (given) => (await import('../commands/inspect.js')).validateCommand(given),
  show: async (given) => (await import('../commands/show.js')).showCommand(given),
  data: async (given) => (await import('../commands/data.js')).dataCommand(given),
  init: async (given) => (await import('../commands/init.js')).initCommand(given),
  schema: async (given) => (await import('../commands/inspect.js')).schemaCommand(given),
  setup: async (given) => (await import('../commands/machine.js')).setupCommand(given),
  doctor: async (given) => (await import('../commands/machine.js')).doctorCommand(given),
  'gpu-status': async (given) => (await import('../commands/machine.js')).gpuStatusCommand(given),
  completion: async ({ shell }) => ({
    output: (await import('./completion/script.js')).completionScript(shell),
    exitCode: exitCodes.done,
  }),
};

/**
 * Does what a command line asks for, from which `--help` and `--version` are already gone. Throws a
 * UserError where it is wrong, or what was asked for fails.
 */
export async function runCommand(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Answer> {
  checkBytes(words);
  const { command: name, written } = parse(words);
  const command = commandNamed(name);
  if (!command) throw new Error(`no command is called ${name}`);
  // The values are read by the same table that the type of what it takes follows from.
  const work = run[name] as (values: object) => Promise<Answer>;
  return work(givenTo(command, written, environment));
}

// Node reads a byte that is no UTF-8 as this character, and finds no file by such a name.
const noUtf8 = '\ufffd';

function checkBytes(words: readonly string[]): void {
  const word = words.find((one) => one.includes(noUtf8) && !existsSync(one));
  if (word !== undefined) {
    throw misuse(
      `${JSON.stringify(word)} holds a byte that is no UTF-8 (shown as ${noUtf8}), and nothing of such a name can be opened: rename it`,
    );
  }
  const folder = process.cwd();
  if (folder.includes(noUtf8) && !existsSync(folder)) {
    throw misuse(
      `the name of this folder, ${JSON.stringify(folder)}, holds a byte that is no UTF-8 (shown as ${noUtf8}), and nothing in it can be found by its path: rename the folder`,
    );
  }
}
