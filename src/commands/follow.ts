// Curves of runs that still train, drawn again whenever they have a new epoch: in their place on a
// terminal, and elsewhere as one line an epoch.
import { setTimeout } from 'node:timers/promises';
import type { Curves, RunWithEpochs } from '../comparison/curves.js';
import { formatCell } from '../render/terminal/format.js';
import { renderHistory, type TallScreen } from '../render/terminal/history.js';
import { escapeText } from '../text/escape.js';

const pollMilliseconds = 400;

/** Where frames go: standard output, unless a test looks. */
export type Output = { readonly isTTY?: boolean; readonly write: (text: string) => unknown };

/** What can be told of them now. */
type Followed = { readonly curves: Curves };

/** Draws what `read` gives until none of the runs trains, and gives what it was in the end. */
export async function followed<R extends Followed>(
  read: () => R,
  screen: () => TallScreen,
  {
    output = process.stdout,
    every = pollMilliseconds,
  }: { readonly output?: Output; readonly every?: number } = {},
): Promise<R> {
  const draw = output.isTTY ? drawingInPlace(screen, output) : lineByLine(output);
  for (;;) {
    const now = read();
    const runs = now.curves.rows.flatMap((row) => row.runs);
    if (runs.every(({ record }) => record.state !== 'running')) {
      draw.end(now.curves);
      return now;
    }
    draw.show(now.curves);
    await setTimeout(every);
  }
}

type Drawing = {
  readonly show: (curves: Curves) => void;
  /** Before what stays is written by the command. */
  readonly end: (curves: Curves) => void;
};

// Up to the first line of the last picture, and all below it away: what every terminal knows.
function drawingInPlace(screen: () => TallScreen, output: Output): Drawing {
  let height = 0;
  let before = '';
  const away = (): string => (height > 0 ? `\u001b[${height}A\r\u001b[J` : '');
  return {
    show: (curves) => {
      const text = renderHistory(curves, screen());
      if (text === before) return;
      output.write(`${away()}${text}\n`);
      before = text;
      height = Math.min(text.split('\n').length, Math.max(1, screen().height - 1));
    },
    end: () => void output.write(away()),
  };
}

function lineByLine(output: Output): Drawing {
  const told = new Map<string, number>();
  const show = ({ rows }: Curves): void => {
    for (const run of rows.flatMap((row) => row.runs)) {
      const from = told.get(run.folder) ?? 0;
      for (const line of run.epochs.slice(from).map((_, i) => epochLine(run, from + i))) {
        output.write(`${escapeText(line)}\n`);
      }
      told.set(run.folder, run.epochs.length);
    }
  };
  return { show, end: show };
}

function epochLine({ folder, record, epochs }: RunWithEpochs, at: number): string {
  const { epoch, train, validation, best } = epochs[at] ?? {
    epoch: at + 1,
    train: {},
    validation: {},
    best: false,
  };
  const scores = [
    ...Object.entries(train).map(([name, value]) => `${name} ${formatCell(value, 'score')}`),
    ...Object.entries(validation).map(
      ([name, value]) => `val_${name} ${formatCell(value, 'score')}`,
    ),
  ];
  return `${folder}  epoch ${epoch}/${record.epochs.planned}  ${scores.join('  ')}${best ? '  best' : ''}`;
}
