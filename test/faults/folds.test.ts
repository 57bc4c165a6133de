// A cross-validation whose command is killed, with its workers or without them, at drawn moments, and said
// again; and one that two commands make at once: every fold is there once, with the bits of one that
// nobody disturbed, and so is the file of what was predicted out of fold.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { randomUniform } from '../../src/ground/random.js';
import { inFolder, root, runsIn } from '../folders.js';
import { onLinux } from '../on-linux.js';
import { isWhole } from '../whole.js';
import { counted } from './counts.js';
import { disturbed, killTrainer } from './disturbed.js';
import { bits, recordOf } from './runs.js';

const spec = {
  dataset: { name: 'spirals', samples: 240 },
  model: [
    { Dense: { units: 8, activation: 'relu' } },
    { Dropout: 0.3 },
    { Dense: { units: 3, activation: 'softmax' } },
  ],
  optimizer: 'adam',
  loss: 'sparse_categorical_crossentropy',
  metrics: ['accuracy'],
  batch_size: 4,
  epochs: 4,
  cross_validation: { folds: 3, by: 'stratified' },
};
const words = ['train', 'a.yaml', '--needed', '--quiet', '--jobs', '2'];
const longest = 600_000;
const lives = isWhole ? 12 : 1;

/** The bits of each fold that is finished, by its number, and the files of predictions. */
function leftIn(folder: string): unknown {
  const finished = runsIn(folder).filter((run) => recordOf(run).state === 'finished');
  const place = join(folder, 'runs', '.folds');
  return {
    folds: finished
      .map((run) => ({ fold: recordOf(run).cross_validation?.fold ?? 0, bits: bits(run) }))
      .sort((a, b) => a.fold - b.fold),
    predicted: existsSync(place)
      ? readdirSync(place).map((name) => [name, readFileSync(join(place, name), 'utf8')])
      : [],
  };
}

const inSpecFolder = <T>(work: (folder: string) => Promise<T>): Promise<T> =>
  inFolder((folder) => {
    writeFileSync(join(folder, 'a.yaml'), JSON.stringify(spec));
    return work(folder);
  });

onLinux('a cross-validation', () => {
  let reference: unknown = null;
  let milliseconds = 0;

  beforeAll(async () => {
    await inSpecFolder(async (folder) => {
      const ended = await disturbed(folder, words, longest, () => {});
      expect(ended).toMatchObject({ code: 0 });
      milliseconds = ended.milliseconds;
      reference = leftIn(folder);
    });
  });

  test('that is killed and said again is the same', async () => {
    const moments = randomUniform({ seed: 20261129, stream: 1, epoch: 0, step: 0 }, lives);
    let [kills, wrong] = [0, 0];
    for (const [life, moment] of moments.entries()) {
      await inSpecFolder(async (folder) => {
        const { afterSignal } = await disturbed(
          folder,
          words,
          (0.3 + 0.6 * moment) * milliseconds,
          (child) => killTrainer(child, life % 2 === 0),
        );
        if (afterSignal !== null) kills += 1;
        const again = await disturbed(folder, words, longest, () => {});
        expect(again).toMatchObject({ code: 0 });
        if (JSON.stringify(leftIn(folder)) !== JSON.stringify(reference)) wrong += 1;
      });
    }
    counted('kills of cross-validations', kills, { lost: 0, wrong });
    expect(wrong).toBe(0);
  });

  test('that two commands make at once has each fold once', async () => {
    await inSpecFolder(async (folder) => {
      const started = [0, 1].map(
        () =>
          new Promise<number | null>((resolve) =>
            spawn(process.execPath, [join(root, 'bin/dlx.js'), ...words], {
              cwd: folder,
              stdio: 'ignore',
            }).on('close', resolve),
          ),
      );
      expect(await Promise.all(started)).toEqual([0, 0]);
      expect(runsIn(folder)).toHaveLength(3);
      expect(JSON.stringify(leftIn(folder))).toBe(JSON.stringify(reference));
    });
  });
});
