// What happens while a command trains, as lines of JSON: into a file, or to stdout. The first line
// of a run names it and the process to signal.
import { closeSync, openSync, writeSync } from 'node:fs';
import { failure, messageOf, toldOf, UserError, exitCodes } from '../ground/errors.js';
import type { RunEvent } from '../experiment/job.js';
import type { Reporter } from '../render/terminal/reporter.js';
import { encodeJson } from '../run/format/json.js';
import { checkOutsideRuns } from '../run/outside.js';
import { escapeJsonText } from '../text/escape.js';
import { exitCodeOf } from './answering.js';
import type { Answer } from './command.js';
import type { FinishedRuns } from './needed.js';
import { runDocument, trainedDocument, type Asking } from './run-document.js';
import type { Ended, Trained } from './training.js';

/** Where events go; the reporter tells people as before, and events beside. */
export type Events = Disposable & {
  readonly isOn: boolean;
  readonly reporter: Reporter;
  /** A run that came to its end. */
  readonly ended: (one: Ended, finished: FinishedRuns | undefined) => void;
  /** All that the command did. */
  readonly done: (trained: Trained, asking: Asking) => void;
  /** The answer of a command; what it throws is an event, too. */
  readonly answered: (work: () => Promise<Answer>) => Promise<Answer>;
};

/** Events to a file, which is made or written on behind its end, or to stdout (`-`). */
export function eventsTo(target: string | undefined, told: Reporter): Events {
  if (target === undefined) return noEvents(told);
  const output = openOutput(target, told.warn);
  const put = lineUp(output);
  return {
    isOn: true,
    reporter: reporterInto(put, told),
    ended: (one, finished) => {
      const document = runDocument(one, { full: false, finished });
      if (document) put({ event: 'end', ...document }, true);
    },
    done: (trained, asking) => {
      const exitCode = exitCodeOf(trained);
      const all = trainedDocument(trained, { ...asking, full: false, exitCode });
      // Each of them was an event of its own.
      const { runs: _, warnings: __, ...document } = all;
      put({ event: 'done', exit_code: exitCode, ...document }, true);
    },
    answered: async (work) => {
      try {
        const answer = await work();
        return target === '-' ? { ...answer, output: '' } : answer;
      } catch (error) {
        const exitCode = error instanceof UserError ? error.exitCode : exitCodes.bug;
        put({ event: 'done', exit_code: exitCode, ok: false, error: toldOf(error) }, true);
        // On stdout it is said.
        if (target === '-') return { output: '', exitCode };
        throw error;
      }
    },
    [Symbol.dispose]: output.close,
  };
}

type Put = (event: object, opens?: boolean) => void;

// Those of runs beside each other are told of by the run.
function reporterInto(put: Put, told: Reporter): Reporter {
  const tell = eventTeller(put);
  return {
    ...told,
    warn: (message) => {
      put({ event: 'warning', message });
      told.warn(message);
    },
    event: (event) => {
      tell(event);
      told.event(event);
    },
    beside: async (label) => reporterInto(put, await told.beside(label)),
  };
}

// The first line names a run: what comes before it waits.
function lineUp(output: Output): Put {
  let isBegun = false;
  const waiting: object[] = [];
  return (event, opens = false) => {
    isBegun ||= opens;
    if (!isBegun) return void waiting.push(event);
    for (const one of [event, ...waiting.splice(0)]) output.write(one);
  };
}

function eventTeller(put: Put): (event: RunEvent) => void {
  const rateOf = stepRates();
  let run: string | null = null;
  return (event) => {
    switch (event.type) {
      case 'started':
        run = event.folder;
        return put(startOf(event), true);
      case 'epoch':
        return put({ ...epochOf(event), run });
      case 'warning':
        return put({ event: 'warning', message: event.message });
      case 'step': {
        const line = rateOf(event);
        if (line) put({ ...line, run });
        return undefined;
      }
      default:
        return undefined;
    }
  };
}

function noEvents(reporter: Reporter): Events {
  const nothing = (): void => undefined;
  return {
    isOn: false,
    reporter,
    ended: nothing,
    done: nothing,
    answered: (work) => work(),
    [Symbol.dispose]: nothing,
  };
}

type Output = { readonly write: (event: unknown) => void; readonly close: () => void };

// A file that takes no more ends no training.
function openOutput(target: string, warn: (text: string) => void): Output {
  const lineOf = (event: unknown): string => `${escapeJsonText(encodeJson(event))}\n`;
  if (target === '-') {
    return {
      write: (event) => void process.stdout.write(lineOf(event)),
      close: () => undefined,
    };
  }
  const file = opened(target);
  let isBroken = false;
  return {
    write: (event) => {
      if (isBroken) return;
      try {
        writeSync(file, lineOf(event));
      } catch (error) {
        isBroken = true;
        warn(`${target} takes no more events: ${messageOf(error)}`);
      }
    },
    close: () => closeSync(file),
  };
}

function opened(target: string): number {
  checkOutsideRuns(target);
  try {
    return openSync(target, 'a');
  } catch (error) {
    throw failure(`cannot write ${target}: ${messageOf(error)}`, 'disk');
  }
}

function startOf({ folder, record }: Extract<RunEvent, { type: 'started' }>): object {
  const { name, seed, epochs, parameters, how, resumed } = record;
  return {
    event: 'run',
    run: folder,
    pid: process.pid,
    name,
    seed,
    epochs: epochs.planned,
    parameters: parameters.total,
    device: how.device,
    resumed: resumed.length > 0,
  };
}

function epochOf({ epoch, epochs }: Extract<RunEvent, { type: 'epoch' }>): object {
  const { train, validation, seconds, best, learning_rate } = epoch;
  return {
    event: 'epoch',
    epoch: epoch.epoch,
    epochs,
    train,
    validation,
    learning_rate,
    best,
    seconds: seconds.total,
    seconds_left: (epochs - epoch.epoch) * seconds.total,
  };
}

// Once a second: a small network has thousands of steps in one.
const between = 1000;

function stepRates(): (event: Extract<RunEvent, { type: 'step' }>) => object | null {
  let last = { at: -Infinity, epoch: 0, step: 0 };
  return ({ epoch, step, steps }) => {
    const at = performance.now();
    if (at - last.at < between) return null;
    const isSame = last.epoch === epoch && last.step < step;
    const rate = isSame ? ((step - last.step) * 1000) / (at - last.at) : null;
    last = { at, epoch, step };
    return { event: 'step', epoch, step, steps, steps_per_second: rate };
  };
}
