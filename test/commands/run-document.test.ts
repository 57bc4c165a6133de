// What a program is told of a run: where it came from, what it changed, whether it was there.
import { expect, test } from '@jest/globals';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { finishedRuns } from '../../src/commands/needed.js';
import { runDocument, trainedDocument } from '../../src/commands/run-document.js';
import type { Ended } from '../../src/commands/training.js';
import { inFolder } from '../folders.js';
import { makeRecord, makeRunFolder } from '../run/fixture.js';

const about = { spec: 'a.yaml', name: 'a', seed: 42, fold: null, parent: null };

test('what changed is seen from the parent; an earlier run of the same spec is named', async () => {
  await inFolder(async (folder) => {
    const runs = join(folder, 'runs');
    mkdirSync(runs);
    const { spec } = makeRecord();
    makeRunFolder(join(runs, 'first'), { id: 'first', started: '2026-01-01T00:00:00.000Z' });
    const optimizer = { name: 'adam', learning_rate: 0.01 };
    const other = {
      id: 'later',
      spec: { ...spec, optimizer, seed: 7 },
      started: '2026-01-03T00:00:00.000Z',
    };
    makeRunFolder(join(runs, 'second'), {
      ...other,
      id: 'second',
      started: '2026-01-02T00:00:00.000Z',
    });
    const one: Ended = {
      about: { ...about, parent: join(runs, 'first') },
      outcome: {
        type: 'finished',
        folder: join(runs, 'later'),
        record: makeRecord(other),
        signal: null,
      },
      reused: false,
    };
    const finished = finishedRuns(runs);
    expect(runDocument(one, { full: false, finished })).toMatchObject({
      run: join(runs, 'later'),
      parent: join(runs, 'first'),
      changes: { optimizer: ['adam', 'adam(0.01)'] },
      duplicate_of: join(runs, 'first'),
    });
    // Nothing was there before the first.
    const first = makeRecord({ id: 'first', started: '2026-01-01T00:00:00.000Z' });
    const outcome = {
      type: 'finished' as const,
      folder: join(runs, 'first'),
      record: first,
      signal: null,
    };
    expect(runDocument({ about, outcome, reused: true }, { full: false, finished })).toMatchObject({
      duplicate_of: null,
      changes: null,
    });
  });
});

test('a run that diverged says what to do; one that was there is named as reused', () => {
  const diverged = makeRecord({ state: 'diverged', message: 'the loss became NaN' });
  const there: Ended = {
    about,
    outcome: { type: 'finished', folder: 'runs/b', record: makeRecord(), signal: null },
    reused: true,
  };
  const lost: Ended = {
    about,
    outcome: { type: 'finished', folder: 'runs/a', record: diverged, signal: null },
    reused: false,
  };
  expect(
    trainedDocument(
      { runs: [lost, there], signal: null },
      { exitCode: 3, full: false, warnings: ['w', 'w'] },
    ),
  ).toMatchObject({
    ok: false,
    error: {
      kind: 'diverged',
      action: 'change',
      problems: [{ message: 'a, seed 42: the loss became NaN' }],
    },
    runs: [
      { error: { kind: 'diverged', action: 'change', message: 'the loss became NaN' } },
      { run: 'runs/b' },
    ],
    reused: ['runs/b'],
    warnings: ['w'],
  });
  // A program finds the key where nothing was to be warned of, too.
  expect(
    trainedDocument({ runs: [there], signal: null }, { exitCode: 0, full: false }),
  ).toMatchObject({ ok: true, warnings: [] });
});
