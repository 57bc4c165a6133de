// The commands: parse, import what they need, call, print. The only door to yargs, and the one try/catch of the program.
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import yargs, { type Argv } from 'yargs';
import type { Answer, SpecOptions } from './commands/command.js';
import { exitCodes, misuse, UserError } from './errors.js';
import { didYouMean } from './spec/suggest.js';
import { specKeys } from './spec/keys.js';
import { escapeText } from './terminal/escape.js';

type Arguments = Readonly<Record<string, unknown>>;

/** Runs dlx with the words after its name; returns the exit code. */
export async function main(words: readonly string[]): Promise<number> {
  quietPipes();
  try {
    const answer = await answerTo(words);
    if (answer.output !== '') process.stdout.write(`${answer.output}\n`);
    for (const note of answer.notes ?? []) process.stderr.write(`${note}\n`);
    return answer.exitCode;
  } catch (error) {
    return report(error);
  }
}

async function answerTo(given: readonly string[]): Promise<Answer> {
  const words = plainWords(given);
  let answer: Answer = { output: '', exitCode: exitCodes.done };
  const run: Wrap = (work) => async (given) => {
    checkOnce(given);
    answer = await work(given);
  };
  const parser = commands(run, (message) => misuse(usageMessage(message, words)));
  if (words.length === 0) return { output: '', notes: [await parser.getHelp()], exitCode: exitCodes.misuse };
  checkCommand(words);
  checkFlags(words);
  await parser.parseAsync([...words]);
  return answer;
}

// What others take and yargs does not: `help COMMAND`, a value right behind -S, and paths after `--`.
function plainWords(words: readonly string[]): readonly string[] {
  if (words[0] === 'help') return [...words.slice(1), '--help'];
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  const options = words.slice(0, end).flatMap((word) => (/^-S[^=]/.test(word) ? ['-S', word.slice(2)] : [word]));
  return [...options, ...words.slice(end + 1).map((word) => (word.startsWith('-') ? `./${word}` : word))];
}

type Wrap = (work: (given: Arguments) => Promise<Answer>) => (given: Arguments) => Promise<void>;

function commands(run: Wrap, usageError: (message: string) => Error): Argv {
  const parser = yargs()
    .scriptName('dlx')
    .usage('$0 COMMAND\n\nTrains deep-learning experiments written as YAML, and compares them.')
    .parserConfiguration({ 'greedy-arrays': false, 'dot-notation': false, 'parse-positional-numbers': false, 'parse-numbers': false, 'camel-case-expansion': false })
    .command('train <spec..>', 'train each spec, then compare what was trained', (y) => trainOptions(specOptions(specs(y))), run(train))
    .command('compare [run..]', 'compare runs in one table', compareOptions, run(compare))
    .command('validate <spec..>', 'say everything that is wrong with specs', (y) => specOptions(specs(y)), run(validate))
    .command('show <spec..>', 'the resolved spec and its layer table', (y) => jsonOption(specOptions(specs(y))), run(show))
    .command('init [file]', 'write a commented first spec', (y) => y.positional('file', { type: 'string', default: 'experiment.yaml' }), run(init))
    .command('schema', 'the JSON Schema of specs, for editors', (y) => y, run(schema))
    .command('setup', 'fetch and build the TensorFlow engine', setupOptions, run(setup))
    .command('doctor', 'what works on this machine', jsonOption, run(doctor))
    .command('gpu-status', 'the NVIDIA GPUs and whether TensorFlow uses them', jsonOption, run(gpuStatus));
  return parser
    .demandCommand(1, 1, 'which command? `dlx --help` lists them')
    .strict()
    .help()
    .alias('help', 'h')
    .version(readVersion())
    .wrap(Math.min(100, process.stdout.columns || 100))
    .exitProcess(false)
    .fail((message, error) => {
      const thrown = error as Error | undefined;
      throw thrown && thrown.name !== 'YError' ? thrown : usageError(message || (thrown?.message ?? ''));
    });
}

const train = async (given: Arguments): Promise<Answer> => {
  const { trainCommand } = await import('./commands/train.js');
  const threads = wholeNumber(given, 'threads', 1);
  return trainCommand(list(given['spec']), {
    ...specsAsked(given),
    runs: runsFolder(given),
    device: text(given, 'device') ?? 'auto',
    ...(threads === undefined ? {} : { threads }),
    engine: stepEngine(given),
    needed: given['needed'] === true,
    json: given['json'] === true,
    quiet: given['quiet'] === true,
  });
};

const compare = async (given: Arguments): Promise<Answer> => {
  const [{ loadComparison }, { renderComparison, comparisonFormats }, { screenOf }] = await Promise.all([
    import('./comparison/load.js'),
    import('./terminal/comparison.js'),
    import('./terminal/table.js'),
  ]);
  const asked = text(given, 'format') ?? 'table';
  const format = comparisonFormats.find((known) => known === asked);
  if (!format) throw misuse(`unknown format ${JSON.stringify(asked)}${didYouMean(asked, comparisonFormats)}`);
  const columns = text(given, 'columns')?.split(',').map((column) => column.trim());
  const comparison = loadComparison(list(given['run']), runsFolder(given), { sort: text(given, 'sort'), columns, all: given['all'] === true });
  const { output, notes } = renderComparison(comparison, format, screenOf(process.stdout, process.env));
  return { output, notes, exitCode: exitCodes.done };
};

const validate = async (given: Arguments): Promise<Answer> => (await import('./commands/inspect.js')).validateCommand(list(given['spec']), specsAsked(given));

const show = async (given: Arguments): Promise<Answer> => (await import('./commands/inspect.js')).showCommand(list(given['spec']), { ...specsAsked(given), json: given['json'] === true });

const init = async (given: Arguments): Promise<Answer> => (await import('./commands/inspect.js')).initCommand(text(given, 'file') ?? 'experiment.yaml');

const schema = async (): Promise<Answer> => (await import('./commands/inspect.js')).schemaCommand();

const setup = async (given: Arguments): Promise<Answer> => {
  const from = text(given, 'from');
  const { setupCommand } = await import('./commands/machine.js');
  return setupCommand({ device: text(given, 'device') ?? 'auto', force: given['force'] === true, ...(from === undefined ? {} : { from }) });
};

const doctor = async (given: Arguments): Promise<Answer> => (await import('./commands/machine.js')).doctorCommand({ json: given['json'] === true });

const gpuStatus = async (given: Arguments): Promise<Answer> => (await import('./commands/machine.js')).gpuStatusCommand({ json: given['json'] === true });

const specs = (y: Argv): Argv => y.positional('spec', { type: 'string', array: true, describe: 'YAML files' });

const jsonOption = (y: Argv): Argv => y.option('json', { type: 'boolean', describe: 'one JSON document on stdout' });

const runsOption = (y: Argv): Argv => y.option('runs', { type: 'string', requiresArg: true, describe: 'folder of the runs (DLX_RUNS, or runs)' });

const specOptions = (y: Argv): Argv =>
  y
    .option('set', { alias: 'S', type: 'string', requiresArg: true, describe: 'key.path=value, as optimizer.learning_rate=0.01; repeat for more' })
    .option('seed', { type: 'string', requiresArg: true, describe: 'one run with this seed' })
    .option('seeds', { type: 'string', requiresArg: true, describe: 'so many runs, upwards from the seed' })
    .option('name', { type: 'string', requiresArg: true, describe: 'name of the runs' })
    .option('tag', { type: 'string', requiresArg: true, describe: 'a tag for the runs; repeat for more' });

const trainOptions = (y: Argv): Argv =>
  jsonOption(runsOption(y))
    .option('needed', { type: 'boolean', describe: 'only what has no finished run yet' })
    .option('device', { type: 'string', requiresArg: true, describe: 'auto, cpu, gpu, gpu:1' })
    .option('threads', { type: 'string', requiresArg: true, describe: "TensorFlow's threads (default: by the model's cost)" })
    .option('engine', { type: 'string', requiresArg: true, describe: 'graph (default), or eager to check it' })
    .option('quiet', { alias: 'q', type: 'boolean', describe: "print only the runs' paths" });

const compareOptions = (y: Argv): Argv =>
  runsOption(y)
    .positional('run', { type: 'string', array: true, describe: 'run folders, beginnings of their names, or latest (default: all)' })
    .option('sort', { type: 'string', requiresArg: true, describe: 'a column, best first; --sort=-COLUMN for worst first' })
    .option('columns', { type: 'string', requiresArg: true, describe: 'exactly these, as a,b,c' })
    .option('all', { type: 'boolean', describe: 'every column there is' })
    .option('format', { type: 'string', requiresArg: true, describe: 'table, json, csv, markdown' });

const setupOptions = (y: Argv): Argv =>
  y
    .option('device', { type: 'string', requiresArg: true, describe: 'auto, cpu, gpu' })
    .option('from', { type: 'string', requiresArg: true, describe: 'a wheel file of TensorFlow to use instead of a download' })
    .option('force', { type: 'boolean', describe: 'build anew' });

const repeatable = new Set(['_', '$0', 'spec', 'run', 'set', 'S', 'tag']);

// yargs makes a list of an option that is given twice.
function checkOnce(given: Arguments): void {
  const twice = Object.entries(given).find(([name, value]) => Array.isArray(value) && !repeatable.has(name));
  if (twice) throw misuse(`--${twice[0]} is given more than once`);
}

function specsAsked(given: Arguments): SpecOptions {
  const seed = wholeNumber(given, 'seed', 0, 2 ** 32 - 1);
  const seeds = wholeNumber(given, 'seeds', 1);
  const name = text(given, 'name');
  return {
    set: list(given['set']),
    tags: list(given['tag']),
    ...(seed === undefined ? {} : { seed }),
    ...(seeds === undefined ? {} : { seeds }),
    ...(name === undefined ? {} : { name }),
  };
}

function runsFolder(given: Arguments): string {
  if (given['runs'] === '') throw misuse('--runs needs the path of a folder, got ""');
  return text(given, 'runs') ?? (process.env['DLX_RUNS'] || 'runs');
}

function stepEngine(given: Arguments): 'graph' | 'eager' {
  const asked = text(given, 'engine') ?? 'graph';
  if (asked !== 'graph' && asked !== 'eager') throw misuse(`unknown engine ${JSON.stringify(asked)}${didYouMean(asked, ['graph', 'eager'])}`);
  return asked;
}

function text(given: Arguments, name: string): string | undefined {
  const value = given[name];
  return value === undefined ? undefined : String(value);
}

function list(value: unknown): readonly string[] {
  return value === undefined ? [] : (Array.isArray(value) ? value : [value]).map(String);
}

function wholeNumber(given: Arguments, name: string, min: number, max = Number.MAX_SAFE_INTEGER): number | undefined {
  const written = text(given, name);
  if (written === undefined) return undefined;
  const value = /^\d+$/.test(written) ? Number(written) : NaN;
  if (!(value >= min && value <= max)) throw misuse(`--${name} must be a whole number of at least ${min}${max < Number.MAX_SAFE_INTEGER ? ` and at most ${max}` : ''}, got ${JSON.stringify(written)}`);
  return value;
}

const specWords = ['set', 'seed', 'seeds', 'name', 'tag'];

/** The options of each command, for suggestions. */
const commandOptions: Readonly<Record<string, readonly string[]>> = {
  train: [...specWords, 'runs', 'needed', 'device', 'threads', 'engine', 'json', 'quiet'],
  compare: ['runs', 'sort', 'columns', 'all', 'format'],
  validate: specWords,
  show: [...specWords, 'json'],
  init: [],
  schema: [],
  setup: ['device', 'from', 'force'],
  doctor: ['json'],
  'gpu-status': ['json'],
};

// yargs would count the words after an unknown command, and complain of those, and take a command for an option's value.
function checkCommand(words: readonly string[]): void {
  const [first = ''] = words;
  const command = words.find((word) => Object.hasOwn(commandOptions, word));
  if (first.startsWith('-') && command !== undefined && !/^(?:-h|--help|--version)$/.test(first)) throw misuse(`the command comes first: dlx ${command} ${first}`);
  if (!first.startsWith('-') && !Object.hasOwn(commandOptions, first)) throw misuse(`unknown command ${JSON.stringify(first)}${didYouMean(first, Object.keys(commandOptions))}`);
}

const flags = ['needed', 'json', 'quiet', 'all', 'force', 'help', 'version'];

// yargs reads --json=yes as no, and leaves a dash out.
function checkFlags(words: readonly string[]): void {
  if (words.includes('-')) throw misuse('"-" is not a path: dlx reads files, not the standard input');
  const valued = words.find((word) => flags.some((flag) => word.startsWith(`--${flag}=`)) && !/=(?:true|false)$/.test(word));
  if (valued !== undefined) throw misuse(`${valued.split('=')[0]} takes no value, got ${JSON.stringify(valued)}`);
}

/** What yargs found wrong, in sentences that help. */
function usageMessage(message: string, words: readonly string[]): string {
  const command = words.find((word) => Object.hasOwn(commandOptions, word));
  const unknown = /^Unknown (?:argument|command)s?: (.+)$/.exec(message)?.[1]?.split(', ');
  if (unknown && command !== undefined) return unknown.map((word) => unknownWord(word, command, words)).join('\n');
  if (unknown) return `unknown option ${dashed(unknown[0] ?? '')}; \`dlx --help\` lists the commands`;
  if (/^Not enough non-option arguments/.test(message)) return `${command} needs at least one spec: dlx ${command} experiment.yaml`;
  const valueless = /^Not enough arguments following: (.+)$/.exec(message)?.[1];
  if (valueless === undefined) return message;
  const next = words[words.indexOf(dashed(valueless)) + 1];
  return `${dashed(valueless)} needs a value${next?.startsWith('-') ? `; one that begins with a dash is written --${valueless}=${next}` : ''}`;
}

function unknownWord(word: string, command: string, words: readonly string[]): string {
  if (words.includes(word)) return `dlx ${command} does not take ${JSON.stringify(word)}; \`dlx ${command} --help\` says what it takes`;
  const options = commandOptions[command] ?? [];
  const forSpec = options.includes('set') && specKeys.includes(word);
  return `unknown option ${dashed(word)} of dlx ${command}${forSpec ? `; to change the spec write -S ${word}=VALUE` : didYouMean(word, [...options, 'help'])}`;
}

function dashed(option: string): string {
  return option.length === 1 ? `-${option}` : `--${option}`;
}

function report(error: unknown): number {
  if (error instanceof UserError) {
    for (const line of error.message.split('\n')) process.stderr.write(`${escapeText(line)}\n`);
    return error.exitCode;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`this is a bug in dlx:\n${stack}\n`);
  return exitCodes.bug;
}

// `dlx compare | head` closes the pipe before we are done.
function quietPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(stream === process.stdout ? exitCodes.done : exitCodes.signal + constants.signals.SIGPIPE);
      if (stream === process.stdout) process.stderr.write(`cannot write the output: ${error.message}\n`);
      process.exit(exitCodes.failed);
    });
  }
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  return version;
}
