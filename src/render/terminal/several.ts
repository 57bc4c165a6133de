// What a person sees of runs that train beside each other: on a terminal a line of each that moves,
// elsewhere a line for each epoch; a line that stays where one ends.
import type { RunEvent } from '../../experiment/job.js';
import { escapeText } from '../../text/escape.js';
import { endLine, linesOfEvent, movingText } from './run-lines.js';
import type { Reporter } from './reporter.js';
import type { Screen } from './table.js';

/** A reporter of one run, by what it is called. */
export type Beside = (label: string) => Reporter;

/** Where the lines go. */
export type Surface = {
  readonly screen: Screen;
  /** Of all runs together. */
  readonly reporter: Reporter;
  /** Writes a line that stays. */
  readonly put: (text: string) => void;
  /** Shows lines that move; none where the text is empty. Null where nothing moves. */
  readonly move: ((text: string) => void) | null;
  /** How many lines there is room for. */
  readonly rows: () => number;
};

// Of a terminal that does not say how high it is.
const usualRows = 24;

/** Reporters of runs that train beside each other. */
export function besideOthers(surface: Surface): Beside {
  const moving = new Map<string, string>();
  const warned = new Set<string>();
  const show = (label: string, text: string | null): void => {
    if (text === null) moving.delete(label);
    else moving.set(label, movingText(`${label}  ${text}`, surface.screen.width));
    surface.move?.(linesThatFit([...moving.values()], surface.rows() || usualRows));
  };
  const warn = (label: string, message: string): void => {
    // What is the matter with the data is so for each of them.
    if (!warned.has(message)) surface.reporter.warn(`${label}: ${message}`);
    warned.add(message);
  };
  return (label) => ({
    ...surface.reporter,
    event: (event) => {
      if (event.type === 'warning') warn(label, event.message);
      else tell(event, label, surface, (text) => show(label, text));
    },
    end: () => show(label, null),
  });
}

type Other = Exclude<RunEvent, { type: 'warning' }>;

function tell(
  event: Other,
  label: string,
  { screen, put, move, reporter }: Surface,
  show: (text: string | null) => void,
): void {
  switch (event.type) {
    case 'message':
      if (!move) reporter.work(event.message);
      return show(event.message);
    case 'step':
      return show(`epoch ${event.epoch}  step ${event.step} of ${event.steps}`);
    case 'epoch': {
      const before = escapeText(`${label}: `);
      const [line = ''] = linesOfEvent(event, { ...screen, width: screen.width - before.length });
      if (!move) put(before + line);
      return show(`epoch ${event.epoch.epoch} of ${event.epochs}`);
    }
    case 'finished':
      show(null);
      return put(endLine(event.record, event.folder));
    default:
      return undefined;
  }
}

// Behind the first one stands the sign that turns.
function linesThatFit(lines: readonly string[], rows: number): string {
  const most = Math.max(1, rows - 2);
  const shown = lines.slice(0, most);
  const more = lines.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('\n  ');
}
