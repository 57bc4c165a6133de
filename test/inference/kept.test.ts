// The model of a kept run, from its folder alone; of a run that has none, why.
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { openKept } from '../../src/inference/kept.js';

const frozen = join(import.meta.dirname, '../../../test/fixtures/runs/finished-0.1.0');

let folder: string;

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'dlx-test-')), 'run');
  cpSync(frozen, folder, { recursive: true });
});

test('the network, its weights as the file has them, and what its data was', () => {
  const kept = openKept(folder);
  const file = readFileSync(join(folder, 'best.safetensors'));
  const start = 8 + Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.toString('utf8', 8, start)) as Record<
    string,
    { shape: number[]; data_offsets: [number, number] }
  >;
  const names = Object.keys(header).filter((name) => name !== '__metadata__');
  expect([...kept.weights.keys()].sort()).toEqual(names.sort());
  for (const { key, shape } of kept.network.weights) {
    const [from, to] = header[key]?.data_offsets ?? [0, 0];
    expect(shape).toEqual(header[key]?.shape);
    expect(Buffer.from(new Uint8Array(kept.weights.get(key)?.slice().buffer ?? []))).toEqual(
      file.subarray(start + from, start + to),
    );
  }
  expect(kept.epoch).toBe(kept.record.epochs.best);
  expect(kept.network.inputs).toEqual(kept.inputs);
  expect(kept.read.spec.seed).toBe(kept.record.seed);
});

describe('refused', () => {
  test('what is no run', () => {
    rmSync(join(folder, 'run.json'));
    expect(() => openKept(folder)).toThrow(/is no run: it holds no run\.json/);
  });

  test('a run without a best epoch', () => {
    rmSync(join(folder, 'best.safetensors'));
    expect(() => openKept(folder)).toThrow(/has no model to use: its best\.safetensors is missing/);
  });

  test.each(['data.json', 'spec.yaml', 'resolved.yaml'])('%s that was changed', (name) => {
    appendFileSync(join(folder, name), '\n');
    expect(() => openKept(folder)).toThrow(new RegExp(`${name} is damaged`));
  });

  test('weights that were changed', () => {
    appendFileSync(join(folder, 'best.safetensors'), 'x');
    expect(() => openKept(folder)).toThrow(/best\.safetensors/);
  });
});
