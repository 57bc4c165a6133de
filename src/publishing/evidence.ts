// Runs in, all that a text about them may state out: their values, those of replicates together, and the
// differences between them.
import { basename } from 'node:path';
import { single, type Group } from '../comparison/groups.js';
import { rowLabels } from '../comparison/labels.js';
import type { Table } from '../comparison/comparison.js';
import type { EpochRecord } from '../training/epoch.js';
import { escapeText } from '../text/escape.js';
import { counted } from '../text/wrap.js';
import { differenceValues, verdictValues } from './difference-values.js';
import { groupValues, nounOf } from './group-values.js';
import type { Evidence } from './judging.js';
import { modelValues } from './model-values.js';
import type { Published } from './published.js';
import { recordValues } from './record-values.js';
import { settingValues } from './setting-values.js';
import { isShare } from './shares.js';
import { topicFinder } from './topics.js';
import { valueOf, type Owner, type Value } from './value.js';

/** A run with its epochs; none where they cannot be read. */
export type PublishedWithEpochs = Published & { readonly epochs: readonly EpochRecord[] };

/** What there is to hold a text against. */
export type Sources = {
  readonly runs: readonly PublishedWithEpochs[];
  /** Replicates among these runs, and among those that lie beside them. */
  readonly groups: readonly Group[];
  readonly tables: readonly Table[];
  /** The same by each other score: nothing of them counts where that score is not named. */
  readonly asides?: readonly Table[];
};

/** All of it. */
export function evidenceOf({ runs, groups, tables, asides = [] }: Sources): Evidence {
  const owned = ownersOf(runs, groups).map((owner, i) => ({ owner, run: runs[i] }));
  const ofRuns = owned.flatMap(({ owner, run }) => (run ? [{ owner, run }] : []));
  const own = ofRuns.map(({ owner, run }) => ({ owner, values: valuesOf(run, owner) }));
  const together = groups.map((group) => {
    const owner = groupOwner(group);
    return { owner, group, values: groupValues(group, owner) };
  });
  const of = (folder: string): Owner | undefined =>
    together.find(({ group }) => group.folders.includes(folder))?.owner ??
    ofRuns.find(({ run }) => run.folder === folder)?.owner;
  return {
    values: [
      ...own.flatMap(({ values }) => values),
      ...together.flatMap(({ values }) => values),
      ...differenceValues([...together, ...own]),
      ...verdictValues(tables, of),
      ...verdictValues(asides, of, () => true),
      ...countOf(runs.length),
    ],
    said: [
      ...ofRuns.flatMap(({ owner, run }) => saidOf(run).map((text) => ({ owner, text }))),
      // What is told below a table of these runs.
      ...[...tables, ...asides].map(({ notes }) => ({ owner: allRuns, text: notes.join('\n') })),
    ].map(({ owner, text }) => ({
      owner,
      text: text.split(/\r?\n/).map(escapeText).join('\n'),
    })),
  };
}

function valuesOf(run: PublishedWithEpochs, owner: Owner): readonly Value[] {
  return [
    ...recordValues(run.record, owner),
    ...modelValues(run, owner),
    ...settingValues(run, owner),
    ...run.epochs.flatMap((epoch) => epochValues(epoch, owner)),
  ];
}

// What a run was at an epoch counts only where that epoch is named.
function epochValues(record: EpochRecord, owner: Owner): readonly Value[] {
  const { epoch, train, validation, learning_rate: rate, seconds } = record;
  const parts = [
    ['training', train],
    ['validation', validation],
  ] as const;
  const number = {
    value: epoch,
    owner,
    topics: ['epoch'],
    what: 'number of an epoch',
    named: true,
  };
  const found = parts.flatMap(([part, scores]) =>
    Object.entries(scores).flatMap(([name, value]) =>
      value === null || !Number.isFinite(value)
        ? []
        : [
            valueOf({
              value,
              owner,
              part,
              topics: [name],
              kind: isShare(name, value) ? 'share' : 'score',
              labels: [`epoch ${epoch}`],
              what: `${part} ${name} of epoch ${epoch}`,
            }),
          ],
    ),
  );
  const about = { owner, labels: [`epoch ${epoch}`], named: true } as const;
  const took = { ...about, topics: ['seconds'], kind: 'seconds' } as const;
  return [
    valueOf(number),
    ...found,
    valueOf({
      ...about,
      value: rate,
      topics: ['learning_rate'],
      what: `learning rate of epoch ${epoch}`,
      kind: 'number',
    }),
    valueOf({ ...took, value: seconds.total, what: `seconds of epoch ${epoch}` }),
    valueOf({ ...took, value: seconds.train, what: `seconds of training in epoch ${epoch}` }),
  ];
}

const allRuns: Owner = { called: 'these runs', names: [] };

function countOf(count: number): readonly Value[] {
  return [valueOf({ owner: allRuns, value: count, topics: ['runs'], what: 'number', named: true })];
}

function saidOf({ record, model }: Published): readonly string[] {
  return [
    ...(record.notes === null ? [] : [record.notes]),
    ...record.advice,
    ...(model?.kept.facts.notes ?? []),
    ...(record.message === null ? [] : [record.message]),
    record.machine.cpu,
    ...(record.machine.gpu === null ? [] : [record.machine.gpu]),
  ];
}

// Words that say something else where they stand in a sentence.
const common = topicFinder([
  'accuracy',
  'loss',
  'parameters',
  'epochs',
  'epoch',
  'seconds',
  'samples',
  'runs',
  'seeds',
  'seed',
  'classes',
  'layers',
  'difference',
]);

function isName(name: string): boolean {
  const isWord = common(name).some(({ start, end }) => end - start === name.length);
  return (
    name.trim() !== '' &&
    !isWord &&
    !/^(?:the|a|an|test|val|validation|training|train|[\d.]+)$/i.test(name)
  );
}

function namesOf(names: readonly string[]): readonly string[] {
  const shown = names.flatMap((name) => [name, escapeText(name)]).filter(isName);
  return [...new Set(shown)].sort((a, b) => b.length - a.length);
}

function ownersOf(runs: readonly Published[], groups: readonly Group[]): readonly Owner[] {
  const rows = runs.map(single);
  const labels = rowLabels(rows);
  const known = new Set(runs.map(({ folder }) => folder));
  // Rows of which two runs or more are asked about.
  const several = groups
    .map(({ folders }) => folders.filter((folder) => known.has(folder)))
    .filter((folders) => folders.length > 1);
  const replicates = new Set(several.flat());
  return runs.map(({ folder, record: { name, seed, id } }, i) => {
    const row = rows[i];
    const called = (row && labels.get(row)) ?? basename(folder);
    const names = [called, name, `${name} seed ${seed}`, `${name}, seed ${seed}`, id];
    return {
      called,
      names: namesOf([...names, basename(folder), folder]),
      isReplicate: replicates.has(folder),
    };
  });
}

function groupOwner(group: Group): Owner {
  const { runs, label } = group;
  const [name = ''] = runs.flatMap((run) => ('record' in run ? [run.record.name] : []));
  const all = runs.flatMap((run) => ('record' in run ? [run.record.name] : []));
  const called = `${label ?? name} (${counted(runs.length, nounOf(group) === 'fold' ? 'run' : 'seed')})`;
  return { called, names: namesOf([...(label === undefined ? [] : [label]), ...all]) };
}
