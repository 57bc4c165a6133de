// Nothing for people: what needs attention is kept for whoever writes the answer for a program.
import type { Reporter } from './terminal/reporter.js';

/** A reporter that shows nothing, and hands on warnings. */
export function silentReporter(warn: (text: string) => void): Reporter {
  const nothing = (): void => undefined;
  const silent: Reporter = {
    line: nothing,
    warn,
    fail: nothing,
    work: nothing,
    passing: nothing,
    event: (event) => {
      if (event.type === 'warning') warn(event.message);
    },
    beside: () => Promise.resolve(silent),
    end: nothing,
  };
  return silent;
}
