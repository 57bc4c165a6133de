// A run in, what there is to know of it out: its spec, its layers, its scores, and where it comes
// from.
import { join } from 'node:path';
import type { NetworkSummary } from '../../model/summary.js';
import {
  deviceInWords,
  endInWords,
  foldsInWords,
  libraryInWords,
  reasonOf,
  type RunRecord,
} from '../../run/record.js';
import { renderYaml } from '../../spec/write.js';
import { shellWord } from '../../text/shell.js';
import type { EpochRecord } from '../../training/epoch.js';
import { counted, linesOf } from '../../text/wrap.js';
import { escapeText } from '../../text/escape.js';
import { displayWidth } from '../../text/width.js';
import { curveLines } from './curve.js';
import { formatCell } from './format.js';
import { renderLayerTable } from './layer-table.js';
import { duration } from './run-lines.js';
import { renderTable, type Screen } from './table.js';

/** A run as it is shown; `network` is null where its files do not give one. */
export type ShownRun = {
  readonly folder: string;
  readonly record: RunRecord;
  readonly network: NetworkSummary | null;
  /** None where they cannot be read. */
  readonly epochs: readonly EpochRecord[];
  /** The folder of the run that it was made from, where that is to be found. */
  readonly parent: string | null;
  /** What the folds come to that it is one of. */
  readonly folds?: string | null;
};

/** All of a run on one page. */
export function renderRun(
  { folder, record, network, epochs, parent, folds = null }: ShownRun,
  screen: Screen,
): string {
  const curves = curveLines(epochs, {
    monitor: record.monitor.name,
    best: record.epochs.best,
    width: screen.width,
  });
  const parts = [
    facts(
      [
        ['run', folder],
        ...stateFacts(record, parent),
        ...(folds === null ? [] : [['folds', folds] as const]),
      ],
      screen,
    ),
    escapeLines(renderYaml(record.spec)).trimEnd(),
    ...(network ? [renderLayerTable(network, screen)] : []),
    ...(curves.length > 0 ? [curves.join('\n')] : []),
    ...scoreTable(record, screen),
    facts(originFacts(folder, record), screen),
  ];
  return parts.join('\n\n');
}

type Fact = readonly [name: string, value: string];

function stateFacts(record: RunRecord, parentFolder: string | null): readonly Fact[] {
  const { name, seed, state, epochs, seconds, tags, notes, parent } = record;
  const reason = reasonOf(record);
  const end = state === 'finished' ? endInWords(record) : null;
  const done = end ?? `${epochs.done} of ${epochs.planned}`;
  const best = epochs.best === null ? '' : `, the best is ${epochs.best}`;
  const each =
    seconds.per_epoch === null ? '' : `, ${formatCell(seconds.per_epoch, 'seconds')} s an epoch`;
  return [
    ['name', `${name}, seed ${seed}`],
    ...(record.cross_validation ? [['fold', foldFact(record.cross_validation)] as const] : []),
    ['state', reason === null ? state : `${state}: ${reason}`],
    ['epochs', `${done}${best}`],
    ['time', `${duration(seconds.total)}${each}`],
    ...(tags.length > 0 ? [['tags', tags.join(', ')] as const] : []),
    ...(notes === null ? [] : [['notes', notes] as const]),
    ...(parent === null
      ? []
      : [['parent', parentFolder === null ? parent : `${parentFolder} (${parent})`] as const]),
  ];
}

function foldFact(of: NonNullable<RunRecord['cross_validation']>): string {
  const { fold, repeat, repeats } = of;
  const repeated = repeats > 1 ? `repeat ${repeat} of ${repeats}, ` : '';
  return `${repeated}fold ${fold} of ${foldsInWords(of)}: its test part is the rows that this fold holds out`;
}

function originFacts(folder: string, record: RunRecord): readonly Fact[] {
  const { data, versions, origin, git, resumed, hashes } = record;
  const sizes = [data.train, data.validation, data.test].map((size) => formatCell(size, 'count'));
  return [
    ['data', `${data.name}, ${sizes.join(' / ')} samples, SHA-256 ${data.sha256}`],
    ['test set', testSetWords(record)],
    ['started', record.started],
    ...(record.finished === null ? [] : [['finished', record.finished] as const]),
    ['on', `${deviceInWords(record)}, ${libraryInWords(record)}`],
    ['by', `dlx ${versions.dlx}, Node ${versions.node}`],
    ...(git ? [['git', git.commit + (git.dirty ? ' with changes' : '')] as const] : []),
    ...resumed.map(({ at, epoch }): Fact => ['resumed', `${at}, in epoch ${epoch}`]),
    ['hash', hashes.spec],
    ['from', join(folder, origin.spec)],
    ['again', commandAgain(folder, record)],
  ];
}

function testSetWords({ sealed, test_reads: reads }: RunRecord): string {
  if (reads === 0) return sealed ? 'sealed: not read' : 'not read';
  const often = `read ${reads === 1 ? 'once' : `${reads} times`}`;
  return sealed?.opened
    ? `${often}; sealed until ${sealed.opened.at}, when there were ${counted(sealed.opened.compared, 'run')} to choose from`
    : often;
}

/**
 * The command that trains a run again, with all that makes the same numbers on such a machine. A run
 * that was renamed has its old name in its spec.
 */
export function commandAgain(folder: string, { how, spec, name }: RunRecord): string {
  const words = [
    'dlx',
    'train',
    shellWord(join(folder, 'spec.yaml')),
    '--device',
    how.device,
    '--threads',
    String(how.threads),
    ...(how.execution === 'eager' ? ['--eager'] : []),
    ...(spec['name'] === undefined || spec['name'] === name ? [] : ['--name', shellWord(name)]),
  ];
  return words.join(' ');
}

// Names in one column, values in another one.
function facts(all: readonly Fact[], { width }: Screen): string {
  const first = all.reduce((most, [name]) => Math.max(most, name.length), 0) + 2;
  const lines = all.flatMap(([name, value]) =>
    linesOf(escapeText(value).split(' '), width - first, { widthOf: displayWidth }).map(
      (line, i) => (i === 0 ? name : '').padEnd(first) + line,
    ),
  );
  return lines.join('\n');
}

function scoreTable({ scores, metrics }: RunRecord, screen: Screen): readonly string[] {
  const parts = [
    ['training', scores.train],
    ['validation', scores.validation],
    ['test', scores.test],
  ] as const;
  const names = ['loss', ...metrics.map(({ name }) => name)];
  const rows = parts.flatMap(([part, of]) =>
    of
      ? [
          [
            { text: part },
            ...names.map((name) => ({
              text: formatCell(Object.hasOwn(of, name) ? (of[name] ?? null) : null, 'score'),
            })),
          ],
        ]
      : [],
  );
  if (rows.length === 0) return [];
  const columns = [
    { head: 'best epoch', align: 'left' as const },
    ...names.map((head, i) => ({ head, align: 'right' as const, weight: i })),
  ];
  return [renderTable(columns, rows, screen).text];
}

function escapeLines(text: string): string {
  return text.split('\n').map(escapeText).join('\n');
}
