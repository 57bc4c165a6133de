// The target of a model that is to give back what goes into it (an autoencoder): the numbers of its
// one input, as the model sees them, in a row. Inputs in, the target and what is told of it out.
import { misuse } from '../ground/errors.js';
import { productOf } from '../ground/product.js';
import type { Dataset, DatasetDescription, InputDescription, Part } from './dataset.js';
import type { TargetFacts, Units } from './facts.js';
import {
  onlyInput,
  residentSource,
  type InputColumn,
  type Source,
  type TargetColumn,
} from './source.js';

/** What such a target is called, in a spec and wherever it is told of. */
export const ownTarget = 'input';

/** What the numbers of an input are called, and in which units each is read. */
export type OwnNumbers = { readonly names: readonly string[]; readonly scale: Units };

/**
 * The one input that is to come out again. Throws a misuse that names the data set where there are
 * several, or where it is no numbers; `cure` says what to do about several.
 */
export function mirroredInput<I extends Pick<InputDescription, 'name' | 'kind'>>(
  inputs: readonly I[],
  set: string,
  cure: string,
): I {
  const [input, ...others] = inputs;
  if (input && others.length === 0 && input.kind !== 'tokens') return input;
  const names = inputs.map(({ name }) => name).join(', ');
  throw misuse(
    others.length > 0
      ? `dataset ${set} has target: input and the inputs ${names}, of which a model could give back one: ${cure}`
      : `dataset ${set} has target: input, and its input ${names} is tokens, which are no amounts of anything: name another target`,
  );
}

/** The numbers of the only input as a target, float32. On a device the division may end one bit beside. */
export function inputAsTarget(
  { inputs }: { readonly inputs: readonly InputColumn[] },
  numbers: OwnNumbers | null,
): TargetColumn {
  const { shape, values, divideBy, stored } = onlyInput({ inputs });
  if (stored) throw new Error('an input that lies in a file is made a target');
  return {
    name: ownTarget,
    shape: [productOf(shape)],
    ...(numbers ? { numbers: numbers.names } : {}),
    scale: numbers?.scale ?? null,
    // A copy: what goes in may be changed on its way.
    values: Float32Array.from(values, (value) => value / divideBy),
  };
}

/** What a data set of classes is like whose pictures themselves are the target. */
export function mirrorDescription(
  description: DatasetDescription,
  divideBy: number,
): DatasetDescription {
  const { classCounts: _, ...others } = description;
  return {
    ...others,
    classes: null,
    classNames: null,
    targetName: ownTarget,
    targetInput: onlyInput(description).name,
    // Of bytes; how many of them are 0 is not known before they are read.
    targetValues: { min: 0, max: 255 / divideBy, zeros: 0, whole: false, pair: null },
  };
}

/**
 * The same of one that is loaded; `notes` are those that have nothing to do with its classes, and
 * `foundNotes` those of them that only reading gave.
 */
export function mirrorDataset(
  data: Dataset,
  notes: readonly string[],
  foundNotes: readonly string[] = [],
): Dataset {
  const sources = new Map<Source, Source>();
  const mirrored = ({ source, rows }: Part): Part => {
    const { name, count, inputs, weights } = source;
    const known =
      sources.get(source) ??
      residentSource(name, { count, inputs, weights, targets: [inputAsTarget(source, null)] });
    sources.set(source, known);
    return { source: known, rows };
  };
  const { facts } = data;
  const { divideBy } = onlyInput(data.train.source);
  const { classCounts: _, ...described } = { ...data, ...mirrorDescription(data, divideBy) };
  const target: TargetFacts = {
    name: ownTarget,
    kind: 'number',
    scale: null,
    input: onlyInput(data).name,
  };
  return {
    ...described,
    notes: [...notes, ...foundNotes],
    foundNotes,
    train: mirrored(data.train),
    validation: mirrored(data.validation),
    test: mirrored(data.test),
    facts: { ...facts, targets: [target], notes: [...notes, ...foundNotes] },
  };
}
