// Weights carry their own SHA-256.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { encodeWeights, readWeights } from '../../src/run/weights.js';
import { withFolder } from './fixture.js';

const weights = {
  metadata: { run: 'a', epoch: '3' },
  tensors: [{ name: 'hidden/kernel', shape: [2, 1], values: Float32Array.of(1.5, -2) }],
};

test('what was written is read', () => {
  withFolder((folder) => {
    const path = join(folder, 'best.safetensors');
    expect(readWeights(path)).toBeNull();
    writeFileSync(path, encodeWeights(weights));
    expect(readWeights(path)).toMatchObject({
      metadata: weights.metadata,
      tensors: weights.tensors,
    });
  });
});

test('the hash is that of the file with zeros in its place', () => {
  const bytes = Buffer.from(encodeWeights(weights));
  const [, written = ''] = /"sha256":"([0-9a-f]{64})"/.exec(bytes.toString('latin1')) ?? [];
  const open = Buffer.from(bytes.toString('latin1').replace(written, '0'.repeat(64)), 'latin1');
  expect(written).toBe(createHash('sha256').update(open).digest('hex'));
});

test('one bit more or less is damage', () => {
  withFolder((folder) => {
    const path = join(folder, 'best.safetensors');
    writeFileSync(path, encodeWeights(weights));
    const bytes = readFileSync(path);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(path, bytes);
    expect(() => readWeights(path)).toThrow(
      `${path} is damaged: its contents do not have the SHA-256 that it was written with`,
    );
    writeFileSync(path, bytes.subarray(0, 20));
    expect(() => readWeights(path)).toThrow(expect.objectContaining({ exitCode: 1 }));
  });
});
