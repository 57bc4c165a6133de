// What determinism costs: steps with TensorFlow's deterministic operations, as dlx always runs
// them, and without.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { dlxConfiguration } from './contenders.js';
import { loadWorkData, writeArrays } from './data.js';
import { race, type Bench, type Outcome } from './steps.js';
import { specOf, works, type ProgramWork, type StepWork } from './works.js';

/** Measures the milliseconds a step of a network whose operations TensorFlow knows in both ways. */
export async function measureDeterminism(
  { name, title, targets, atMost = 0.05 }: ProgramWork,
  bench: Bench,
): Promise<Outcome> {
  const work = works.find((one): one is StepWork => one.name === 'cnn-bn');
  if (!work) throw new Error('no such work');
  const data = join(bench.folder, name);
  mkdirSync(data);
  writeArrays(await loadWorkData(specOf(work), work.samples), data);
  const without = await dlxConfiguration(work, bench, data, { TF_DETERMINISTIC_OPS: '0' });
  const { versions, ...raced } = await race(
    [await dlxConfiguration(work, bench, data), { ...without, contender: 'undetermined' }],
    work,
    bench,
  );
  return {
    result: { name, title, kind: 'determinism', unit: 'ms', targets, at_most: atMost, ...raced },
    versions,
  };
}
