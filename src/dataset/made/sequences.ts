// The data set `sequences`, made by dlx itself: rows of tokens whose class is told by the order of
// a few of them, so that a network must read them in order and remember.
import { misuse } from '../../ground/errors.js';
import { sha256 } from '../../ground/hash.js';
import { randomPermutation, randomUniform, streamOf } from '../../ground/random.js';
import { integer, number, type ArgumentsOf } from '../../words/arguments.js';
import { defineDataset, type Dataset, type DatasetDescription } from '../dataset.js';
import { checkSplit, splitArguments, type SplitArguments } from '../split.js';
import { partedDataset, testSplitOf, usualTestSplit, type MadeSamples } from './parted.js';

const shape = {
  classes: integer({ min: 2, max: 1000 }).default(2),
  samples: integer({ min: 4, max: 10_000_000 }).default(5000),
  steps: integer({ min: 2, max: 100_000 }).default(100),
  vocabulary: integer({ min: 3, max: 1_000_000 }).default(500),
  markers: integer({ min: 1, max: 1000 }).default(3),
  noise: number({ min: 0, max: 1 }).default(0.05),
  data_seed: integer({ min: 0, max: 0xffffffff }).default(0),
  test_split: number({ above: 0, below: 1 }).default(usualTestSplit),
  ...splitArguments,
};

type Arguments = ArgumentsOf<typeof shape> & Pick<SplitArguments, 'fold'>;
type Made = Pick<
  Arguments,
  'classes' | 'samples' | 'steps' | 'vocabulary' | 'markers' | 'noise' | 'data_seed'
>;

/** Tokens among which each class has a few markers; the marker that comes last gives the class. */
export const sequences = defineDataset({
  name: 'sequences',
  summary:
    'Rows of tokens made by dlx from data_seed. A tenth of the vocabulary marks classes; every row has as many markers of each class, and its class is that of the last one, or with the probability `noise` any class.',
  arguments: shape,
  inputNames: () => ['tokens'],
  describe: async (args) => describe(args),
  load: async (args): Promise<Dataset> => {
    const description = describe(args);
    const samples = makeSequences(args);
    const hash = sha256Sequences(args, samples);
    return partedDataset({ name: 'sequences', description, samples, sha256: hash }, args);
  },
});

// All tokens are held at once, four bytes each: 2 GB.
const mostTokens = 2 ** 29;

function describe(args: Arguments): DatasetDescription {
  const { classes, samples, steps, vocabulary, markers } = args;
  if (samples * steps > mostTokens) {
    throw misuse(
      `sequences of ${samples} samples × ${steps} steps are ${samples * steps} tokens, more than the ${mostTokens} that dlx makes: use fewer samples or steps`,
    );
  }
  if (classes * markers > steps) {
    throw misuse(
      `sequences of ${steps} steps have no room for ${markers} markers of each of ${classes} classes: ${classes * markers} are needed`,
    );
  }
  if (vocabulary <= classes) {
    throw misuse(
      `sequences of ${classes} classes need a vocabulary of at least ${classes + 1} tokens, got ${vocabulary}`,
    );
  }
  checkSplit(samples, args, testSplitOf(args));
  return {
    inputs: [{ name: 'tokens', kind: 'tokens', shape: [steps], vocabulary }],
    classes,
    classNames: null,
    targetName: 'class',
    columns: null,
    notes: [],
  };
}

/**
 * The tokens 0 … classes · group − 1 are markers, `group` of each class in turn; all others tell
 * nothing. A row is drawn from the latter, and at places drawn without repetition stand its
 * markers. Without noise its class is the last one's.
 */
export function makeSequences({
  classes,
  samples,
  steps,
  vocabulary,
  markers,
  noise,
  data_seed: seed,
}: Made): MadeSamples {
  const group = Math.max(1, Math.floor(vocabulary / (10 * classes)));
  const first = classes * group;
  const inputs = new Int32Array(samples * steps);
  const targets = new Int32Array(samples);
  const changes = randomUniform({ seed, stream: streamOf('sequences/noise') }, 2 * samples);
  for (let row = 0; row < samples; row += 1) {
    const draws = randomUniform(
      { seed, stream: streamOf('sequences/tokens'), step: row },
      steps + classes * markers,
    );
    const pick = (i: number, count: number): number => Math.floor((draws[i] ?? 0) * count);
    const tokens = inputs.subarray(row * steps, (row + 1) * steps);
    for (let i = 0; i < steps; i += 1) tokens[i] = first + pick(i, vocabulary - first);
    const places = randomPermutation(
      { seed, stream: streamOf('sequences/places'), step: row },
      steps,
    ).subarray(0, classes * markers);
    places.forEach((place, i) => (tokens[place] = (i % classes) * group + pick(steps + i, group)));
    const last = indexOfGreatest(places) % classes;
    targets[row] =
      (changes[2 * row] ?? 1) < noise ? Math.floor((changes[2 * row + 1] ?? 0) * classes) : last;
  }
  return { inputs, targets };
}

function indexOfGreatest(values: Int32Array): number {
  let at = 0;
  for (let i = 1; i < values.length; i += 1) if ((values[i] ?? 0) > (values[at] ?? 0)) at = i;
  return at;
}

function sha256Sequences(
  { classes, samples: count, steps, vocabulary, markers, noise, data_seed }: Arguments,
  { inputs, targets }: MadeSamples,
): string {
  const made = JSON.stringify({
    classes,
    data_seed,
    markers,
    noise,
    samples: count,
    steps,
    vocabulary,
  });
  return sha256(made, new Uint8Array(inputs.buffer), new Uint8Array(targets.buffer));
}
