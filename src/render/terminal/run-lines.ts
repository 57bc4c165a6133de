// What happens in a run in, the lines that a person reads of it out, none wider than the screen
// where its words allow.
import colors from 'picocolors';
import type { RunEvent } from '../../experiment/job.js';
import {
  deviceInWords,
  endInWords,
  libraryInWords,
  reasonOf,
  type RunRecord,
  runLabel,
} from '../../run/record.js';
import { escapeText } from '../../text/escape.js';
import { displayWidth, shortened } from '../../text/width.js';
import { linesOf, wrapped } from '../../text/wrap.js';
import type { Scores } from '../../training/epoch.js';
import { renderColumnTable } from './column-table.js';
import { formatCell } from './format.js';
import { renderLayerTable } from './layer-table.js';
import type { Screen } from './table.js';

/** What leaves lines behind: everything but what moves. */
export type TellingEvent = Extract<RunEvent, { type: 'started' | 'epoch' | 'finished' | 'failed' }>;

const gap = '  ';

/** The lines of one event. */
export function linesOfEvent(event: TellingEvent, screen: Screen): readonly string[] {
  switch (event.type) {
    case 'started':
      return startLines(event, screen);
    case 'epoch':
      return [epochLine(event, screen)];
    case 'finished':
      return endLines(event.record, event.folder, screen);
    case 'failed':
      return [];
  }
}

function startLines(
  { record, network, data }: Extract<RunEvent, { type: 'started' }>,
  screen: Screen,
): readonly string[] {
  const { bold } = colors.createColors(screen.color);
  const last = record.resumed.at(-1);
  const resumed = last
    ? [`going on in epoch ${last.epoch}${last.step > 0 ? `, after step ${last.step}` : ''}`]
    : [];
  const title = sentence(headline(record), screen).split('\n').map(bold);
  const columns = renderColumnTable(data, screen);
  return [
    '',
    ...title,
    '',
    ...(columns === '' ? [] : [columns, '']),
    renderLayerTable(network, screen),
    '',
    ...resumed,
  ];
}

function headline(record: RunRecord): string {
  const { data } = record;
  const counts = [data.train, data.validation, data.test]
    .map((count) => formatCell(count, 'count'))
    .join(' / ');
  const on = deviceInWords(record, 'CPU');
  return `${labelOfRecord(record)}: ${data.name} ${counts} (training / validation / test), ${on}, ${libraryInWords(record)}`;
}

function labelOfRecord({ name, seed, cross_validation: fold = null }: RunRecord): string {
  return runLabel({ name, seed, fold });
}

// A part of an epoch's line: the greater its weight, the sooner it goes where there is no room.
type Part = {
  readonly text: string;
  readonly weight: number;
  /** What stands between it and the part before it, if not the usual gap. */
  readonly joint?: string;
  readonly paint?: (text: string) => string;
};

function epochLine(
  { epoch: record, epochs, monitor }: Extract<RunEvent, { type: 'epoch' }>,
  screen: Screen,
): string {
  const { epoch, train, validation, seconds, best } = record;
  const { green } = colors.createColors(screen.color);
  const left = `${duration((epochs - epoch) * seconds.total)} left`;
  const parts: readonly Part[] = [
    {
      text: `epoch ${String(epoch).padStart(String(epochs).length)}/${epochs}`,
      weight: 0,
      joint: '',
    },
    ...scoreParts(train, '', 300, monitor),
    ...scoreParts(validation, 'val_', 100, monitor),
    { text: duration(seconds.total), weight: 500 },
    ...(epoch < epochs ? [{ text: left, weight: 600, joint: ', ' }] : []),
    ...(best ? [{ text: 'best', weight: 1, paint: green }] : []),
  ];
  return fittingParts(parts, screen.width)
    .map(({ text, joint = gap, paint = String }) => joint + paint(text))
    .join('');
}

// What stays longest, but for the number of the epoch and that it is the best.
const watchedWeight = 2;
const lossWeight = 3;

// Metrics go from the last to the first, those of training before those of validation; then the
// loss of training, and at last what the best epoch is chosen by.
function scoreParts(
  scores: Scores,
  prefix: string,
  weight: number,
  monitor: string,
): readonly Part[] {
  return scoreCells(scores, prefix).map(([name, text], i) => {
    if (prefix + name === monitor) return { text, weight: watchedWeight };
    return { text, weight: name === 'loss' && prefix === '' ? lossWeight : weight + i };
  });
}

function fittingParts(parts: readonly Part[], width: number): readonly Part[] {
  const needed = parts.reduce((sum, { text, joint = gap }) => sum + displayWidth(joint + text), 0);
  if (needed <= width || parts.length === 1) return parts;
  const goes = parts.reduce((one, other) => (other.weight > one.weight ? other : one));
  return fittingParts(
    parts.filter((part) => part !== goes),
    width,
  );
}

function endLines(record: RunRecord, folder: string, screen: Screen): readonly string[] {
  const { state, epochs, scores, advice } = record;
  const { cyan, yellow } = colors.createColors(screen.color);
  const told = advice.map((one) => `${cyan('note:')} ${sentence(one, screen, 'note: ')}`);
  // A path is one word, to be copied.
  const again =
    state === 'interrupted' ? escapeText(`go on with: dlx resume ${folder}`) : escapeText(folder);
  if (state !== 'finished') {
    const lines = sentence(`${state}: ${reasonOf(record) ?? ''}`, screen).split('\n');
    return ['', ...lines.map(yellow), again];
  }
  const end = endInWords(record);
  const early = end === null ? '' : `, ${end}`;
  const found = [
    ...scoreCells(scores.validation ?? {}, 'val_'),
    ...scoreCells(scores.test ?? {}, 'test_'),
  ].map(([, text]) => text);
  const head = `best epoch ${epochs.best}${early}:`;
  const [first = '', ...others] = found;
  const whole = `${head} ${first}`;
  const pieces = displayWidth(whole) > screen.width ? [head, ...found] : [whole, ...others];
  const lines = linesOf(pieces, screen.width, { gap, widthOf: displayWidth });
  return ['', ...lines, ...told, again];
}

/** One line of a run that has ended: how, and where it is. */
export function endLine(record: RunRecord, folder: string): string {
  const { state, epochs, scores } = record;
  const found = [
    ...scoreCells(scores.validation ?? {}, 'val_'),
    ...scoreCells(scores.test ?? {}, 'test_'),
  ].map(([, text]) => text);
  const what =
    state === 'finished'
      ? [`best epoch ${epochs.best}`, ...found]
      : [`${state}: ${reasonOf(record) ?? ''}`];
  // Who was stopped is gone on with.
  const place = state === 'interrupted' ? `go on with: dlx resume ${folder}` : folder;
  return [escapeText(`${labelOfRecord(record)}: `) + what.join(gap), escapeText(place)].join(gap);
}

function scoreCells(scores: Scores, prefix: string): readonly (readonly [string, string])[] {
  return Object.entries(scores).map(([name, value]) => [
    name,
    escapeText(`${prefix}${name} ${formatCell(value, 'score')}`),
  ]);
}

/** A text from anywhere, escaped and in lines that fit the screen behind what stands before it. */
export function sentence(text: string, { width }: Screen, before = ''): string {
  return wrapped(before + escapeText(text), width, displayWidth).slice(before.length);
}

/** A text from anywhere as the part of a line that moves: cut where it is longer. */
export function movingText(text: string, width: number): string {
  // Beside it stand the sign that turns and a blank.
  return shortened(escapeText(text), Math.max(1, width - 3));
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
