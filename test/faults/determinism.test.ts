// The same spec with the same seed twice: the same bits, over every layer that there is; and what
// becomes of them with other numbers of threads.
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { layers } from '../../src/model/layers/layers.js';
import { readEpochs, readRun } from '../../src/run/read.js';
import { readWeights } from '../../src/run/weights.js';
import { losses } from '../../src/training/losses/losses.js';
import { dlx as dlxProcess, inFolder, root, runsIn } from '../cli/dlx.js';
import { dlx } from '../cli/warm.js';
import { covering, layersIn } from '../model/covering.js';
import { openNative } from '../model/keras.js';
import { randomSpecs } from '../model/random-specs.js';
import { specOf } from '../model/specs.js';
import { bytesOf, firstBatches, trainedOn } from '../training/agreement.js';
import { dataOf } from '../training/random-models.js';
import { counted } from './counts.js';
import { isWhole } from '../whole.js';

const backend = await openNative();

const layersOf = ({ model }: ReturnType<typeof randomSpecs>[number]): readonly string[] =>
  layersIn(model);
const chosen = covering(randomSpecs(), layersOf);

test('every layer is in one of them', () => {
  expect(new Set(chosen.flatMap(layersOf)).size).toBe(layers.length);
});

describe.each(['graph', 'eager'] as const)('twice the same, %s', (kind) => {
  test.each(chosen.flatMap((spec, i) => (isWhole || i % 9 === 0 ? [[i + 1, spec] as const] : [])))(
    'spec %i',
    async (_, { data, ...parts }) => {
      const loss = losses.find(({ name }) => name === parts.loss.name);
      if (!loss) throw new Error(`no loss ${parts.loss.name}`);
      const [spec, dataset] = [specOf(parts), dataOf(data, loss)];
      const batches = firstBatches(spec, dataset, 10);
      const train = async (): Promise<unknown> => {
        const { weights, loss: mean } = await trainedOn(
          backend,
          spec,
          dataset,
          batches,
          kind === 'graph' ? 'one a call' : 'eager',
        );
        return { bytes: bytesOf(weights), mean };
      };
      expect(await train()).toEqual(await train());
      counted('trainings repeated', 1);
    },
  );
});

test('1, 2 and 4 threads: the same bits, or runs that compare does not take for alike', async () => {
  await inFolder(async (folder) => {
    const words = ['train', join(root, 'experiments/spirals.yaml'), '-S', 'epochs=3', '--quiet'];
    for (const threads of ['1', '2', '4']) {
      await dlxProcess(folder, [...words, '--threads', threads, '--name', `threads-${threads}`]);
    }
    const runs = runsIn(folder);
    const records = runs
      .map((run) => readRun(run))
      .flatMap((run) => ('record' in run ? [run.record] : []));
    expect(records.map(({ how }) => how.threads).sort()).toEqual([1, 2, 4]);
    const { stderr } = await dlx(folder, ['compare']);
    expect(stderr).toContain('the runs ran on different devices');
    for (const run of runs) expect(readEpochs(run).length).toBe(3);
    expect(runs.map((run) => readWeights(join(run, 'best.safetensors'))?.tensors.length)).toEqual([
      6, 6, 6,
    ]);
  });
});
