// Which run a name means where one is wanted, and what is said of it; by `dlx predict` and `dlx export`,
// too.
import { cpSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { bestRunMeant, onlyRunMeant } from '../../src/commands/chosen-run.js';
import { encodeNpy } from '../../src/run/format/npy.js';
import { intactRecord } from '../../src/run/read.js';
import { encodeRecord } from '../../src/run/record-file.js';
import type { RunRecord } from '../../src/run/record.js';
import { dlx } from '../cli/warm.js';
import { inFolder, root } from '../folders.js';
import { makeForeignFolder, makeRunFolder, scored, withFolder } from '../run/fixture.js';

const what = { is: 'the card is', own: 'its card' };

// Runs `a-…-0` and on, of these accuracies on validation.
function makeReplicates(
  runs: string,
  accuracies: readonly number[],
  overrides: (i: number) => Partial<RunRecord> = () => ({}),
): readonly string[] {
  return accuracies.map((accuracy, i) =>
    makeRunFolder(join(runs, `a-20260102T030405Z-${i}`), {
      name: 'a',
      seed: i,
      hashes: { spec: `a${i}`, group: 'a' },
      ...scored(0.5, accuracy, 0.5, 1 - accuracy),
      ...overrides(i),
    }),
  );
}

test('of replicates it is the best by validation, and that is said', () => {
  withFolder((runs) => {
    const [, best = '', other = ''] = makeReplicates(runs, [0.7, 0.9, 0.8]);
    expect(bestRunMeant('a', { runs }, what)).toEqual({
      folder: best,
      said: [
        `"a" means 3 runs of one spec with other seeds: the card is of ${best}, the best of them by validation accuracy; name another one for its card`,
      ],
    });
    // A name of its own, or of all in their folder.
    expect(bestRunMeant(other, { runs }, what)).toEqual({ folder: other, said: [] });
    expect(bestRunMeant('latest', { runs }, what).said).toEqual([]);
    expect(bestRunMeant(runs, { runs: 'elsewhere' }, what).folder).toBe(best);
    // A copy of it is no other run.
    cpSync(other, join(runs, 'b'), { recursive: true });
    cpSync(other, join(runs, 'b-2'), { recursive: true });
    expect(bestRunMeant('b', { runs }, what)).toEqual({ folder: join(runs, 'b'), said: [] });
    expect(() => bestRunMeant('nothing', { runs }, what)).toThrow(/^no run "nothing"/);
  });
});

test('one that has not come to its end, however good, is none where another has', () => {
  withFolder((runs) => {
    const [first = ''] = makeReplicates(runs, [0.7, 0.9], (i) =>
      i === 1 ? { state: 'interrupted', finished: null } : {},
    );
    expect(bestRunMeant('a', { runs }, what).folder).toBe(first);
  });
});

test('of folds it is the best one, too', () => {
  withFolder((runs) => {
    const [, best = ''] = makeReplicates(runs, [0.7, 0.9], (i) => ({
      seed: 1,
      cross_validation: {
        ...{ id: 'cafe', folds: 2, repeats: 1, by: 'random', column: null },
        ...{ fold: i + 1, repeat: 1 },
      },
    }));
    const { folder, said } = bestRunMeant('a', { runs }, what);
    expect([folder, said[0]]).toEqual([
      best,
      expect.stringMatching(/^"a" means 2 runs of one spec with other folds: /),
    ]);
  });
});

test('of several specs the best of each is named', () => {
  withFolder((runs) => {
    const [, best = ''] = makeReplicates(runs, [0.7, 0.9]);
    const other = makeRunFolder(join(runs, 'ab-20260102T030405Z-x'), { name: 'ab' });
    const more = makeRunFolder(join(runs, 'ab-20260102T030405Z-y'), {
      hashes: { spec: 'y', group: 'y' },
    });
    const message = `"a-" means 2 runs of one spec with other seeds, and diff takes one: name it, as ${best}, the best of them by validation accuracy; \`dlx compare\` takes all of them`;
    expect(() => onlyRunMeant('a-', { runs }, 'diff')).toThrow(message);
    const several = `${JSON.stringify(runs)} means 4 runs of 3 specs: name one (${best}, the best of 2; ${other}; ${more}); \`dlx compare\` says which is the best`;
    for (const meant of [
      () => bestRunMeant(runs, { runs }, what),
      () => onlyRunMeant(runs, { runs }, 'diff'),
    ]) {
      expect(meant).toThrow(several);
      expect(meant).toThrow(expect.objectContaining({ kind: 'ambiguous', exitCode: 2 }));
    }
    // Nobody knows what a damaged one is a replicate of.
    makeForeignFolder(join(runs, 'a-20260102T030405Z-torn'), '{');
    expect(() => bestRunMeant('a', { runs }, what)).toThrow(
      /^"a" means 2 runs of 1 spec, and 1 that cannot be read: /,
    );
  });
});

test('predictions and exports of a name that replicates share', async () => {
  await inFolder(async (folder) => {
    const frozen = join(root, 'test/fixtures/runs/finished-0.1.0');
    const record = intactRecord(frozen, 'is damaged');
    for (const [i, accuracy] of [0.1, 0.3, 0.2].entries()) {
      const run = join(folder, `runs/spirals-20260102T030405Z-${i}`);
      cpSync(frozen, run, { recursive: true });
      const validation = { loss: 1, accuracy };
      writeFileSync(
        join(run, 'run.json'),
        encodeRecord({
          ...record,
          ...(i === 1 ? {} : { id: `${i}` }),
          seed: i,
          scores: { ...record.scores, validation },
        }),
      );
    }
    const point = { shape: [1, 2], values: Float32Array.of(0.5, 0.25) };
    writeFileSync(join(folder, 'new.npy'), encodeNpy(point));
    const best = 'runs/spirals-20260102T030405Z-1';
    const which = `"spirals" means 3 runs of one spec with other seeds: the model is that of ${best}, the best of them by validation accuracy; name another one for its model`;
    const exported = await dlx(folder, ['export', 'spirals', '--to', 'keras', '-o', 'a']);
    expect([exported.code, exported.stderr]).toEqual([0, `${which}\n`]);
    expect(exported.stdout).toContain(` of ${best}, `);
    const words = ['export', 'spirals', '--to', 'keras', '-o', 'b', '--json'];
    const told = JSON.parse((await dlx(folder, words)).stdout) as object;
    expect(told).toMatchObject({ ok: true, run: best, notes: [which, expect.any(String)] });
    expect(existsSync(join(folder, 'b/data.json'))).toBe(true);
    const asked = ['predict', 'spirals', 'new.npy', '-o', 'out.csv', '--json'];
    const answered = JSON.parse((await dlx(folder, asked)).stdout) as object;
    expect(answered).toMatchObject({
      ok: true,
      run: best,
      rows: 1,
      notes: [expect.stringContaining(`: the predictions are of ${best}, the best of them by `)],
    });
  });
});
