// A data set as bytes, to be handed to the process that trains: what one process has read and
// fitted another one need not read again.
import { packed, unpacked } from '../ground/apart.js';
import type { Dataset, Part } from './dataset.js';
import { residentSource, type Samples, type Source } from './source.js';
import type { StoredPiece } from './stored.js';

// More is read again instead.
const mostBytes = 2 ** 30;

type PlainSource = Samples & { readonly name: string };
type PlainPart = { readonly source: PlainSource; readonly rows: Int32Array };
type PlainDataset = Omit<Dataset, 'train' | 'validation' | 'test'> & {
  readonly train: PlainPart;
  readonly validation: PlainPart;
  readonly test: PlainPart;
};

/** A data set as bytes, and the descriptors of the open files that rows of it lie in. */
export type PackedDataset = {
  /** Its bytes, a piece after another. */
  readonly bytes: readonly Uint8Array[];
  readonly files: readonly number[];
  /** The files are open for as long as somebody has these. */
  readonly pieces: readonly (readonly StoredPiece[])[];
};

/** A data set to be handed over; null where what is in memory of it is large, or more than data. */
export function packDataset(dataset: Dataset): PackedDataset | null {
  if (sizeOf(dataset) > mostBytes) return null;
  // A file is known by its place among them.
  const places = new Map<number, number>();
  const placeOf = (file: number): number => {
    const place = places.get(file) ?? places.size;
    places.set(file, place);
    return place;
  };
  // Parts of one source stay parts of one.
  const sources = new Map<Source, PlainSource>();
  const plain = ({ source, rows }: Part): PlainPart => {
    const { gather: _gather, read: _read, ...samples } = source;
    const known = sources.get(source) ?? { ...samples, inputs: inFiles(samples.inputs, placeOf) };
    sources.set(source, known);
    return { source: known, rows };
  };
  const { train, validation, test, ...others } = dataset;
  try {
    const bytes = packed({
      ...others,
      train: plain(train),
      validation: plain(validation),
      test: plain(test),
    } satisfies PlainDataset);
    const pieces = [...sources.keys()].flatMap(({ inputs }) =>
      inputs.flatMap(({ stored }) => (stored ? [stored.pieces] : [])),
    );
    return { bytes, files: [...places.keys()], pieces };
  } catch {
    // A source that does more than gather rows is none of data alone.
    return null;
  }
}

/**
 * The data set whose bytes, of {@link packDataset}, an open file holds; the descriptors of its own files
 * are those that follow.
 */
export function unpackDataset(file: number): Dataset {
  const firstFile = file + 1;
  const { train, validation, test, ...others } = unpacked(file) as PlainDataset;
  const sources = new Map<PlainSource, Source>();
  const part = ({ source, rows }: PlainPart): Part => {
    const { name, inputs } = source;
    const known =
      sources.get(source) ??
      residentSource(name, { ...source, inputs: inFiles(inputs, (place) => firstFile + place) });
    sources.set(source, known);
    return { source: known, rows };
  };
  return { ...others, train: part(train), validation: part(validation), test: part(test) };
}

function inFiles(inputs: Samples['inputs'], fileOf: (file: number) => number): Samples['inputs'] {
  return inputs.map((input) =>
    input.stored
      ? {
          ...input,
          stored: {
            ...input.stored,
            pieces: input.stored.pieces.map((piece) => ({ ...piece, file: fileOf(piece.file) })),
          },
        }
      : input,
  );
}

function sizeOf({ train, validation, test }: Dataset): number {
  const sources = new Set([train.source, validation.source, test.source]);
  let size = 0;
  for (const { inputs, targets } of sources) {
    for (const { values } of [...inputs, ...targets]) size += values.byteLength;
  }
  return size;
}
