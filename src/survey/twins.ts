// Samples that are there twice: parts come in, out goes which rows of one have the very inputs of a
// row of another. Rows are known by SHA-256 of the bytes of all their inputs.
import { createHash } from 'node:crypto';
import type { Dataset, Part } from '../dataset/dataset.js';
import { blocksOfRows } from './blocks.js';

/** The name of a part. */
export type PartName = 'training' | 'validation' | 'test';

/** Rows of a part that have a twin in another one, or in their own. */
export type Twins = {
  readonly part: PartName;
  readonly other: PartName;
  /** How many rows of `part` have one; within a part those after the first of each kind. */
  readonly rows: number;
  /** How many of these have none with the same target. */
  readonly otherTarget: number;
  /** The first of them, each with its twin, by the numbers of their rows. */
  readonly examples: readonly (readonly [row: number, twin: number])[];
};

type Seen = { readonly row: number; readonly targets: Set<string> };

/** Looks for twins within the training part, and between each two parts. */
export function twinsIn(data: Pick<Dataset, 'train' | 'validation' | 'test'>): readonly Twins[] {
  const training = new Map<string, Seen>();
  const validation = new Map<string, Seen>();
  const own = twinsOf('training', data.train, 'training', [training, training]);
  const [held] = [twinsOf('validation', data.validation, 'training', [training, validation])];
  return [
    own,
    held,
    twinsOf('test', data.test, 'training', [training, null]),
    twinsOf('test', data.test, 'validation', [validation, null]),
  ].filter(({ rows }) => rows > 0);
}

const mostExamples = 3;

// What is read is looked for among those known, and is then known to others.
function twinsOf(
  name: PartName,
  part: Part,
  other: PartName,
  [known, learned]: readonly [ReadonlyMap<string, Seen>, Map<string, Seen> | null],
): Twins {
  const examples: [number, number][] = [];
  let [rows, otherTarget] = [0, 0];
  for (const { row, inputs, target } of hashesOf(part)) {
    const twin = known.get(inputs);
    if (twin) {
      rows += 1;
      if (!twin.targets.has(target)) otherTarget += 1;
      if (examples.length < mostExamples) examples.push([row, twin.row]);
    }
    if (!learned) continue;
    const mine = learned.get(inputs);
    if (mine) mine.targets.add(target);
    else learned.set(inputs, { row, targets: new Set([target]) });
  }
  return { part: name, other, rows, otherTarget, examples };
}

type Hashed = { readonly row: number; readonly inputs: string; readonly target: string };

function* hashesOf(part: Part): Generator<Hashed> {
  for (const { first, samples } of blocksOfRows(part)) {
    for (let i = 0; i < samples.count; i += 1) {
      const hash = createHash('sha256');
      for (const { values } of samples.inputs) hash.update(bytesOf(values, i, samples.count));
      const target = samples.targets
        .map(({ values }) => bytesOf(values, i, samples.count).toString('latin1'))
        .join();
      yield { row: part.rows[first + i] ?? 0, inputs: hash.digest('base64'), target };
    }
  }
}

function bytesOf(values: Uint8Array | Int32Array | Float32Array, i: number, count: number): Buffer {
  const size = values.byteLength / count;
  return Buffer.from(values.buffer, values.byteOffset + i * size, size);
}
