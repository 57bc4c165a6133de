// Two runs in, what differs between them out: specs, data, what they were trained on, and what came
// of it. Values are as the files have them.
import type { ReadRun } from '../run/read.js';
import type { RunRecord } from '../run/record.js';
import { changesBetween } from './changes.js';
import type { Column } from './column.js';
import { distinctLosses, scoreOf } from './record-columns.js';
import type { Cell } from './written.js';

/** One thing that the two have, and its value in each. */
export type Difference = {
  readonly key: string;
  readonly kind: Column['kind'];
  readonly values: readonly [Cell, Cell];
};

/** What differs; of the scores all that there are, at each one's best epoch. */
export type RunDiff = {
  readonly spec: readonly Difference[];
  readonly data: readonly Difference[];
  readonly environment: readonly Difference[];
  readonly costs: readonly Difference[];
  readonly scores: readonly Difference[];
  /** What a reader must know of the difference, a sentence each. */
  readonly notes: readonly string[];
};

/** A run whose record could be read. */
type KnownRun = Extract<ReadRun, { record: RunRecord }>;

type Fact = readonly [key: string, of: (record: RunRecord) => Cell, kind?: Column['kind']];

const dataFacts: readonly Fact[] = [
  ['data', ({ data }) => data.name],
  ['sha256', ({ data }) => data.sha256],
  ['training samples', ({ data }) => data.train, 'count'],
  ['validation samples', ({ data }) => data.validation, 'count'],
  ['test samples', ({ data }) => data.test, 'count'],
];

const environmentFacts: readonly Fact[] = [
  ['dlx', ({ versions }) => versions.dlx],
  ['node', ({ versions }) => versions.node],
  ['tensorflow', ({ versions }) => versions.tensorflow],
  ['tfjs', ({ versions }) => versions.tfjs],
  ['backend', ({ machine }) => machine.backend],
  ['execution', ({ how }) => how.execution],
  ['device', ({ how }) => how.device],
  ['threads', ({ how }) => how.threads, 'count'],
  ['cpu', ({ machine }) => machine.cpu],
  ['gpu', ({ machine }) => machine.gpu],
  ['git', ({ git }) => git && git.commit + (git.dirty ? ' with changes' : '')],
];

const costFacts: readonly Fact[] = [
  ['state', ({ state }) => state],
  ['parameters', ({ parameters }) => parameters.total, 'count'],
  ['epochs run', ({ epochs }) => epochs.done, 'count'],
  ['best epoch', ({ epochs }) => epochs.best, 'count'],
  ['seconds', ({ seconds }) => seconds.total, 'seconds'],
  ['s/epoch', ({ seconds }) => seconds.per_epoch, 'seconds'],
  ['s to best', ({ seconds }) => seconds.to_best, 'seconds'],
];

/** What differs between two runs. */
export function diffRuns(one: KnownRun, other: KnownRun): RunDiff {
  const pair = [one.record, other.record] as const;
  const changed = Object.entries(changesBetween(...pair)).map(([key, values]): Difference => ({
    key,
    kind: 'setting',
    values,
  }));
  const differing = (facts: readonly Fact[]): readonly Difference[] =>
    facts.map((fact) => differenceOf(fact, pair)).filter(({ values: [a, b] }) => a !== b);
  return {
    spec: [...changed, ...differing([['seed', ({ seed }) => seed]])],
    data: differing(dataFacts),
    environment: differing(environmentFacts),
    costs: differing(costFacts),
    scores: scoreFacts(pair).map((fact) => differenceOf(fact, pair)),
    notes: notesOf(pair),
  };
}

function differenceOf(
  [key, of, kind = 'text']: Fact,
  [one, other]: readonly [RunRecord, RunRecord],
): Difference {
  return { key, kind, values: [of(one), of(other)] };
}

// Of validation, test and training, each metric in the order of the specs, then the loss.
function scoreFacts(pair: readonly [RunRecord, RunRecord]): readonly Fact[] {
  const names = [
    ...new Set([...pair.flatMap(({ metrics }) => metrics.map(({ name }) => name)), 'loss']),
  ];
  const parts = [
    ['val', 'validation'],
    ['test', 'test'],
    ['train', 'train'],
  ] as const;
  return parts
    .flatMap(([prefix, part]) =>
      names.map((name): Fact => [`${prefix}_${name}`, scoreIn(part, name), 'score']),
    )
    .filter(([, of]) => pair.some((record) => of(record) !== null));
}

function scoreIn(part: 'validation' | 'test' | 'train', name: string): Fact[1] {
  return ({ scores }) => scoreOf(scores[part], name) ?? null;
}

function notesOf([one, other]: readonly [RunRecord, RunRecord]): readonly string[] {
  if (one.id === other.id) return ['both folders are of one run: one is a copy of the other'];
  if (one.data.sha256 !== other.data.sha256) {
    return ['they were judged on other data, so their scores say nothing of each other'];
  }
  return [
    ...(one.hashes.spec !== other.hashes.spec && one.hashes.group === other.hashes.group
      ? ['one spec with two seeds: what differs between their scores is chance']
      : []),
    ...(distinctLosses([one, other]).length > 1
      ? ['they had different loss functions, so their losses are not comparable']
      : []),
  ];
}
