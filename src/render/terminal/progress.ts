// What a person sees while runs train: events in, lines on the error stream out, with a moving line
// on a terminal. The only door to ora.
import type { Ora } from 'ora';
import colors from 'picocolors';
import { linesOfEvent, movingText, sentence } from './run-lines.js';
import type { Reporter } from './reporter.js';
import type { Beside } from './several.js';
import type { Screen } from './table.js';

/** A reporter that writes to `stream`. */
export async function reporterFor(
  stream: NodeJS.WriteStream,
  screen: Screen,
  quiet: boolean,
): Promise<Reporter> {
  // In a terminal that says it is 0 columns wide (one without a window) the moving line would have
  // no end of lines.
  const isMoving = stream.isTTY && stream.columns > 0 && !quiet && !process.env['CI'];
  const spinner = isMoving ? await spinnerOn(stream) : null;
  const paint = colors.createColors(screen.color);
  let working = '';
  const put = (text: string): void => {
    if (!quiet) aside(spinner, () => stream.write(`${text}\n`));
  };
  const move = (text: string): void => void spinner?.start(movingText(text, screen.width));
  const line = (text: string): void => put(sentence(text, screen));
  const work = (text: string, fraction?: number): void => {
    move(text + (fraction === undefined ? '' : ` ${Math.round(100 * fraction)} %`));
    if (!spinner && text !== working) line(text);
    working = text;
  };
  const tell = (kind: string, mark: string, text: string): void =>
    aside(spinner, () => stream.write(`${mark} ${sentences(text, screen, `${kind} `)}\n`));
  const warn = (text: string): void => tell('warning:', paint.yellow('warning:'), text);
  let others: Beside | null = null;
  const reporter: Reporter = {
    line,
    work,
    passing: move,
    warn,
    fail: (text) => tell('error:', paint.red('error:'), text),
    end: () => void spinner?.stop(),
    event: (event) => {
      if (event.type === 'message') work(event.message, event.fraction);
      else if (event.type === 'warning') warn(event.message);
      else if (event.type === 'step') {
        move(`epoch ${event.epoch}  step ${event.step} of ${event.steps}`);
      } else if (event.type !== 'fits') {
        spinner?.stop();
        for (const text of linesOfEvent(event, screen)) put(text);
      }
    },
    beside: async (label) => {
      const { besideOthers } = await import('./several.js');
      others ??= besideOthers({
        screen,
        reporter,
        put,
        move: spinner && ((text) => void (text === '' ? spinner.stop() : spinner.start(text))),
        rows: () => stream.rows,
      });
      return others(label);
    },
  };
  return reporter;
}

// Loaded for a line that moves: it takes a fifth of the time in which a command starts.
async function spinnerOn(stream: NodeJS.WriteStream): Promise<Ora> {
  const { default: ora } = await import('ora');
  return ora({ stream, isEnabled: true, discardStdin: false });
}

// What a program said may follow a sentence on lines of its own.
function sentences(text: string, screen: Screen, before: string): string {
  const [first = '', ...others] = text.split('\n');
  return [sentence(first, screen, before), ...others.map((one) => sentence(one, screen))].join(
    '\n',
  );
}

// Writes above the moving line.
function aside(spinner: Ora | null, write: () => void): void {
  const spinning = spinner?.isSpinning;
  if (spinning) spinner?.stop();
  write();
  if (spinning) spinner?.start();
}
