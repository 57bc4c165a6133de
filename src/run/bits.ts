// Whether two runs left the same bits behind: all but times, and what they were called.
import { join } from 'node:path';
import { failure } from '../ground/errors.js';
import { readFile } from '../ground/reading.js';
import { encodeJson } from './format/json.js';
import { outputFile, outputFiles, outputKinds } from './layout.js';
import { readEpochs, readRun } from './read.js';
import type { RunRecord } from './record.js';
import { readState } from './state.js';
import { readWeights } from './weights.js';

/** A run's folder, and what to call it in a sentence. */
export type Side = { readonly folder: string; readonly name: string };

/**
 * What differs between two finished runs, first things first: epoch by epoch, then weights, state,
 * predictions and scores.
 */
export function bitDifferences(one: Side, other: Side): readonly string[] {
  const [epochs, others] = [one, other].map(({ folder }) =>
    readEpochs(folder).map(({ seconds: _, ...epoch }) => epoch),
  ) as [Timeless[], Timeless[]];
  if (epochs.length !== others.length) {
    return [`${epochs.length} epochs ${one.name}, ${others.length} in ${other.name}`];
  }
  const lines = epochs.flatMap((epoch, i) =>
    unequal(`epoch ${epoch.epoch}`, [epoch, others[i]], [one, other]),
  );
  const weights = ['best.safetensors', 'last.safetensors'].flatMap((file) =>
    tensorDifferences(file, one, other),
  );
  const [ended, endedOther] = [one, other].map(endOf);
  // A sealed run has test scores and outputs only once somebody has asked for them.
  const isSealed = ended?.isSealed === true || endedOther?.isSealed === true;
  const scoresOf = (end: typeof ended): unknown =>
    end && (isSealed ? { ...end.scores, test: null } : end.scores);
  const outputs = outputFiles
    .filter((file) => !(isSealed && outputsOfTest.includes(file)))
    .filter((file) => !sameFile(join(one.folder, file), join(other.folder, file)))
    .map((file) => `${file}, ${one.name} and ${other.name}`);
  return [
    ...lines,
    ...weights,
    ...unequal('the place in last.safetensors', [ended?.place, endedOther?.place], [one, other]),
    ...outputs,
    ...unequal('the scores', [scoresOf(ended), scoresOf(endedOther)], [one, other]),
  ];
}

const outputsOfTest = outputKinds.map((kind) => outputFile(kind, 'test'));

type Timeless = Omit<ReturnType<typeof readEpochs>[number], 'seconds'>;

// Where training stood at the end, and what came of it.
function endOf({ folder }: Side): {
  readonly place: unknown;
  readonly scores: RunRecord['scores'] & { readonly best: number | null };
  readonly isSealed: boolean;
} {
  const read = readRun(folder);
  if ('damaged' in read) throw failure(`${folder} is damaged: ${read.damaged}`);
  const { id, scores, epochs, sealed }: RunRecord = read.record;
  const {
    seconds: _,
    spent: __,
    ...place
  } = readState(folder, id).state?.position ?? {
    seconds: 0,
    spent: 0,
  };
  return {
    place,
    scores: { best: epochs.best, ...scores },
    isSealed: (sealed ?? null) !== null,
  };
}

function unequal(
  what: string,
  [value, otherValue]: readonly [unknown, unknown],
  [one, other]: readonly [Side, Side],
): readonly string[] {
  const [text, otherText] = [encodeJson(value), encodeJson(otherValue)];
  return text === otherText ? [] : [`${what}, ${one.name}: ${text}; ${other.name}: ${otherText}`];
}

function tensorDifferences(file: string, one: Side, other: Side): readonly string[] {
  const bitsOf = ({ folder }: Side): ReadonlyMap<string, Buffer> =>
    new Map(
      readWeights(join(folder, file))?.tensors.map(({ name, shape, values }) => [
        name,
        Buffer.concat([
          Buffer.from(`${shape.join(',')}:`),
          Buffer.from(values.buffer, values.byteOffset, values.byteLength),
        ]),
      ]),
    );
  const [bits, otherBits] = [bitsOf(one), bitsOf(other)];
  const names = new Set([...bits.keys(), ...otherBits.keys()]);
  const none = Buffer.alloc(0);
  return [...names]
    .filter((name) => !(bits.get(name) ?? none).equals(otherBits.get(name) ?? none))
    .map((name) => `${name} in ${file}, ${one.name} and ${other.name}`);
}

function sameFile(path: string, otherPath: string): boolean {
  const [bytes, otherBytes] = [readFile(path), readFile(otherPath)];
  return bytes === null || otherBytes === null ? bytes === otherBytes : bytes.equals(otherBytes);
}
