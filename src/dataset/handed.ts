// A data set as bytes, to be handed to the process that trains: what one process has read and
// fitted another one need not read again.
import { deserialize, serialize } from 'node:v8';
import type { Dataset, Part } from './dataset.js';
import { residentSource, type Samples, type Source } from './source.js';

// More is read again instead.
const mostBytes = 2 ** 30;

type PlainSource = Samples & { readonly name: string };
type PlainPart = { readonly source: PlainSource; readonly rows: Int32Array };
type PlainDataset = Omit<Dataset, 'train' | 'validation' | 'test'> & {
  readonly train: PlainPart;
  readonly validation: PlainPart;
  readonly test: PlainPart;
};

/** The bytes of a data set that is in memory; null where it is large, or not in memory alone. */
export function packDataset(dataset: Dataset): Uint8Array | null {
  if (sizeOf(dataset) > mostBytes) return null;
  // Parts of one source stay parts of one.
  const sources = new Map<Source, PlainSource>();
  const plain = ({ source, rows }: Part): PlainPart => {
    const { gather: _, ...samples } = source;
    const known = sources.get(source) ?? samples;
    sources.set(source, known);
    return { source: known, rows };
  };
  const { train, validation, test, ...others } = dataset;
  try {
    return serialize({
      ...others,
      train: plain(train),
      validation: plain(validation),
      test: plain(test),
    } satisfies PlainDataset);
  } catch {
    // A source that does more than gather rows is none of data alone.
    return null;
  }
}

/** The data set of {@link packDataset}'s bytes. */
export function unpackDataset(bytes: Uint8Array): Dataset {
  const { train, validation, test, ...others } = deserialize(bytes) as PlainDataset;
  const sources = new Map<PlainSource, Source>();
  const part = ({ source, rows }: PlainPart): Part => {
    const known = sources.get(source) ?? residentSource(source.name, source);
    sources.set(source, known);
    return { source: known, rows };
  };
  return { ...others, train: part(train), validation: part(validation), test: part(test) };
}

function sizeOf({ train, validation, test }: Dataset): number {
  const sources = new Set([train.source, validation.source, test.source]);
  let size = 0;
  for (const { inputs, targets } of sources) {
    for (const { values } of [...inputs, ...targets]) size += values.byteLength;
  }
  return size;
}
