// A run and its epochs in, what MLflow keeps of a run out: parameters, metrics with their steps and
// times, tags. Pure; what MLflow has no room for is cut, and said.
import { basename } from 'node:path';
import { settingsOf } from '../../comparison/settings.js';
import { timesOf } from '../tensorboard/scalars.js';
import { sha256 } from '../../ground/hash.js';
import type { RunRecord } from '../../run/record.js';
import type { EpochRecord, Scores } from '../../training/epoch.js';

/** A value at a step, which is an epoch; `timestamp` in milliseconds since 1970. */
export type Metric = {
  readonly key: string;
  /** No JSON has NaN and infinities: protobuf takes them as words. */
  readonly value: number | 'NaN' | 'Infinity' | '-Infinity';
  readonly timestamp: number;
  readonly step: number;
};

/** A word and what it says. */
export type Pair = { readonly key: string; readonly value: string };

/** What MLflow keeps of a run. */
export type Content = {
  readonly name: string;
  readonly started: number;
  /** Null of a run that still trains. */
  readonly ended: number | null;
  readonly status: 'RUNNING' | 'FINISHED' | 'FAILED' | 'KILLED';
  readonly params: readonly Pair[];
  /** Of each epoch, in their order. */
  readonly epochs: readonly (readonly Metric[])[];
  /** Of the best epoch; none of a run that has not come to its end. */
  readonly scores: readonly Metric[];
  readonly tags: readonly Pair[];
  /** How far the run had come: the same words mean that there is nothing new. */
  readonly stand: string;
  /** A sentence for each value that was cut. */
  readonly notes: readonly string[];
};

/** The tag that tells a run of dlx'. */
export const idTag = 'dlx.id';

/** What MLflow shows as a run's description, and the SHA-256 of the one that dlx wrote there. */
export const [noteTag, ownNoteTag] = ['mlflow.note.content', 'dlx.note_sha256'];

/** Tags that a run may have lost since it was logged. */
export const passingTags: readonly string[] = ['dlx.tags', ownNoteTag];

// MLflow 3's own limits (mlflow/utils/validation.py), in characters.
const [longestKey, longestParam, longestTag] = [250, 6000, 8000];

const statuses: Readonly<Record<RunRecord['state'], Content['status']>> = {
  running: 'RUNNING',
  finished: 'FINISHED',
  failed: 'FAILED',
  diverged: 'FAILED',
  interrupted: 'KILLED',
};

/** What there is to say of the run in a folder. */
export function contentOf(
  folder: string,
  record: RunRecord,
  epochs: readonly EpochRecord[],
): Content {
  const notes: string[] = [];
  const started = Date.parse(record.started);
  const ended = record.finished === null ? null : Date.parse(record.finished);
  const { test, validation } = record.scores;
  const isDone = record.state === 'finished' || record.state === 'diverged';
  const best = { timestamp: ended ?? started, step: record.epochs.best ?? 0 };
  const cut = (what: string, most: number) => (pair: Pair) => {
    const { value } = pair;
    if (value.length <= most) return pair;
    notes.push(
      `${folder}: the ${what} ${pair.key} has ${value.length} characters, of which MLflow keeps ${most}`,
    );
    return { ...pair, value: value.slice(0, most) };
  };
  return {
    name: record.name,
    started,
    ended,
    status: statuses[record.state],
    params: keyed(settingPairs(folder, record)).map(cut('parameter', longestParam)),
    epochs: epochMetrics(record, epochs),
    scores: isDone
      ? [
          ...metricsOf('best_val_', validation ?? {}, best),
          ...metricsOf('test_', test ?? {}, best),
          ...(record.epochs.best === null
            ? []
            : [{ key: 'best_epoch', value: record.epochs.best, ...best }]),
        ]
      : [],
    tags: tagsOf(folder, record).map(cut('tag', longestTag)),
    stand: `${record.state} ${epochs.length} ${test ? 'tested' : 'untested'}`,
    notes,
  };
}

function settingPairs(folder: string, record: RunRecord): readonly Pair[] {
  const { settings } = settingsOf([{ folder, record }]);
  const written = settings.flatMap(({ path, cells }) =>
    [...cells.values()].map((cell) => ({ key: path, value: String(cell) })),
  );
  const counted = [
    { key: 'seed', value: String(record.seed) },
    { key: 'parameters', value: String(record.parameters.total) },
  ];
  return [...written, ...counted];
}

// MLflow takes letters, digits and some marks in a name; two names may come to one.
function keyed(pairs: readonly Pair[]): readonly Pair[] {
  const taken = new Set<string>();
  return pairs.map(({ key, value }) => {
    const plain = nameOf(key);
    let name = plain;
    for (let number = 2; taken.has(name); number += 1) name = `${plain}_${number}`;
    taken.add(name);
    return { key: name, value };
  });
}

function nameOf(key: string): string {
  return key.replaceAll(/[^\p{L}\p{N}_\-. :]/gu, '_').slice(0, longestKey - 4);
}

function epochMetrics(
  record: RunRecord,
  epochs: readonly EpochRecord[],
): readonly (readonly Metric[])[] {
  const times = timesOf(record, epochs);
  return epochs.map(({ epoch, train, validation, learning_rate }, i) => {
    const at = { timestamp: Math.round(1000 * (times[i] ?? 0)), step: epoch };
    return [
      ...metricsOf('', train, at),
      ...metricsOf('val_', validation, at),
      { key: 'learning_rate', value: worded(learning_rate), ...at },
    ];
  });
}

// What is undefined is no value.
function metricsOf(
  prefix: string,
  scores: Scores,
  at: Pick<Metric, 'timestamp' | 'step'>,
): readonly Metric[] {
  return Object.entries(scores).flatMap(([name, value]) =>
    value === null ? [] : [{ key: nameOf(prefix + name), value: worded(value), ...at }],
  );
}

function worded(value: number): Metric['value'] {
  if (Number.isNaN(value)) return 'NaN';
  if (Number.isFinite(value)) return value;
  return value > 0 ? 'Infinity' : '-Infinity';
}

function tagsOf(folder: string, record: RunRecord): readonly Pair[] {
  const tags: readonly (readonly [string, string | null | undefined])[] = [
    [idTag, record.id],
    ['dlx.run', basename(folder)],
    ['dlx.parent', record.parent],
    ['dlx.state', record.state],
    ['dlx.group', record.hashes.group],
    ['dlx.spec', record.hashes.spec],
    ['dlx.data', record.data.sha256],
    ['dlx.version', record.versions.dlx],
    ['dlx.device', record.how.device],
    ['dlx.tags', record.tags.length > 0 ? record.tags.join(', ') : null],
    ['mlflow.source.git.commit', record.git?.commit],
    ['mlflow.source.type', 'LOCAL'],
    [noteTag, record.notes],
    [ownNoteTag, record.notes ? sha256(record.notes.slice(0, longestTag)) : null],
  ];
  return tags.flatMap(([key, value]) => (value ? [{ key, value }] : []));
}
