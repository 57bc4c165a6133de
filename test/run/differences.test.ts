// What makes a run one that cannot be gone on with exactly: each fact by itself.
import { expect, test } from '@jest/globals';
import { differences } from '../../src/run/differences.js';
import type { NewRun, RunRecord } from '../../src/run/record.js';
import { makeRecord, newRun } from './fixture.js';

const then = makeRecord();
const now = newRun();
const versions = (change: Partial<RunRecord['versions']>): Partial<NewRun> => ({
  versions: { ...now.versions, ...change },
});

test.each<[string, Partial<NewRun>, RegExp]>([
  [
    'spec',
    { hashes: { ...now.hashes, spec: 'f'.repeat(64) } },
    /^the spec \(its SHA-256\) was \w{12} and is f{12}$/,
  ],
  [
    'data',
    {
      data: { ...now.data, sha256: 'f'.repeat(64) },
      hashes: { ...now.hashes, spec: 'e'.repeat(64) },
    },
    /^the data \(their SHA-256\) was \w{12} and is f{12}$/,
  ],
  ['dlx', versions({ dlx: '99.0.0' }), /^dlx was \S+ and is 99\.0\.0$/],
  ['Node', versions({ node: '99.1.2' }), /^Node was \d+ and is 99$/],
  ['TensorFlow', versions({ tensorflow: '99.0.0' }), /^TensorFlow was \S+ and is 99\.0\.0$/],
  ['no TensorFlow', versions({ tensorflow: null }), /^TensorFlow was \S+ and is none$/],
  ['TensorFlow.js', versions({ tfjs: '99.0.0' }), /^TensorFlow\.js was \S+ and is 99\.0\.0$/],
  ['backend', { machine: { ...now.machine, backend: 'wasm' } }, /^the backend was \w+ and is \w+$/],
  ['execution', { how: { ...now.how, execution: 'graph' } }, /^the execution was \w+ and is \w+$/],
  ['threads', { how: { ...now.how, threads: 3 } }, /^threads was \d+ and is \d+$/],
  [
    'processor',
    { machine: { ...now.machine, cpu: 'another' } },
    /^the processor was CPU and is another$/,
  ],
  [
    'device',
    { how: { ...now.how, device: 'gpu' }, machine: { ...now.machine, gpu: 'another' } },
    /^the device was the processor and is another$/,
  ],
])('%s', (_, change, said) => {
  expect(differences(then, { ...now, ...change })).toEqual([expect.stringMatching(said)]);
});

test('nothing, where nothing differs but the release of Node', () => {
  expect(differences(then, now)).toEqual([]);
  expect(
    differences(then, {
      ...now,
      ...versions({ node: `${now.versions.node.split('.')[0]}.999.0` }),
    }),
  ).toEqual([]);
});
