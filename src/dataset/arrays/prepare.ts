// Arrays read, held together and understood: a spec's arguments come in, and everything that a data
// set is made of comes out.
import { basename } from 'node:path';
import { fileOfPlace, memberOfPlace } from '../../document/paths.js';
import { failure, misuse } from '../../ground/errors.js';
import { sha256 } from '../../ground/hash.js';
import { present } from '../../ground/known.js';
import { classNotes } from '../class-notes.js';
import { combinedSha256, dataPath } from '../content.js';
import type { InputDescription, LoadContext } from '../dataset.js';
import type { Scale, SourceFile } from '../facts.js';
import type { InputColumn } from '../source.js';
import { inputAsTarget, mirroredInput, ownTarget } from '../own-target.js';
import {
  splitData,
  type Share,
  type Split,
  type SplitArguments,
  type SplitRows,
} from '../split.js';
import { plain } from '../table/numbers.js';
import type { Meaning } from '../table/meaning.js';
import { checkNear } from '../table/scores.js';
import { readTarget, standardized, type CsvTarget, type TargetCells } from '../table/target.js';
import type { targetTypes } from '../table/types.js';
import { targetValues, type TargetValues } from '../target-values.js';
import { inputValues, kindOf, sampleShape, vocabularyOf, type ArrayKind } from './kinds.js';
import { asNumbers, isWhole, rowsIn, type DataArray } from './numbers.js';
import { placesOf, type Places } from './places.js';
import { arrayReader, type ArrayReader } from './read.js';

/** The checked arguments of the data set `arrays`. */
export type ArrayArguments = SplitArguments & {
  readonly inputs: Places;
  readonly target: string;
  readonly test_inputs: Places | null;
  readonly test_target: string | null;
  readonly test_split: Share | null;
  readonly kind: ArrayKind | Readonly<Record<string, ArrayKind>> | null;
  readonly target_type: (typeof targetTypes)[number];
  readonly positive: string | null;
  readonly scale: 'standard' | null;
  readonly divide_by: number;
};

/** Some rows of the data: the inputs' columns in their order, and the target. */
export type ArrayPart = {
  readonly count: number;
  readonly inputs: readonly InputColumn[];
  /** Null where that is the input itself. */
  readonly target: Int32Array | Float32Array | null;
};

/** What a data set is made of. */
export type PreparedArrays = {
  readonly inputs: readonly InputDescription[];
  readonly train: ArrayPart;
  readonly test: ArrayPart | null;
  readonly targetName: string;
  readonly classes: readonly string[] | null;
  readonly scale: Scale | null;
  /** The target's values in its own units, where it is a number. */
  readonly values: TargetValues | null;
  readonly rows: SplitRows;
  readonly sources: readonly SourceFile[];
  readonly sha256: string;
  readonly notes: readonly string[];
};

// Arrays of a set of rows: of training, or of the test.
type Arrays = {
  readonly inputs: ReadonlyMap<string, DataArray>;
  /** Null where that is the input itself. */
  readonly target: DataArray | null;
  readonly sources: readonly SourceFile[];
};

/**
 * Reads and understands arrays. Throws a UserError where files are unfit, do not belong together, or
 * where the spec has to say what an array is.
 */
export async function prepareArrays(
  args: ArrayArguments,
  { folder, notify, targets }: LoadContext,
): Promise<PreparedArrays> {
  // Of a cross-validation each fold is a test part.
  if (args.test_inputs === null && args.test_split === null && !args.fold) {
    throw misuse(
      'dataset arrays has no test part: give test_inputs and test_target, or test_split (0.2 takes a fifth of the rows)',
    );
  }
  notify('reading arrays');
  const reader = arrayReader();
  const train = await readSet(reader, folder, ['', args.inputs, args.target]);
  const test =
    args.test_inputs === null || args.fold
      ? null
      : await readSet(reader, folder, ['test_', args.test_inputs, args.test_target]);
  const inputs = describeInputs(args, train, test);
  const sources = [...train.sources, ...(test?.sources ?? [])];
  const known = { inputs, sources, sha256: contentHash(train, test) };
  const sets = { args, inputs, train, test };
  return { ...known, ...(train.target ? labelled(sets, train.target, targets) : mirrored(sets)) };
}

type Sets = {
  readonly args: ArrayArguments;
  readonly inputs: readonly InputDescription[];
  readonly train: Arrays;
  readonly test: Arrays | null;
};

type Targeted = Omit<PreparedArrays, 'inputs' | 'sources' | 'sha256'>;

function labelled(
  { args, inputs, train, test }: Sets,
  own: DataArray,
  wanted: LoadContext['targets'],
): Targeted {
  const held = test?.target ?? null;
  const cells: TargetCells = {
    file: own.label,
    train: meaningOf(own, targetNameOf(args)),
    test: held && meaningOf(held, targetNameOf(args)),
    type: typeFor(args, wanted, own),
    wanted,
    positive: args.positive,
  };
  const read = readTarget(cells);
  const rows = rowsOf(args, train, test, read);
  const scaled = args.scale === 'standard' ? standardized(read, cells, rows.train) : null;
  if (scaled) {
    checkTargets(own, cells.train, scaled.scale);
    if (held && cells.test) checkTargets(held, cells.test, scaled.scale);
  }
  const target = scaled ?? read;
  const values = targetValues(
    [read.train, read.test].filter((part) => part instanceof Float32Array),
  );
  return {
    train: partOf(args, inputs, train, target.train),
    test: test && partOf(args, inputs, test, target.test ?? new Int32Array()),
    targetName: cells.train.name,
    classes: target.classes,
    scale: scaled?.scale ?? null,
    values: target.classes ? null : values,
    rows,
    notes: [...rows.notes, ...untrainedNotes(target, rows)],
  };
}

function checkTargets({ label }: DataArray, cells: Meaning, scale: Scale): void {
  if (cells.kind === 'number') checkNear(cells, scale, (row) => `${label}, row ${row + 1}`);
}

// Of a model that is to give back what goes into it.
function mirrored({ args, inputs, train, test }: Sets): Targeted {
  mirroredInput(inputs, 'arrays', 'name one input');
  const rows = rowsOf(args, train, test, { classes: null, train: new Int32Array(0) });
  const parts = [partOf(args, inputs, train, null), test && partOf(args, inputs, test, null)];
  const [own = null, held = null] = parts;
  const values = [own, held].flatMap((part) => (part ? [inputAsTarget(part, null).values] : []));
  return {
    train: present(own, 'the training part'),
    test: held,
    targetName: ownTarget,
    classes: null,
    scale: null,
    values: targetValues(values.filter((part) => part instanceof Float32Array)),
    rows,
    notes: rows.notes,
  };
}

function rowsOf(
  args: ArrayArguments,
  train: Arrays,
  test: Arrays | null,
  { classes: classNames, train: numbers }: Pick<CsvTarget, 'classes' | 'train'>,
): Split {
  const testSplit = test ? null : args.test_split;
  const classes = classNames && numbers;
  return splitData({ count: countIn(train), classes, classNames, arguments: args, testSplit });
}

async function readSet(
  reader: ArrayReader,
  folder: string,
  [role, places, target]: readonly [role: '' | 'test_', places: Places, target: string | null],
): Promise<Arrays> {
  const sources: SourceFile[] = [];
  const read = async (what: string, path: string): Promise<DataArray> => {
    const array = await reader.read(dataPath(folder, path));
    sources.push({ role: `${role}${what}`, path, sha256: hashOf(array) });
    return array;
  };
  const inputs = new Map<string, DataArray>();
  for (const [name, path] of placesOf(places)) inputs.set(name, await read(`inputs.${name}`, path));
  const own = target === null || target === ownTarget ? null : await read('target', target);
  const arrays: Arrays = { inputs, target: own, sources };
  checkRows(arrays);
  return arrays;
}

// There is one input at least; several have as many rows as the target.
function countIn({ inputs, target }: Arrays): number {
  const [first] = inputs.values();
  return rowsIn(present(target ?? first, 'an array'));
}

function checkRows({ inputs, target }: Arrays): void {
  if (!target) return;
  const count = rowsIn(target);
  for (const array of inputs.values()) {
    if (rowsIn(array) === count) continue;
    throw failure(
      `${array.label} has ${rowsIn(array)} rows, but ${target.label} has ${count}: they do not belong together`,
    );
  }
}

function describeInputs(
  { kind: said }: ArrayArguments,
  train: Arrays,
  test: Arrays | null,
): readonly InputDescription[] {
  return Array.from(train.inputs, ([name, array]) => {
    const isAlone = train.inputs.size === 1;
    const own = typeof said === 'object' ? (said?.[name] ?? null) : said;
    const kind = kindOf(array, own, (one) =>
      isAlone ? `kind: ${one}` : `kind: {${name}: ${one}}`,
    );
    const shape = sampleShape(array, kind);
    const held = test?.inputs.get(name);
    if (held && sampleShape(held, kind).join() !== shape.join()) {
      throw failure(
        `${held.label} has samples of ${held.shape.slice(1).join(' × ')}, but ${array.label} has samples of ${array.shape.slice(1).join(' × ')}: they do not belong together`,
      );
    }
    const all = held ? [array, held] : [array];
    return { name, kind, shape, vocabulary: kind === 'tokens' ? vocabularyOf(all) : null };
  });
}

function partOf(
  { divide_by }: ArrayArguments,
  inputs: readonly InputDescription[],
  set: Arrays,
  target: CsvTarget['train'] | null,
): ArrayPart {
  const { inputs: arrays } = set;
  return {
    count: countIn(set),
    inputs: inputs.map((input) => {
      const array = arrays.get(input.name);
      if (!array) throw failure(`the test files have no input ${input.name}`);
      return {
        name: input.name,
        shape: input.shape,
        divideBy: input.kind === 'image' ? divide_by : 1,
        values: inputValues(array, input),
      };
    }),
    target,
  };
}

/** What the target is called: its array's name, or its file's. */
export function targetNameOf({ target }: Pick<ArrayArguments, 'target'>): string {
  return memberOfPlace(target) ?? basename(fileOfPlace(target)).replace(/\.[a-z]+$/i, '');
}

/** Targets as a column of numbers. Throws a UserError where there is more than one a row. */
export function meaningOf(array: DataArray, name: string): TargetCells['train'] {
  const { label, shape } = array;
  if (shape.length < 1 || shape.slice(1).some((size) => size !== 1)) {
    throw failure(
      `${label} has the shape ${shape.join(' × ')}, expected one target a row${shape.length === 2 ? ': of rows of 0 and 1, np.argmax(y, axis=1) makes classes' : ''}`,
    );
  }
  return {
    kind: 'number',
    name,
    values: asNumbers(array),
    notation: plain,
    lost: { digits: null, zeros: null },
    missing: 0,
  };
}

// Whole numbers for a loss of classes are classes, however many there are.
function typeFor(
  { target_type: type }: ArrayArguments,
  wanted: LoadContext['targets'],
  target: DataArray,
): ArrayArguments['target_type'] {
  return type === 'auto' && wanted === 'classes' && isWhole(target.type) ? 'classes' : type;
}

/** The SHA-256 of what an array holds, its type and shape among it: wherever it lies. */
export function hashOf({ type, shape, values }: DataArray): string {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return sha256(`${type} ${shape.join(',')}\n`, bytes);
}

// Of what the arrays hold, by the names of the inputs where there are several: wherever they lie.
function contentHash(train: Arrays, test: Arrays | null): string {
  const of = ({ inputs, target }: Arrays): readonly string[] => {
    const named = [...inputs].sort(([a], [b]) => (a < b ? -1 : 1));
    const hashes = named.map(([name, array]) =>
      inputs.size === 1 ? hashOf(array) : sha256(`${name} ${hashOf(array)}`),
    );
    return [...hashes, ...(target ? [hashOf(target)] : [])];
  };
  return combinedSha256([...of(train), ...(test ? of(test) : [])]);
}

function untrainedNotes({ classes, train, test }: CsvTarget, rows: SplitRows): readonly string[] {
  if (!classes) return [];
  const of = (part: Int32Array): readonly number[] => Array.from(part, (row) => train[row] ?? 0);
  return classNotes({
    names: classes,
    train: of(rows.train),
    others: [
      ['validation', of(rows.validation)],
      ['test', test ?? of(rows.test)],
    ],
  });
}
