// What TensorBoard shows of a run while it trains: after each epoch its scores, and how its weights and
// their gradients are spread; at its end what it came to. A run that is gone on with goes on with its
// files, and has each epoch in them once.
import { join } from 'node:path';
import type { Dataset } from '../dataset/dataset.js';
import {
  curveEvent,
  curveWith,
  wholeEnd,
  wholeHead,
  type CurvePart,
  type Spread,
  type Values,
} from '../export/tensorboard/live.js';
import type { Picture } from '../export/tensorboard/scalars.js';
import { messageOf } from '../ground/errors.js';
import { readFile } from '../ground/reading.js';
import { eventFile, eventsFolder } from '../run/layout.js';
import { intactRecord } from '../run/read.js';
import type { RunRecord } from '../run/record.js';
import type { SavedState } from '../run/state.js';
import type { RunFolder } from '../run/writing.js';
import { gradientsOfEpochs } from '../training/gradients.js';
import type { StateValues } from '../training/kept.js';
import type { Trainer } from '../training/trainer.js';
import type { Beginning } from './job.js';

/** Writes what is shown. All throw a UserError that names the file where it cannot be written. */
export type Board = {
  /** Tells of the run's last epoch, at whose end this is the trainer's state; null where it diverged. */
  readonly epoch: (state: StateValues | null) => void;
  /** Tells of the end of the run, whose record will be this one. */
  readonly end: (record: RunRecord) => Promise<void>;
};

/** What is shown. */
export type Shown = {
  readonly from: Beginning;
  /** Where training stands, or null at its beginning. */
  readonly state: SavedState | null;
  readonly trainer: Trainer;
  readonly dataset: Dataset;
  readonly warn: (message: string) => void;
};

const curves: readonly CurvePart[] = ['train', 'validation'];

/** Begins the files of a run, or goes on with those that are there, as far as its epochs are done. */
export function openBoard(run: RunFolder, shown: Shown): Board {
  const spreadOf = spreads(shown);
  const sizes = new Map<CurvePart, number>();
  begin(run, shown, { spreadOf, sizes });
  return {
    epoch: (state) => {
      const epochs = run.epochs();
      const spread = state && spreadOf(epochs.length, state);
      for (const part of curves) {
        const bytes = curveEvent(run.record(), epochs, part, spread);
        const size = sizes.get(part) ?? 0;
        run.appendEvents(part, bytes, size);
        sizes.set(part, size + bytes.length);
      }
    },
    end: async (record) => {
      const pictures = record.state === 'finished' ? await picturesOf(run.path, shown.warn) : [];
      const [head, end] = [wholeHead(record), wholeEnd(record, run.epochs(), pictures)];
      run.keepEvents('whole', Buffer.concat([head, end]));
    },
  };
}

type SpreadOf = (epoch: number, state: StateValues) => Spread;

// Where gradients cannot be had, as where there is no memory for another batch, training goes on.
function spreads({
  trainer,
  dataset,
  warn,
}: Pick<Shown, 'trainer' | 'dataset' | 'warn'>): SpreadOf {
  const gradientsOf = gradientsOfEpochs({ ...trainer, dataset });
  let isLost = false;
  const gradients = (epoch: number, weights: Values): Values => {
    if (isLost) return new Map();
    try {
      return gradientsOf(epoch, weights);
    } catch (error) {
      isLost = true;
      warn(`TensorBoard is shown no gradients from epoch ${epoch} on: ${messageOf(error)}`);
      return new Map();
    }
  };
  return (epoch, state) => {
    const values = new Map(state.map((one) => [one.name, one.values] as const));
    const weights = new Map(
      trainer.network.weights.map(({ key }) => [key, values.get(key) ?? new Float32Array()]),
    );
    return { weights, gradients: gradients(epoch, weights) };
  };
}

// A run that was killed between a commit and its event has the event's epoch in its state.
function begin(
  run: RunFolder,
  { from, state, warn }: Shown,
  { spreadOf, sizes }: { readonly spreadOf: SpreadOf; readonly sizes: Map<CurvePart, number> },
): void {
  const [record, epochs] = [run.record(), run.epochs()];
  run.keepEvents('whole', wholeHead(record));
  const isAtEnd = state?.position.step === 0 && state.position.epoch === epochs.length + 1;
  let spread: Spread | null = null;
  for (const part of curves) {
    const found = run.readEvents(part) ?? eventsBefore(from, part);
    const first = curveWith(record, epochs, part, { found, spread });
    const isLast = first.found < epochs.length && isAtEnd && part === 'train';
    spread = isLast ? spreadOf(epochs.length, state.tensors) : spread;
    const { bytes } = isLast ? curveWith(record, epochs, part, { found, spread }) : first;
    run.keepEvents(part, bytes);
    sizes.set(part, bytes.length);
    const missing = epochs.length - first.found - Number(isLast);
    if (part === 'train' && missing > 0) {
      warn(
        `TensorBoard is shown no histograms of epochs ${first.found + 1} to ${first.found + missing}: nothing was written of them as they were trained`,
      );
    }
  }
}

// A child has its parent's epochs.
function eventsBefore(from: Beginning, part: CurvePart): Buffer | null {
  if (from.kind !== 'child') return null;
  const parent = intactRecord(from.folder, 'is damaged');
  return readFile(join(from.folder, eventsFolder, eventFile(parent, part)));
}

async function picturesOf(folder: string, warn: Shown['warn']): Promise<readonly Picture[]> {
  try {
    return await (await import('./board-pictures.js')).confusionPictures(folder);
  } catch (error) {
    warn(`TensorBoard is shown no confusion matrix: ${messageOf(error)}`);
    return [];
  }
}
