// The record of a run that is over in, what went wrong with it out: for programs, and for the shell.
import { constants } from 'node:os';
import { errorKinds, exitCodes, problemSaid, type ToldError } from '../ground/errors.js';
import { reasonOf, type RunRecord } from './record.js';

type Ended = Pick<RunRecord, 'state' | 'message' | 'stopped' | 'epochs' | 'error'>;

/** What kept a run from its end; null where nothing did, or where it is going on. */
export function errorOfRecord(record: Ended): ToldError | null {
  const problems = [problemSaid(reasonOf(record) ?? record.state)];
  switch (record.state) {
    case 'running':
    case 'finished':
      return null;
    case 'diverged':
      return { kind: 'diverged', action: errorKinds.diverged.action, problems };
    case 'interrupted':
      return { kind: 'interrupted', action: errorKinds.interrupted.action, problems };
    case 'failed':
      return { kind: 'data', action: 'fix', ...record.error, problems };
  }
}

/** What a command that waits for a run answers to the shell: as the command that trained it did. */
export function exitCodeOfRecord(record: Ended): number {
  const error = errorOfRecord(record);
  if (!error) return exitCodes.done;
  if (error.kind !== 'interrupted') return errorKinds[error.kind].exitCode;
  // A process that was killed said no signal.
  return record.stopped
    ? exitCodes.signal + constants.signals[record.stopped.signal]
    : exitCodes.failed;
}
