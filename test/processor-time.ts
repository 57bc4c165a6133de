// Bounds on the processor's time that some work takes.
import { expect } from '@jest/globals';

// A busy neighbour on the same core, or a collection of garbage that somebody else left, makes work
// take more of the processor's time than it needs; neither does so three times in a row.
const tries = 3;

/**
 * What some work gives, once it has taken less than so many seconds of the processor's time. Work
 * that takes more is done again, so it must be free of effects; what it throws falls through.
 */
export function within<T>(seconds: number, work: () => T): T {
  for (let left = tries; ; left -= 1) {
    const began = process.cpuUsage();
    const result = work();
    const { user, system } = process.cpuUsage(began);
    const taken = (user + system) / 1e6;
    if (taken < seconds || left === 1) {
      expect(taken).toBeLessThan(seconds);
      return result;
    }
  }
}
