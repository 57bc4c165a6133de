// What differs between a run and a copy of it that was changed, in one place each.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { bitDifferences } from '../../src/run/bits.js';
import { encodeJson } from '../../src/run/format/json.js';
import { readEpochs } from '../../src/run/read.js';
import { encodeRecord } from '../../src/run/record-file.js';
import type { RunRecord } from '../../src/run/record.js';
import { encodeWeights, readWeights, type Weights } from '../../src/run/weights.js';
import { dlx } from '../cli/warm.js';
import { root } from '../folders.js';
import { onlyRun, recordOf } from '../faults/runs.js';

let place = '';
let run = '';
beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'dlx-test-'));
  await dlx(place, ['train', join(root, 'experiments/spirals.yaml'), '-S', 'epochs=3', '--quiet']);
  run = onlyRun(place);
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

function differencesAfter(change: (copy: string) => void): readonly string[] {
  const copy = join(place, 'copy');
  cpSync(run, copy, { recursive: true });
  try {
    change(copy);
    return bitDifferences(
      { folder: run, name: 'trained again' },
      { folder: copy, name: 'the record' },
    );
  } finally {
    rmSync(copy, { recursive: true });
  }
}

/** The last bit of a file's last value is turned. */
function turnLast(path: string): void {
  const bytes = readFileSync(path);
  bytes[bytes.length - 4] = (bytes[bytes.length - 4] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

function changeWeights(path: string, change: (weights: Weights) => Weights): void {
  writeFileSync(path, encodeWeights(change(readWeights(path) as Weights)));
}

function turnFirst({ metadata, tensors: [first, ...rest] }: Weights): Weights {
  if (!first) throw new Error('no tensor');
  return {
    metadata,
    tensors: [
      { ...first, values: first.values.map((value, i) => (i === 0 ? -value : value)) },
      ...rest,
    ],
  };
}

function changeEpochs(
  folder: string,
  change: (epochs: ReturnType<typeof readEpochs>) => ReturnType<typeof readEpochs>,
): void {
  writeFileSync(
    join(folder, 'epochs.jsonl'),
    change(readEpochs(folder))
      .map((epoch) => `${encodeJson(epoch)}\n`)
      .join(''),
  );
}

function changeRecord(folder: string, change: Partial<RunRecord>): void {
  writeFileSync(join(folder, 'run.json'), encodeRecord({ ...recordOf(folder), ...change }));
}

test.each<[string, (copy: string) => void, readonly RegExp[]]>([
  ['nothing', () => undefined, []],
  [
    'times',
    (copy) =>
      changeEpochs(copy, (epochs) =>
        epochs.map((epoch) => ({ ...epoch, seconds: { train: 1, total: 2 } })),
      ),
    [],
  ],
  [
    'the test set, of a sealed one that somebody has looked into',
    (copy) => {
      for (const kind of ['predictions', 'targets', 'rows']) rmSync(join(copy, kind, 'test.npy'));
      const { scores } = recordOf(copy);
      changeRecord(copy, { sealed: { opened: null }, scores: { ...scores, test: null } });
    },
    [],
  ],
  [
    'an epoch',
    (copy) =>
      changeEpochs(copy, (epochs) =>
        epochs.map((epoch) =>
          epoch.epoch === 2 ? { ...epoch, train: { ...epoch.train, loss: 0.5 } } : epoch,
        ),
      ),
    [/^epoch 2, trained again: \{"epoch":2,.*; the record: \{"epoch":2,"train":\{"loss":0\.5,/],
  ],
  [
    'the number of epochs',
    (copy) => changeEpochs(copy, (epochs) => epochs.slice(0, 2)),
    [/^3 epochs trained again, 2 in the record$/],
  ],
  [
    'the best weights',
    (copy) => changeWeights(join(copy, 'best.safetensors'), turnFirst),
    [/^\S+ in best\.safetensors, trained again and the record$/],
  ],
  [
    'the shape of weights',
    (copy) =>
      changeWeights(join(copy, 'best.safetensors'), ({ metadata, tensors: [first, ...rest] }) => ({
        metadata,
        tensors: first ? [{ ...first, shape: [...first.shape].reverse() }, ...rest] : [],
      })),
    [/ in best\.safetensors, /],
  ],
  [
    'a variable more',
    (copy) =>
      changeWeights(join(copy, 'last.safetensors'), ({ metadata, tensors }) => ({
        metadata,
        tensors: [...tensors, { name: 'more', shape: [1], values: Float32Array.of(1) }],
      })),
    [/^more in last\.safetensors, /],
  ],
  [
    'the state',
    (copy) => changeWeights(join(copy, 'last.safetensors'), turnFirst),
    [/^\S+ in last\.safetensors, trained again and the record$/],
  ],
  [
    'the place of the state',
    (copy) =>
      changeWeights(join(copy, 'last.safetensors'), ({ metadata, tensors }) => ({
        metadata: {
          ...metadata,
          position: (metadata['position'] ?? '').replace('"waited":0', '"waited":1'),
        },
        tensors,
      })),
    [/^the place in last\.safetensors, trained again: \{.*\}; the record: \{.*"waited":1/],
  ],
  [
    'predictions on validation',
    (copy) => turnLast(join(copy, 'predictions/validation.npy')),
    [/^predictions\/validation\.npy, trained again and the record$/],
  ],
  [
    'predictions on test',
    (copy) => turnLast(join(copy, 'predictions/test.npy')),
    [/^predictions\/test\.npy, trained again and the record$/],
  ],
  [
    'the test score',
    (copy) =>
      changeRecord(copy, {
        scores: { ...recordOf(copy).scores, test: { loss: 0.1, accuracy: 1 } },
      }),
    [/^the scores, trained again: \{.*\}; the record: \{.*"test":\{"loss":0\.1,"accuracy":1\}\}$/],
  ],
])('%s', (_, change, said) => {
  expect(differencesAfter(change)).toEqual(said.map((one) => expect.stringMatching(one)));
});
