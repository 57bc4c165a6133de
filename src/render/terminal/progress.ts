// What a person sees while runs train: events in, lines on the error stream out, with a moving line
// on a terminal. The only door to ora.
import ora, { type Ora } from 'ora';
import colors from 'picocolors';
import type { RunEvent } from '../../experiment/job.js';
import type { Network } from '../../model/network.js';
import type { RunRecord } from '../../run/record.js';
import type { EpochRecord, Scores } from '../../training/epoch.js';
import { escapeText } from '../../text/escape.js';
import { formatCell } from './format.js';
import { renderLayerTable } from './layer-table.js';
import type { Screen } from './table.js';

/** Shows what happens. Nothing is shown by a quiet one. */
export type Reporter = {
  /** One plain line that stays. */
  readonly line: (text: string) => void;
  /**
   * A sentence about something that needs attention; what a program said may follow on lines of its
   * own.
   */
  readonly warn: (text: string) => void;
  /** A sentence about what failed, likewise. */
  readonly fail: (text: string) => void;
  /** Work under way: shown while it lasts on a terminal, once elsewhere. */
  readonly work: (text: string, fraction?: number) => void;
  /** Work that is over soon: shown while it lasts on a terminal, and nowhere else. */
  readonly passing: (text: string) => void;
  /** What happens in a run of this network. */
  readonly event: (event: RunEvent, network: Network) => void;
  /** Takes the moving line away. */
  readonly end: () => void;
};

/** A reporter that writes to `stream`. */
export function reporterFor(stream: NodeJS.WriteStream, screen: Screen, quiet: boolean): Reporter {
  // In a terminal that says it is 0 columns wide (one without a window) the moving line would have
  // no end of lines.
  const isMoving = stream.isTTY && stream.columns > 0 && !quiet && !process.env['CI'];
  const spinner = ora({ stream, isEnabled: isMoving, discardStdin: false });
  const paint = colors.createColors(screen.color);
  let working = '';
  const put = (text: string): void => {
    if (!quiet) aside(spinner, () => stream.write(`${text}\n`));
  };
  const work = (text: string, fraction?: number): void => {
    const shown =
      escapeText(text) + (fraction === undefined ? '' : ` ${Math.round(100 * fraction)} %`);
    if (spinner.isEnabled) spinner.start(shown);
    else if (text !== working) put(escapeText(text));
    working = text;
  };
  const tell = (kind: string, text: string): void =>
    aside(spinner, () => stream.write(`${kind} ${text.split('\n').map(escapeText).join('\n')}\n`));
  const warn = (text: string): void => tell(paint.yellow('warning:'), text);
  return {
    line: (text) => put(escapeText(text)),
    work,
    passing: (text) => void (spinner.isEnabled && spinner.start(escapeText(text))),
    warn,
    fail: (text) => tell(paint.red('error:'), text),
    end: () => void spinner.stop(),
    event: (event, network) => {
      if (event.type === 'message') work(event.message, event.fraction);
      else if (event.type === 'warning') warn(event.message);
      else if (event.type === 'step' && spinner.isEnabled) {
        spinner.start(`epoch ${event.epoch}  step ${event.step} of ${event.steps}`);
      } else if (event.type !== 'step' && event.type !== 'fits') {
        spinner.stop();
        for (const text of linesOf(event, network, { screen, paint })) put(text);
      }
    },
  };
}

type Style = { readonly screen: Screen; readonly paint: ReturnType<typeof colors.createColors> };

function linesOf(
  event: Exclude<RunEvent, { type: 'message' | 'warning' | 'step' | 'fits' }>,
  network: Network,
  { screen, paint }: Style,
): readonly string[] {
  switch (event.type) {
    case 'started':
      return [
        '',
        paint.bold(headline(event.record)),
        '',
        renderLayerTable(network, screen),
        '',
        ...resumedLines(event.record),
      ];
    case 'epoch':
      return [epochLine(event.epoch, event.epochs, paint)];
    case 'finished':
      return endLines(event.record, event.folder, paint);
    case 'failed':
      return [];
  }
}

function resumedLines({ resumed }: RunRecord): readonly string[] {
  const last = resumed.at(-1);
  return last
    ? [`going on in epoch ${last.epoch}${last.step > 0 ? `, after step ${last.step}` : ''}`]
    : [];
}

function headline({
  name,
  seed,
  data,
  backend,
  device,
  threads,
  versions,
  execution,
}: RunRecord): string {
  const counts = [data.train, data.validation, data.test]
    .map((count) => formatCell(count, 'count'))
    .join(' / ');
  const on =
    device.kind === 'gpu' ? device.name : `CPU, ${threads} thread${threads === 1 ? '' : 's'}`;
  const using = versions.tensorflow
    ? `TensorFlow ${versions.tensorflow}, ${execution}`
    : `TensorFlow.js ${versions.tfjs} (${backend})`;
  return escapeText(
    `${name}, seed ${seed}: ${data.name} ${counts} (training / validation / test), ${on}, ${using}`,
  );
}

function epochLine(
  { epoch, train, validation, seconds, best }: EpochRecord,
  epochs: number,
  paint: Style['paint'],
): string {
  const scores = [...scoreCells(train, ''), ...scoreCells(validation, 'val_')].join('  ');
  const left = epoch < epochs ? `, ${duration((epochs - epoch) * seconds.total)} left` : '';
  const line = `epoch ${String(epoch).padStart(String(epochs).length)}/${epochs}  ${scores}  ${duration(seconds.total)}${left}`;
  return best ? `${line}  ${paint.green('best')}` : line;
}

function endLines(
  { state, message, epochs, scores, advice }: RunRecord,
  folder: string,
  paint: Style['paint'],
): readonly string[] {
  const told = advice.map((sentence) => `${paint.cyan('note:')} ${escapeText(sentence)}`);
  const again =
    state === 'interrupted'
      ? [escapeText(`go on with: dlx resume ${folder}`)]
      : [escapeText(folder)];
  if (state !== 'finished') {
    return ['', paint.yellow(escapeText(`${state}: ${message ?? ''}`)), ...again];
  }
  const early =
    epochs.done < epochs.planned ? `, stopped early after ${epochs.done} of ${epochs.planned}` : '';
  const found = [
    ...scoreCells(scores.validation ?? {}, 'val_'),
    ...scoreCells(scores.test ?? {}, 'test_'),
  ].join('  ');
  return ['', `best epoch ${epochs.best}${early}: ${found}`, ...told, escapeText(folder)];
}

function scoreCells(scores: Scores, prefix: string): readonly string[] {
  return Object.entries(scores).map(([name, value]) =>
    escapeText(`${prefix}${name} ${formatCell(value, 'score')}`),
  );
}

/** Seconds for people: 4.2 s, 3 min 05 s, 2 h 10 min. */
export function duration(seconds: number): string {
  if (seconds < 59.5) return `${seconds < 9.95 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) {
    return `${Math.floor(Math.round(seconds) / 60)} min ${String(Math.round(seconds) % 60).padStart(2, '0')} s`;
  }
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

// Writes above the moving line.
function aside(spinner: Ora, write: () => void): void {
  const spinning = spinner.isSpinning;
  if (spinning) spinner.stop();
  write();
  if (spinning) spinner.start();
}
