// Run folders as dlx leaves them, made for tests: a complete run.json, in which a test overrides
// what it is about.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Outputs } from '../../src/run/outputs.js';
import type { NewRun, RunRecord } from '../../src/run/record.js';
import { encodeRecord } from '../../src/run/record-file.js';
import type { EpochRecord } from '../../src/training/epoch.js';

/** The record of a finished run of a network with one hidden layer on fashion_mnist. */
export function makeRecord(overrides: Partial<RunRecord> = {}): RunRecord {
  return {
    format: 2,
    id: '5e0f8d1c-0000-4000-8000-000000000001',
    name: 'adam',
    state: 'finished',
    message: null,
    stopped: null,
    parent: null,
    tags: [],
    notes: null,
    started: '2026-01-02T03:04:05.000Z',
    finished: '2026-01-02T03:05:05.000Z',
    seed: 42,
    hashes: { spec: 'a'.repeat(64), group: 'b'.repeat(64) },
    spec: {
      dataset: 'fashion_mnist',
      model: [
        'Flatten',
        { Dense: { units: 100, activation: 'relu' }, name: 'hidden' },
        { Dense: { units: 10, activation: 'softmax' } },
      ],
      optimizer: 'adam',
      loss: 'sparse_categorical_crossentropy',
      metrics: ['accuracy'],
      batch_size: 32,
      epochs: 20,
      seed: 42,
    },
    versions: { dlx: '0.1.0', node: '20.20.0', tensorflow: '2.21.0', tfjs: '4.22.0' },
    how: { device: 'cpu', threads: 2, execution: 'eager' },
    machine: { backend: 'tensorflow', cpu: 'CPU', gpu: null },
    origin: { spec: '../../adam.yaml', runs: '/home/somebody/runs' },
    git: null,
    data: {
      name: 'fashion_mnist',
      sha256: 'c'.repeat(64),
      train: 48000,
      validation: 12000,
      test: 10000,
    },
    parameters: { total: 79510, trainable: 79510 },
    monitor: { name: 'val_loss', mode: 'min' },
    metrics: [{ name: 'accuracy', mode: 'max' }],
    epochs: { planned: 20, done: 20, best: 12 },
    scores: {
      train: { loss: 0.21, accuracy: 0.92 },
      validation: { loss: 0.3123, accuracy: 0.8891 },
      test: { loss: 0.3345, accuracy: 0.8812 },
    },
    test_reads: 1,
    seconds: { to_first_step: 1.5, total: 60, per_epoch: 2.94, to_best: 35.3 },
    peak_memory_bytes: 500_000_000,
    advice: [],
    resumed: [],
    files: {},
    ...overrides,
  };
}

/** What the record of that run begins with. */
export function newRun(): NewRun {
  const {
    format: _,
    id: __,
    state: ___,
    message: ____,
    stopped: ________,
    started: _____,
    finished: ______,
    files: _______,
    ...run
  } = makeRecord();
  return run;
}

/** What its fixed files hold. */
export const texts = {
  'spec.yaml': 'dataset: spirals\n',
  'resolved.yaml': 'dataset: {name: spirals}\n',
  'data.json': '{}\n',
};

/** A first epoch, the best so far. */
export const someEpoch: EpochRecord = {
  epoch: 1,
  train: { loss: 1 },
  validation: { loss: 1 },
  learning_rate: 0.1,
  best: true,
  seconds: { train: 1, total: 1 },
};

/** Outputs of three samples in two classes. */
export function someOutputs(): Outputs {
  return {
    predictions: { shape: [3, 2], values: Float32Array.of(0.75, 0.25, 0.5, 0.5, 0, 1) },
    targets: { shape: [3], values: Int32Array.of(0, 1, 1) },
    rows: { shape: [3], values: Int32Array.of(2, 3, 7) },
  };
}

/** The same with other scores: validation loss and accuracy, then those of the test set. */
export function scored(
  valLoss: number,
  valAccuracy: number,
  testLoss: number,
  testAccuracy: number,
): Pick<RunRecord, 'scores'> {
  return {
    scores: {
      train: null,
      validation: { loss: valLoss, accuracy: valAccuracy },
      test: { loss: testLoss, accuracy: testAccuracy },
    },
  };
}

/**
 * Makes a run folder with that run.json and returns its path. The id follows from the folder's name
 * unless overridden.
 */
export function makeRunFolder(folder: string, overrides: Partial<RunRecord> = {}): string {
  return makeForeignFolder(
    folder,
    encodeRecord(makeRecord({ id: `id of ${basename(folder)}`, ...overrides })),
  );
}

/** Makes a folder whose run.json has any content, and returns its path. */
export function makeForeignFolder(folder: string, content: string | Uint8Array): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'run.json'), content);
  return folder;
}

/** Runs `use` with an empty folder that is gone afterwards. */
export function withFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'dlx-test-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The message of what a call throws, or that it throws nothing. */
export function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was thrown';
}
