// Nothing for people: what needs attention is kept for whoever writes the answer for a program.
import type { Reporter } from './terminal/progress.js';

/** A reporter that shows nothing, and hands on warnings. */
export function silentReporter(warn: (text: string) => void): Reporter {
  const nothing = (): void => undefined;
  return {
    line: nothing,
    warn,
    fail: nothing,
    work: nothing,
    passing: nothing,
    event: (event) => {
      if (event.type === 'warning') warn(event.message);
    },
    end: nothing,
  };
}
