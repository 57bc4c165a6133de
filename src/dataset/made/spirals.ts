// The data set `spirals`, made by dlx itself: interleaved spiral arms that no linear model can tell
// apart.
import { misuse } from '../../ground/errors.js';
import { sha256 } from '../../ground/hash.js';
import { randomNormal, streamOf } from '../../ground/random.js';
import { integer, number, type ArgumentsOf } from '../../words/arguments.js';
import { defineDataset, type Dataset, type DatasetDescription } from '../dataset.js';
import { checkSplit, splitArguments, type SplitArguments } from '../split.js';
import { partedDataset, testSplitOf, usualTestSplit, type MadeSamples } from './parted.js';

const shape = {
  classes: integer({ min: 2, max: 1000 }).default(3),
  samples: integer({ min: 4, max: 10_000_000 }).default(1500),
  noise: number({ min: 0 }).default(0.1),
  turns: number({ above: 0 }).default(1),
  data_seed: integer({ min: 0, max: 0xffffffff }).default(0),
  test_split: number({ above: 0, below: 1 }).default(usualTestSplit),
  ...splitArguments,
};

type Arguments = ArgumentsOf<typeof shape> & Pick<SplitArguments, 'fold'>;

/** Points of the plane on as many spiral arms as there are classes. */
export const spirals = defineDataset({
  name: 'spirals',
  summary:
    'Points of the plane on interleaved spiral arms, one a class, made by dlx from data_seed; noise is the standard deviation of their angle in radians, turns how often an arm winds round.',
  arguments: shape,
  inputNames: () => ['table'],
  describe: async (args) => describe(args),
  load: async (args): Promise<Dataset> => {
    const description = describe(args);
    const samples = makeSpirals(args);
    const hash = sha256Spirals(args, samples);
    return partedDataset({ name: 'spirals', description, samples, sha256: hash }, args);
  },
});

function describe(args: Arguments): DatasetDescription {
  const { classes, samples } = args;
  if (samples < classes) {
    throw misuse(`spirals of ${classes} classes need at least ${classes} samples, got ${samples}`);
  }
  checkSplit(samples, args, testSplitOf(args));
  return {
    inputs: [{ name: 'table', kind: 'table', shape: [2], vocabulary: null }],
    classes,
    classNames: null,
    targetName: 'arm',
    columns: null,
    notes: [],
  };
}

/** Sample i belongs to class i mod classes; along its arm the radius grows evenly to 1. */
export function makeSpirals({
  classes,
  samples,
  noise,
  turns,
  data_seed,
}: Pick<Arguments, 'classes' | 'samples' | 'noise' | 'turns' | 'data_seed'>): MadeSamples {
  const inputs = new Float32Array(2 * samples);
  const targets = new Int32Array(samples);
  const shifts = randomNormal({ seed: data_seed, stream: streamOf('spirals/noise') }, samples);
  const anArm = Math.ceil(samples / classes);
  for (let i = 0; i < samples; i += 1) {
    const arm = i % classes;
    const radius = (Math.floor(i / classes) + 1) / anArm;
    const angle = 2 * Math.PI * (turns * radius + arm / classes) + noise * (shifts[i] ?? 0);
    inputs[2 * i] = radius * Math.sin(angle);
    inputs[2 * i + 1] = radius * Math.cos(angle);
    targets[i] = arm;
  }
  return { inputs, targets };
}

function sha256Spirals(
  { classes, samples: count, noise, turns, data_seed }: Arguments,
  { inputs, targets }: MadeSamples,
): string {
  const made = JSON.stringify({ classes, data_seed, noise, samples: count, turns });
  return sha256(made, new Uint8Array(inputs.buffer), new Uint8Array(targets.buffer));
}
