// The data set `arrays`: the user's own arrays in files of NumPy's and safetensors, one input or
// several by their names. Files come in, tensors a network takes go out, as they are.
import { choice, either, filePath, mappingOf, number, text } from '../../words/arguments.js';
import {
  defineDataset,
  withFacts,
  type Dataset,
  type DatasetDescription,
  type LoadContext,
  type Part,
} from '../dataset.js';
import { inputAsTarget, ownTarget } from '../own-target.js';
import { onlyInput, residentSource, type Source } from '../source.js';
import { allRows, splitArguments, testSplitArgument } from '../split.js';
import { targetTypes } from '../table/types.js';
import { arrayKinds } from './kinds.js';
import { placesOf } from './places.js';
import type { ArrayArguments, ArrayPart, PreparedArrays } from './prepare.js';

// As many as a person names.
const mostInputs = 100;
const places = either(filePath(), mappingOf(filePath(), mostInputs)).called(
  'a file, or {name: file} for each input',
);

const shape = {
  inputs: places,
  target: either(choice([ownTarget]), filePath()).called('a file, or input'),
  test_inputs: places.nullable().default(null),
  test_target: filePath().nullable().default(null),
  test_split: testSplitArgument,
  kind: either(choice(arrayKinds), mappingOf(choice(arrayKinds)))
    .called(`one of ${arrayKinds.join(', ')}, or {name: one} by input`)
    .nullable()
    .default(null),
  target_type: choice(targetTypes).default('auto'),
  positive: text().nullable().default(null),
  scale: choice(['standard']).nullable().default(null),
  divide_by: number({ above: 0 }).default(255),
  ...splitArguments,
};

/** Arrays in files. */
export const arrays = defineDataset({
  name: 'arrays',
  summary:
    'Your own arrays: .npy files, and arrays by name in .npz and .safetensors files (`file.npz:name`), a row a sample. `inputs` is one of them, or several by names of yours, which layers take as `inputs: [image, extra]`. ' +
    'Fractions are values as they are; bytes of height × width (× channels) a sample are images, divided by `divide_by`; of other whole numbers `kind` says whether they are values or tokens. ' +
    'A target of whole numbers is classes under a loss of classes, one of values is a number, unless `target_type` says so; `scale: standard` standardises a number for the loss, while metrics and predictions keep its units; `positive` names which of two classes is 1. `target: input` makes the input itself the target, for autoencoders, and then there is no `test_target`. Without `test_inputs` and `test_target`, `test_split` says which share becomes the test part.',
  arguments: shape,
  inputNames: (args) => [...placesOf(args['inputs'] as ArrayArguments['inputs']).keys()],
  problem: (args) => problemOf(args as ArrayArguments),
  describe: async (args, context) => describe(await prepare(args, context)),
  load: async (args, context): Promise<Dataset> => {
    const prepared = await prepare(args, context);
    const { train, test, rows, sha256 } = prepared;
    const source = sourceOf('train', train, prepared);
    const testPart: Part = test
      ? { source: sourceOf('test', test, prepared), rows: allRows(test.count) }
      : { source, rows: rows.test };
    return withFacts(
      {
        ...describe(prepared),
        name: 'arrays',
        train: { source, rows: rows.train },
        validation: { source, rows: rows.validation },
        test: testPart,
        sha256,
      },
      { source: prepared.sources },
    );
  },
});

// What reads arrays is loaded for some.
async function prepare(args: ArrayArguments, context: LoadContext): Promise<PreparedArrays> {
  const { prepareArrays } = await import('./prepare.js');
  return prepareArrays(args, context);
}

function sourceOf(name: string, part: ArrayPart, { targetName, scale }: PreparedArrays): Source {
  const { count, inputs, target } = part;
  return residentSource(name, {
    count,
    inputs,
    targets: [
      target ? { name: targetName, shape: [], scale, values: target } : inputAsTarget(part, null),
    ],
    weights: null,
  });
}

function describe(prepared: PreparedArrays): DatasetDescription {
  const { inputs, classes, targetName, train, values, scale, sha256, notes } = prepared;
  return {
    inputs,
    classes: classes ? classes.length : null,
    classNames: classes,
    targetName,
    ...(values ? { targetValues: values } : {}),
    ...(train.target ? {} : { targetInput: onlyInput(train).name }),
    ...(scale ? { targetScale: scale } : {}),
    sha256,
    columns: null,
    notes,
  };
}

const nameForm = /^[A-Za-z0-9_-]{1,64}$/;

// What is wrong with arguments whatever the files hold.
function problemOf(args: ArrayArguments): string | null {
  const { inputs, test_inputs: held, kind } = args;
  const names = [...placesOf(inputs).keys()];
  const odd = names.find((name) => !nameForm.test(name));
  if (names.length === 0) return 'has no inputs: name a file, or {name: file} for each';
  if (odd !== undefined) {
    return `has an input called ${JSON.stringify(odd.slice(0, 60))}: a name has 1 to 64 letters, digits, _ and -`;
  }
  if (names.length > 1 && names.includes('input')) {
    return 'has an input called "input", which is what layers call the data: give it another name';
  }
  if (held !== null && [...placesOf(held).keys()].sort().join() !== names.toSorted().join()) {
    return `has the inputs ${names.join(', ')}, but other test_inputs: name the same`;
  }
  const strange =
    typeof kind === 'object'
      ? Object.keys(kind ?? {}).find((name) => !names.includes(name))
      : undefined;
  if (strange !== undefined) {
    return `says the kind of ${JSON.stringify(strange.slice(0, 60))}, which is none of its inputs: ${names.join(', ')}`;
  }
  return testProblem(args);
}

function testProblem({
  target,
  test_inputs,
  test_target,
  test_split,
}: ArrayArguments): string | null {
  if (target === ownTarget && test_target !== null) {
    return 'has target: input, and a test_target beside: remove that';
  }
  if (target !== ownTarget && (test_inputs === null) !== (test_target === null)) {
    return `has ${test_inputs ? 'test_inputs' : 'test_target'} but no ${test_inputs ? 'test_target' : 'test_inputs'}: give both, or neither and test_split`;
  }
  if (test_inputs !== null && test_split !== null) {
    return 'has test files and test_split: give one of them';
  }
  return null;
}
