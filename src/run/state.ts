// last.safetensors: all that going on with a run needs, in one file a commit, two generations of
// it.
import { join } from 'node:path';
import { failure, messageOf } from '../ground/errors.js';
import type { Files } from '../ground/files.js';
import { sha256 } from '../ground/hash.js';
import { positionKind } from '../training/position.js';
import { anyText, fields, integer } from '../words/arguments.js';
import { checkJson } from '../words/json.js';
import type { CheckedOf } from '../words/kinds.js';
import { parseJson } from '../ground/json.js';
import { encodeJson } from './format/json.js';
import { stateFiles } from './layout.js';
import { readLog } from './log.js';
import type { NamedTensor } from './format/safetensors.js';
import { encodeWeights, readWeights } from './weights.js';

// What the metadata of a state say.
const saidKind = fields({
  position: positionKind,
  /** The lines of epochs.jsonl that belong to it: how many bytes they have, and their SHA-256. */
  epochs: fields({ bytes: integer({ min: 0 }), sha256: anyText() }),
});

/**
 * What is committed: where training stands, how far epochs.jsonl was written by then, and every
 * variable as it was.
 */
export type SavedState = CheckedOf<typeof saidKind> & { readonly tensors: readonly NamedTensor[] };

/** Commits a state of the run with this id: the generation there was becomes the one before. */
export function writeState(
  files: Files,
  folder: string,
  id: string,
  { position, epochs, tensors }: SavedState,
): void {
  const [last, before] = stateFiles;
  const bytes = encodeWeights({
    metadata: { format: '1', run: id, position: encodeJson(position), epochs: encodeJson(epochs) },
    tensors,
  });
  files.write(join(folder, last), bytes, join(folder, before));
}

/**
 * What was found: the newest state that is whole, or null where none was ever written; and a
 * sentence for each one that is not.
 */
export type FoundState = { readonly state: SavedState | null; readonly damaged: readonly string[] };

/** Reads the newest state that is whole. Throws a failure where there are only damaged ones. */
export function readState(folder: string, id: string): FoundState {
  const damaged: string[] = [];
  for (const name of stateFiles) {
    try {
      const state = readGeneration(join(folder, name), id);
      if (state) return { state, damaged };
    } catch (error) {
      damaged.push(messageOf(error));
    }
  }
  if (damaged.length > 0) {
    throw failure(
      `${damaged.join('; ')}; there is no earlier state to go on from: train again with \`dlx train ${join(folder, 'spec.yaml')}\``,
    );
  }
  return { state: null, damaged };
}

/**
 * Reads one generation; null where there is none. Throws a failure where it is damaged, or another
 * run's.
 */
export function readGeneration(path: string, id: string): SavedState | null {
  const weights = readWeights(path);
  if (!weights) return null;
  const { run, format, position = '', epochs = '' } = weights.metadata;
  if (format !== '1') {
    throw failure(`${path} is of another format; it may come from another version of dlx`);
  }
  if (run !== id) throw failure(`${path} belongs to another run (${run ?? 'without an id'})`);
  const said = checkJson(saidKind, { position: parseJson(position), epochs: parseJson(epochs) });
  if ('message' in said) throw failure(`${path} ${said.message}`);
  return { ...said.value, tensors: weights.tensors };
}

/**
 * The lines of epochs.jsonl that were written by the time of a state; all of none. Throws a failure
 * where they are not there as they were.
 */
export function committedLines(folder: string, state: SavedState | null): Buffer {
  const path = join(folder, 'epochs.jsonl');
  const { bytes, sha256: hash } = state?.epochs ?? { bytes: 0, sha256: sha256('') };
  const lines = readLog(path) ?? Buffer.alloc(0);
  if (lines.length < bytes || sha256(lines.subarray(0, bytes)) !== hash) {
    throw failure(`${path} is damaged: its first ${bytes} bytes are not those that were committed`);
  }
  return lines.subarray(0, bytes);
}
