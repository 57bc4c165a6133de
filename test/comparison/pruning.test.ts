// Which runs may go, and why others stay: by hand.
import { describe, expect, test } from '@jest/globals';
import { chosenRuns, type PruneChoice } from '../../src/comparison/pruning.js';
import type { ReadRun } from '../../src/run/read.js';
import { scored } from '../run/fixture.js';
import { run } from './runs.js';

const hashes = (name: string) => ({ hashes: { spec: name, group: name } });
const day = 86_400_000;
const now = Date.parse('2026-02-01T00:00:00Z');
const ended = (days: number) => new Date(now - days * day).toISOString();

// Of accuracies on validation 0.90, 0.89, 0.88, 0.87.
const four = [0.9, 0.89, 0.88, 0.87].map((accuracy, i) =>
  run(`r${i}`, {
    ...hashes(`r${i}`),
    ...scored(0.3, accuracy, 0.3, 0.5),
    finished: ended(10 * (i + 1)),
    started: ended(10 * (i + 1) + 1),
  }),
);
const failed = run('failed', { state: 'failed', finished: ended(1) });
const running = run('running', { state: 'running', finished: null });
const torn: ReadRun = { folder: 'runs/torn', damaged: 'it was cut off' };
const all = [...four, failed, running, torn];

const names = (runs: readonly ReadRun[]): readonly string[] =>
  runs.map((one) => ('record' in one ? one.record.name : 'torn'));

const chosen = (choice: PruneChoice, given: readonly ReadRun[] = all, parents = false) => {
  const { go, left } = chosenRuns(given, all, choice, { now, parents });
  return { go: names(go), left: left.map(({ run: one, why }) => [...names([one]), why]) };
};

describe('those go of which all holds that is given', () => {
  test.each<readonly [PruneChoice, readonly string[]]>([
    [{ states: ['failed'] }, ['failed']],
    [{ states: ['failed', 'finished'] }, ['r0', 'r1', 'r2', 'r3', 'failed']],
    [{ older: '25d' }, ['r2', 'r3']],
    [{ older: '240h' }, ['r1', 'r2', 'r3']],
    [{ older: '3w' }, ['r2', 'r3']],
    [{ where: 'val_accuracy<0.885' }, ['r2', 'r3']],
    [{ where: 'val_accuracy<0.885', older: '35d' }, ['r3']],
    [{ keep: 'best:3' }, ['r3', 'failed']],
    [{ keep: 'latest:2', states: ['finished'] }, ['r2', 'r3']],
    // The best of those that would go.
    [{ keep: 'best:1', older: '15d' }, ['r2', 'r3']],
    [{ keep: 'best:9', states: ['finished'] }, []],
  ])('%j', (choice, go) => {
    expect(chosen(choice).go).toEqual(go);
  });
});

describe('what stays', () => {
  test('is what is being trained, and what cannot be read, where it was asked for', () => {
    expect(chosen({}, [running, torn, failed])).toEqual({
      go: ['failed'],
      left: [
        ['running', 'it is being trained'],
        ['torn', 'it was cut off'],
      ],
    });
    expect(chosen({ states: ['failed'] })).toEqual({ go: ['failed'], left: [] });
  });

  test('is what another run was made from, and what that one was made from', () => {
    const grandchild = run('grandchild', { parent: 'r1' });
    const family = [four[0], run('r1', { ...hashes('r1'), parent: 'r0' }), grandchild].filter(
      (one) => one !== undefined,
    );
    const of = (given: readonly ReadRun[], parents = false) => {
      const { go, left } = chosenRuns(given, family, {}, { now, parents });
      return [names(go), left.map(({ run: one, why }) => [...names([one]), why])];
    };
    expect(of(family.slice(0, 2))).toEqual([
      [],
      [
        ['r1', `${grandchild.folder} was made from it; --parents removes it all the same`],
        ['r0', `${family[1]?.folder} was made from it; --parents removes it all the same`],
      ],
    ]);
    // All of them together nobody misses.
    expect(of(family)).toEqual([['r0', 'r1', 'grandchild'], []]);
    expect(of(family.slice(0, 2), true)).toEqual([['r0', 'r1'], []]);
    // Whoever begins with its weights cannot be trained again without it.
    const heir = run('heir', {
      initial_weights: { file: 'x', run: 'r0', epoch: 1, sha256: 'x', tensors: {} },
    });
    const kept = chosenRuns([family[0] as ReadRun], [...family, heir], {}, { now, parents: false });
    expect(kept.left.map(({ why }) => why)).toEqual([
      expect.stringMatching(/^runs\/(?:r1|heir)-\S+ was made from it; --parents/),
    ]);
    const heirs = [family[0] as ReadRun, heir];
    const { left } = chosenRuns(heirs.slice(0, 1), heirs, {}, { now, parents: false });
    expect(left.map(({ why }) => why)).toEqual([expect.stringMatching(/^runs\/heir-\S+ was made/)]);
    // Of a run that is there twice one may go.
    const copy = { ...(family[1] as (typeof four)[number]), folder: 'runs/copy' };
    const { go } = chosenRuns([copy], [...family, copy], {}, { now, parents: false });
    expect(go).toEqual([copy]);
  });

  test('are replicates of the best together, and copies of it', () => {
    const group = [1, 2].map((seed) =>
      run(`s${seed}`, {
        hashes: { spec: `s${seed}`, group: 's' },
        seed,
        ...scored(0.1, 0.95, 0.1, 0.9),
      }),
    );
    const copy = { ...(group[0] as (typeof four)[number]), folder: 'runs/copy' };
    const given = [...four, ...group, copy];
    expect(names(chosenRuns(given, given, { keep: 'best:1' }, { now, parents: false }).go)).toEqual(
      ['r0', 'r1', 'r2', 'r3'],
    );
  });
});

test.each<readonly [PruneChoice, string]>([
  [{ states: ['running'] }, '--state running: what is being trained is never removed'],
  [{ states: ['fialed'] }, 'unknown state "fialed"; did you mean "failed"?'],
  [{ older: '30' }, '--older takes hours, days or weeks, as 12h, 30d or 8w, got "30"'],
  [{ older: '3m' }, '--older takes hours, days or weeks, as 12h, 30d or 8w, got "3m"'],
  [{ older: '-3d' }, '--older takes hours, days or weeks, as 12h, 30d or 8w, got "-3d"'],
  [{ keep: '3' }, '--keep takes best:N or latest:N, N from 1, as best:3, got "3"'],
  [{ keep: 'best:0' }, '--keep takes best:N or latest:N, N from 1, as best:3, got "best:0"'],
])('%j is refused', (choice, message) => {
  expect(() => chosen(choice)).toThrow(message);
});
