// The end of a process that died without an answer in, what is to be said of it out.
import { interrupted, type UserError } from '../ground/errors.js';
import { stopSignals, type StopSignal } from '../run/record.js';

// What TensorFlow says of itself at every start, below the rank of an error.
const chatter = /^(?:[IW]\d{4} \d\d:|[IW]0000 |WARNING: All log messages before absl)/;

/** How it ended: `ended with code 134`, `was ended by SIGKILL; …`. */
export function endingOf(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal === null) return `ended with code ${code}`;
  const why = signal === 'SIGKILL' ? '; the system may have been out of memory' : '';
  return `was ended by ${signal}${why}`;
}

/**
 * The wish for an end that a process died of, or null. A terminal sends it to the command as well, which
 * may yet hear of the death first.
 */
export function wishOf(signal: NodeJS.Signals | null): StopSignal | null {
  return stopSignals.find((one) => one === signal) ?? null;
}

/** The error of a command that a signal ended before there was anything to keep: it may be said again. */
export function stoppedBy(signal: StopSignal): UserError {
  return interrupted(`stopped by ${signal}`, signal, { action: 'retry' });
}

/** What a process that died had said, on lines of its own, but for TensorFlow's chatter; '' for nothing. */
export function lastWordsOf(said: string): string {
  const last = said
    .split('\n')
    .filter((line) => !chatter.test(line))
    .join('\n')
    .trim();
  return last === '' ? '' : `\n${last}`;
}
