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

/** An error that is the user's to mend: printed as its message, without a stack trace. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Something failed while running (exit code 1): data missing, disk full. */
export function failure(message: string): UserError {
  return new UserError(message, exitCodes.failed);
}

/** Another process has it in use (exit code 5): waiting helps. */
export function inUse(message: string): UserError {
  return new UserError(message, exitCodes.inUse);
}

/** The command or the spec is wrong and nothing was started (exit code 2). */
export function misuse(message: string): UserError {
  return new UserError(message, exitCodes.misuse);
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
