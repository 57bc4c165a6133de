// What can go wrong and what it is called. Everything that is not a UserError is a bug in dlx and
// shows its stack.
import { constants } from 'node:os';

/** What the process answers to the shell; see the README's table. */
export const exitCodes = {
  done: 0,
  failed: 1,
  misuse: 2,
  diverged: 3,
  inUse: 5,
  bug: 70,
  signal: 128,
} as const;

/** What a program that hears of an error can do: AGENTS.md says what each means. */
export const actions = ['fix', 'wait', 'retry', 'resume', 'change', 'give up'] as const;

/** One of them. */
export type Action = (typeof actions)[number];

/** Every kind of error, with its exit code and what usually helps. */
export const errorKinds = {
  /** What a spec says is wrong. */
  spec: { exitCode: exitCodes.misuse, action: 'fix' },
  /** What the command line says is wrong. */
  arguments: { exitCode: exitCodes.misuse, action: 'fix' },
  /** What a name or a path means is not there. */
  'not found': { exitCode: exitCodes.misuse, action: 'fix' },
  /** A name means more than one thing. */
  ambiguous: { exitCode: exitCodes.misuse, action: 'fix' },
  /** Another process has it. */
  'in use': { exitCode: exitCodes.inUse, action: 'wait' },
  diverged: { exitCode: exitCodes.diverged, action: 'change' },
  /** Stopped by a signal, or ended by one; what was committed is there. */
  interrupted: { exitCode: exitCodes.signal, action: 'resume' },
  memory: { exitCode: exitCodes.failed, action: 'change' },
  /** A file that is missing, damaged, or holds what does not fit: of the data, or of a run. */
  data: { exitCode: exitCodes.failed, action: 'fix' },
  /** Something could not be written. */
  disk: { exitCode: exitCodes.failed, action: 'retry' },
  /** What this machine lacks: a GPU, TensorFlow, a compiler, a way to the network. */
  machine: { exitCode: exitCodes.failed, action: 'fix' },
  bug: { exitCode: exitCodes.bug, action: 'give up' },
} as const satisfies Readonly<Record<string, { exitCode: number; action: Action }>>;

/** The name of a kind of error. */
export type ErrorKind = keyof typeof errorKinds;

/** One thing that is wrong, as a program reads it; null is what is not known. */
export type ToldProblem = {
  readonly file: string | null;
  /** Both from 1. */
  readonly line: number | null;
  readonly column: number | null;
  /** The key of the spec, or the option, that it is about. */
  readonly path: string | null;
  readonly message: string;
  /** What to write instead, or what to do. */
  readonly suggest: string | null;
};

/** An error as a program reads it: plain data, which passes between processes. */
export type ToldError = {
  readonly kind: ErrorKind;
  readonly action: Action;
  readonly problems: readonly ToldProblem[];
};

/** What is known of an error beside its sentence and its kind. */
export type ErrorDetails = {
  /** Where it is not its kind's, as of an interruption. */
  readonly exitCode?: number;
  readonly action?: Action;
  /** Where each line of the message is not a problem of its own. */
  readonly problems?: readonly ToldProblem[];
  readonly suggest?: string;
  /** The key of a spec that it is about, where who throws it knows no place in a file. */
  readonly key?: string;
};

/** An error that is the user's to mend: printed as its message, without a stack trace. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly kind: ErrorKind;
  readonly exitCode: number;
  readonly #details: ErrorDetails;

  constructor(message: string, kind: ErrorKind, details: ErrorDetails = {}) {
    super(message);
    this.kind = kind;
    this.exitCode = details.exitCode ?? errorKinds[kind].exitCode;
    this.#details = details;
  }

  /** The key of a spec that it is about; null where that is not known. */
  get key(): string | null {
    return this.#details.key ?? null;
  }

  /** The same for programs. */
  told(): ToldError {
    const { action = errorKinds[this.kind].action, problems, suggest } = this.#details;
    return { kind: this.kind, action, problems: problems ?? linesOf(this.message, suggest) };
  }
}

function linesOf(message: string, suggest?: string): readonly ToldProblem[] {
  return message
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => problemSaid(line, suggest));
}

/** A problem that is at no place of a file. */
export function problemSaid(message: string, suggest: string | null = null): ToldProblem {
  return { file: null, line: null, column: null, path: null, message, suggest };
}

/** Something failed while running (exit code 1): data missing, disk full. */
export function failure(
  message: string,
  kind: 'memory' | 'data' | 'disk' | 'machine' = 'data',
  details: ErrorDetails = {},
): UserError {
  return new UserError(message, kind, details);
}

/** Another process has it in use (exit code 5): waiting helps. */
export function inUse(message: string): UserError {
  return new UserError(message, 'in use');
}

/** The command or the spec is wrong and nothing was started (exit code 2). */
export function misuse(
  message: string,
  kind: 'arguments' | 'not found' | 'ambiguous' = 'arguments',
  details: ErrorDetails = {},
): UserError {
  return new UserError(message, kind, details);
}

/** What a signal ended (exit code 128 and its number). */
export function interrupted(
  message: string,
  signal: NodeJS.Signals,
  details: ErrorDetails = {},
): UserError {
  const exitCode = exitCodes.signal + constants.signals[signal];
  return new UserError(message, 'interrupted', { exitCode, ...details });
}

/** Anything thrown as a program reads it: what is no UserError is a bug, with its stack. */
export function toldOf(thrown: unknown): ToldError {
  if (thrown instanceof UserError) return thrown.told();
  const { action } = errorKinds.bug;
  return { kind: 'bug', action, problems: [problemSaid(stackOf(thrown))] };
}

/** The stack of anything thrown, or what it is where it has none. */
export function stackOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}

// Node has no name for these, and disks give them.
const unnamed: Readonly<Record<number, string>> = {
  [constants.errno.EDQUOT]: 'EDQUOT: disk quota exceeded',
  [constants.errno.ESTALE]: 'ESTALE: stale file handle',
};

/** The message of anything thrown, for a sentence of ours that explains it. */
export function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const known =
    'errno' in thrown && typeof thrown.errno === 'number' ? unnamed[-thrown.errno] : undefined;
  // "UNKNOWN: unknown error, write", or "Unknown system error -122: Unknown system error -122,
  // fsync".
  return known === undefined ? thrown.message : thrown.message.replace(/^[^,]*/, known);
}

/** The system error code (`ENOENT`, `ENOSPC`) of anything thrown, or undefined. */
export function codeOf(thrown: unknown): string | undefined {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** Marks a case that the types rule out. */
export function unreachable(value: never): never {
  throw new Error(`unreachable case: ${JSON.stringify(value)}`);
}
