// What asks a process to stop: the same ear for the command, for the process that trains and for a
// verification.
import { stopSignals, type StopSignal } from '../run/record.js';

/** What the command tells a process that was asked to stop: not to wait for anything. */
export const stopAtOnce = 'stop at once';

// A terminal, `timeout` and `npx` may all pass on one and the same signal: within so many
// milliseconds it is one.
const oneSignal = 500;

/** An ear for signals. */
export type Stops = {
  /** The signal that came first, or null. */
  readonly asked: () => StopSignal | null;
  /** Hears no more. */
  readonly stop: () => void;
};

/**
 * Listens for every signal that asks for an end, which then ends nothing by itself. `heard` gets
 * each, and how many wishes there have been so far.
 */
export function listenForStops(
  heard: (signal: StopSignal, wishes: number) => void = () => undefined,
): Stops {
  let first: StopSignal | null = null;
  let wishes = 0;
  let last = -Infinity;
  const hear = (signal: StopSignal): void => {
    if (performance.now() - last > oneSignal) wishes += 1;
    last = performance.now();
    first ??= signal;
    heard(signal, wishes);
  };
  for (const signal of stopSignals) process.on(signal, hear);
  return {
    asked: () => first,
    stop: () => {
      for (const signal of stopSignals) process.off(signal, hear);
    },
  };
}
