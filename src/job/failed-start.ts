// A process that could not be started: the one thing that its end does not tell.
import type { ChildProcess } from 'node:child_process';

/**
 * Tells why a process could not be started. Of one that was, an error is no more than a message
 * that did not reach it: how it ended, which is told when it closes, says why.
 */
export function onFailedStart(child: ChildProcess, told: (error: Error) => void): void {
  child.on('error', (error) => {
    if (child.pid === undefined) told(error);
  });
}
