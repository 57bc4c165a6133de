// Weights of a run or of a file, and the hash of what is taken of them.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { writeBest } from '../../src/run/best.js';
import { encodeSafetensors } from '../../src/run/format/safetensors.js';
import { bestOf, readSource, takenHash, takenValues, unusable } from '../../src/run/initial.js';
import { files } from '../../src/ground/files.js';
import { messageOf, withFolder } from './fixture.js';

const kernel = { name: 'a/kernel', shape: [1, 2], values: Float32Array.of(1, -2) };
const bias = { name: 'a/bias', shape: [2], values: Float32Array.of(0.5, 0) };

test("a run's best has its epoch, anybody's file none; each is refused where it is not what it should be", () => {
  withFolder((folder) => {
    writeBest(files, folder, 'one', { epoch: 3, tensors: [kernel, bias] });
    const best = bestOf(folder, 'one');
    expect(readSource(best)).toEqual({ epoch: 3, tensors: [kernel, bias] });
    expect(messageOf(() => readSource({ ...best, run: 'two' }))).toContain(
      'belongs to another run',
    );
    const file = join(folder, 'x.safetensors');
    expect(messageOf(() => readSource({ file, run: null }))).toBe(`${file} is missing`);
    expect(messageOf(() => readSource(bestOf(join(folder, 'no'), 'one')))).toContain('is missing');
    writeFileSync(file, encodeSafetensors([bias]));
    expect(readSource({ file, run: null })).toEqual({ epoch: null, tensors: [bias] });
    writeFileSync(file, 'password');
    expect(messageOf(() => readSource({ file, run: null }))).not.toContain('password');
  });
});

test('what is taken is known by its key, shape and values alone', () => {
  const source = { tensors: [kernel, bias] };
  const taken = takenValues(source, { 'b/kernel': 'a/kernel', 'b/bias': 'a/bias' });
  expect([...taken.keys()]).toEqual(['b/kernel', 'b/bias']);
  // By hand: keys in order, each as JSON with its shape, then its bytes.
  const hash = createHash('sha256');
  hash.update('["b/bias",[2]]').update(Buffer.from(bias.values.buffer));
  hash.update('["b/kernel",[1,2]]').update(Buffer.from(kernel.values.buffer));
  expect(takenHash(taken)).toBe(hash.digest('hex'));
  const renamed = {
    tensors: [
      { ...bias, name: 'x' },
      { ...kernel, name: 'y' },
    ],
  };
  expect(takenHash(takenValues(renamed, { 'b/bias': 'x', 'b/kernel': 'y' }))).toBe(
    takenHash(taken),
  );
  const other = { ...bias, values: Float32Array.of(0.5, -0) };
  expect(takenHash(takenValues({ tensors: [kernel, other] }, { 'b/bias': 'a/bias' }))).not.toBe(
    takenHash(takenValues(source, { 'b/bias': 'a/bias' })),
  );
});

test.each([NaN, Infinity, -Infinity])('%d is no weight to begin with', (value) => {
  const odd = { ...bias, values: Float32Array.of(0, value) };
  const source = { tensors: [kernel, odd] };
  expect(unusable(takenValues(source, { 'b/kernel': 'a/kernel', 'b/bias': 'a/bias' }))).toBe(
    'a/bias',
  );
  expect(unusable(takenValues(source, { 'b/kernel': 'a/kernel' }))).toBeUndefined();
});
