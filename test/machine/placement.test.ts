import { describe, expect, test } from '@jest/globals';
import {
  parseDevice,
  placeRun,
  tensorflowEnvironment,
  wishOf,
} from '../../src/machine/placement.js';
import { messageOfFailure, withEnvironment } from './tensorflow/setup-stand-ins.js';

describe('--device', () => {
  test.each([
    ['auto', 'auto'],
    ['cpu', 'cpu'],
    ['gpu', 'gpu'],
    ['gpu:0', 'gpu'],
    ['gpu:12', 'gpu'],
  ])('%s wishes for %s', (text, wish) => {
    const device = parseDevice(text);
    expect([device, wishOf(device)]).toEqual([text, wish]);
  });

  test.each(['', 'GPU', 'cuda', 'gpu:', 'gpu:-1', 'gpu:1x', 'tpu', 'auto '])(
    '%j is none',
    (text) => {
      expect(() => parseDevice(text)).toThrow(
        `unknown device ${JSON.stringify(text)}; expected auto, cpu, gpu, or gpu:0, gpu:1, …`,
      );
    },
  );
});

describe('DLX_BACKEND', () => {
  const notices = { work: () => undefined, warn: () => undefined };

  test.each(['wasm', 'cpu'])('%s is taken as it is said', (kind) =>
    withEnvironment({ DLX_BACKEND: kind }, async () => {
      expect(await placeRun('auto', 'wasm', notices)).toEqual({
        backend: { kind },
        environment: {},
        gpu: null,
      });
    }),
  );

  test('another word is refused', () =>
    withEnvironment({ DLX_BACKEND: 'native' }, async () => {
      expect(await messageOfFailure(placeRun('auto', 'wasm', notices))).toBe(
        '2: unknown DLX_BACKEND "native"; expected tensorflow, wasm or cpu',
      );
    }));
});

test('one thread works by itself, several share the work', () => {
  expect(tensorflowEnvironment({ threads: 1 })).toMatchObject({
    TF_NUM_INTRAOP_THREADS: '1',
    TF_NUM_INTEROP_THREADS: '-1',
  });
  expect(tensorflowEnvironment({ threads: 4 })).toMatchObject({
    TF_NUM_INTRAOP_THREADS: '4',
    TF_NUM_INTEROP_THREADS: '4',
  });
});
