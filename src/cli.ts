// The door: words in, text and an exit code out, and the one try/catch of the program. What help
// needs is imported here, everything else once it is clear that help is not what was asked for.
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { commandNamed } from './cli/command-table.js';
import { helpText } from './cli/help.js';
import type { Answer } from './commands/command.js';
import { exitCodes, stackOf, toldOf, UserError } from './ground/errors.js';
import { escapeJsonText, escapeText } from './text/escape.js';
import { wrapped } from './text/wrap.js';

/** Runs dlx with the words after its name; returns the exit code. */
export async function main(words: readonly string[]): Promise<number> {
  quietPipes();
  // Node would open its debugger at this signal; while a run goes on somebody else listens to it.
  process.on(
    'SIGUSR1',
    () =>
      void (
        process.listenerCount('SIGUSR1') === 1 &&
        process.exit(exitCodes.signal + constants.signals.SIGUSR1)
      ),
  );
  try {
    const answer = await answerTo(words[0] === 'help' ? [...words.slice(1), '--help'] : words);
    if (answer.output !== '') process.stdout.write(`${answer.output}\n`);
    for (const note of answer.notes ?? []) {
      process.stderr.write(`${wrapped(note, sentenceWidth(process.stderr))}\n`);
    }
    return endedBySignal(answer.exitCode);
  } catch (error) {
    return isForPrograms(words) ? reportToProgram(error) : report(error);
  }
}

// A command line that cannot be read says all the same who reads the answer.
function isForPrograms(words: readonly string[]): boolean {
  const options = words.slice(0, words.includes('--') ? words.indexOf('--') : words.length);
  return options.some(
    (word, i) =>
      ['--json', '--format=json', '--events=-'].includes(word) ||
      (word === '--format' && options[i + 1] === 'json') ||
      (word === '--events' && options[i + 1] === '-'),
  );
}

// One line on stdout, and nothing on stderr.
function reportToProgram(error: unknown): number {
  const document = JSON.stringify({ ok: false, error: toldOf(error) });
  process.stdout.write(`${escapeJsonText(document)}\n`);
  return error instanceof UserError ? error.exitCode : exitCodes.bug;
}

let isTerminalGone = false;

// A shell ends its loop over specs at an interrupt only where the command ended by the signal
// itself; and Node cannot leave a terminal that is gone. For the shell the exit code is the same.
function endedBySignal(exitCode: number): number {
  const name = isTerminalGone
    ? 'SIGHUP'
    : (Object.entries(constants.signals).find(
        ([, number]) => exitCode === exitCodes.signal + number,
      )?.[0] as NodeJS.Signals | undefined);
  if (name === undefined || !(process.stdin.isTTY || process.stderr.isTTY)) return exitCode;
  process.removeAllListeners(name);
  process.kill(process.pid, name);
  return exitCode;
}

async function answerTo(words: readonly string[]): Promise<Answer> {
  if (words.length === 0) {
    return {
      output: '',
      notes: [helpText(undefined, widthOf(process.stderr))],
      exitCode: exitCodes.misuse,
    };
  }
  const options = words.slice(0, words.includes('--') ? words.indexOf('--') : words.length);
  const helped = commandNamed(options.find((word) => !word.startsWith('-')));
  const isHelp = options.some((word) => word === '--help' || word === '-h');
  if (isHelp && (helped || options.every((word) => word.startsWith('-')))) {
    return { output: helpText(helped, widthOf(process.stdout)), exitCode: exitCodes.done };
  }
  if (options.includes('--version')) return { output: readVersion(), exitCode: exitCodes.done };
  const { runCommand } = await import('./cli/run.js');
  return runCommand(words, process.env);
}

// A terminal breaks longer lines in the middle of a word.
function sentenceWidth({ isTTY, columns }: NodeJS.WriteStream): number {
  return isTTY && columns > 0 ? columns : Infinity;
}

function widthOf({ columns }: { readonly columns?: number }): number {
  return Math.min(100, columns || 100);
}

function report(error: unknown): number {
  if (error instanceof UserError) {
    const lines = error.message.split('\n').map(escapeText).join('\n');
    process.stderr.write(`${wrapped(lines, sentenceWidth(process.stderr))}\n`);
    return error.exitCode;
  }
  process.stderr.write(
    `this is a bug in dlx:\n${stackOf(error).split('\n').map(escapeText).join('\n')}\n`,
  );
  return exitCodes.bug;
}

// `dlx compare | head` closes the pipe before we are done.
function quietPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // The terminal is gone, and there is nobody to tell; what is under way hears of it by SIGHUP.
      if (error.code === 'EIO' && stream.isTTY) return void (isTerminalGone = true);
      if (error.code === 'EPIPE') {
        process.exit(
          stream === process.stdout ? exitCodes.done : exitCodes.signal + constants.signals.SIGPIPE,
        );
      }
      if (stream === process.stdout) {
        process.stderr.write(`cannot write the output: ${error.message}\n`);
      }
      process.exit(exitCodes.failed);
    });
  }
}

function readVersion(): string {
  const { version } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  ) as { version: string };
  return version;
}
