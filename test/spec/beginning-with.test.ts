// initial_weights and freeze as they may be written.
import { describe, expect, test } from '@jest/globals';
import { readSpecText, type ReadSpec } from '../../src/spec/read.js';
import { language } from './language.js';

const read = (text: string): ReadSpec =>
  readSpecText(
    `dataset: spirals\nmodel: [{Dense: 3, name: conv_1}, {Dense: 3, name: conv_2}, {Dense: 2}]\nloss: mse\n${text}`,
    'specs/a.yaml',
    { language },
  );
const told = (text: string): string => {
  try {
    read(text);
    return 'read';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('initial_weights', () => {
  test('has one source, and all of its arguments', () => {
    for (const none of ['', 'initial_weights: null\n', 'initial_weights: false\n']) {
      expect(read(none).spec.initial_weights).toBeNull();
    }
    expect(
      read('initial_weights: {run: base, only: conv_1, rename: {a: conv_1}}\n').spec
        .initial_weights,
    ).toEqual({
      run: 'base',
      spec: null,
      file: null,
      rename: { a: 'conv_1' },
      only: ['conv_1'],
      sha256: null,
    });
  });

  test.each([
    ['initial_weights: base', 'initial_weights must be a mapping of its arguments, or null'],
    ['initial_weights: {}', 'initial_weights needs one of run, spec and file, got none'],
    ['initial_weights: {run: a, file: b}', 'one of run, spec and file, got run and file'],
    ['initial_weights: {run: a, rename: [a]}', 'rename must be'],
    ['initial_weights: {run: a, sha256: abc}', 'sha256 must be a SHA-256'],
    ['initial_weights: {path: a}', 'unknown argument "path" of initial_weights'],
  ])('%j is refused', (text, message) => {
    expect(told(`${text}\n`)).toContain(message);
  });

  test('paths are as seen from where they are needed; the name of a run is none', () => {
    const from = (text: string): unknown =>
      read(`initial_weights: ${text}\n`).trial({}, 'runs/x').written['initial_weights'];
    expect(from('{file: w.safetensors}')).toEqual({ file: '../../specs/w.safetensors' });
    expect(from('{spec: ../base.yaml}')).toEqual({ spec: '../../base.yaml' });
    expect(from('{run: ../runs/base}')).toEqual({ run: '../base' });
    expect(from('{run: base}')).toEqual({ run: 'base' });
  });

  test('is known by what was taken of it, and not by where that lay', () => {
    const minimal = (text: string) => read(`initial_weights: ${text}\n`).minimal;
    const sha256 = 'a'.repeat(64);
    expect(minimal(`{run: a, sha256: ${sha256}}`)).toEqual(
      minimal(`{file: b, only: [conv_*], sha256: ${sha256}}`),
    );
    expect(minimal(`{run: a, sha256: ${sha256}}`)).not.toEqual(read('').minimal);
    expect(minimal(`{run: a, sha256: ${sha256}}`)).not.toEqual(
      minimal(`{run: a, sha256: ${'b'.repeat(64)}}`),
    );
  });
});

describe('freeze', () => {
  test('makes layers what trainable: false makes them', () => {
    const trainable = (text: string) => read(text).spec.model.map((layer) => layer.trainable);
    expect(trainable('freeze: conv_1\n')).toEqual([false, true, true]);
    expect(trainable('freeze: [conv_*]\n')).toEqual([false, false, true]);
    expect(trainable('freeze: []\n')).toEqual([true, true, true]);
    const written =
      'dataset: spirals\nmodel: [{Dense: 3, name: conv_1, trainable: false}, {Dense: 3, name: conv_2, trainable: false}, {Dense: 2}]\nloss: mse\n';
    expect(read('freeze: conv_*\n').minimal).toEqual(
      readSpecText(written, 'a.yaml', { language }).minimal,
    );
  });

  test('names layers that there are, each at its place', () => {
    expect(told('freeze: [conv_1, cov_2]\n')).toContain(
      'specs/a.yaml:4:18 freeze names no layer of the model: "cov_2"; did you mean "conv_2"?',
    );
    expect(told('freeze: {a: b}\n')).toContain('freeze must be');
  });
});
