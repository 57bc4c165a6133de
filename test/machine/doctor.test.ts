import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { assess, doctor } from '../../src/machine/doctor.js';
import type { MachineFacts } from '../../src/machine/facts.js';
import { renderDoctor } from '../../src/render/text/doctor.js';
import { withEnvironment } from './tensorflow/setup-stand-ins.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dlx-doctor-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('doctor', () => {
  const good: MachineFacts = {
    node: '22.11.0',
    platform: { platform: 'linux', arch: 'x64', glibc: '2.36', avx: true },
    prebuilt_addon: false,
    compiler: { found: 'g++ (Debian) 12.2.0', missing: null },
    pip: { found: '23.2.1 (python3 -m pip)', missing: null },
    nvidia_gpu: false,
    runtime: {
      folder: '/cache/runtime/e',
      tensorflow: '2.21.0',
      build: 'cpu',
      source: 'tensorflow-cpu==2.21.0',
      bytes: 853_407_704,
    },
    tensorflow: {
      available: true,
      version: '2.21.0',
      device_names: [],
      built_for_cuda: false,
      cuda_version: null,
      cudnn_version: null,
      uses_gpu: false,
    },
    fallback: { wasm: true, cpu: true },
    cache: { folder: '/cache', free_bytes: 80e9 },
  };

  test('a machine where all is well', () => {
    expect(renderDoctor({ ...good, ready: true, checks: assess(good) })).toBe(`\
ok       Node          22.11.0
ok       platform      linux x64, glibc 2.36
ok       TensorFlow    2.21.0, CPU build, in /cache/runtime/e (853 MB, from tensorflow-cpu==2.21.0)
note     GPU           nvidia-smi lists none: training runs on the CPU
ok       C++ compiler  g++ (Debian) 12.2.0
ok       pip           23.2.1 (python3 -m pip)
ok       fallback      WebAssembly, plain JavaScript
ok       cache         /cache, 80 GB free

Training works natively, on the CPU.
`);
  });

  test('each missing thing has the command that mends it', () => {
    const gone = {
      ...good.tensorflow,
      available: false,
      version: null,
      error: "dlx's TensorFlow is not installed: run `dlx setup`",
    };
    const facts: MachineFacts = {
      ...good,
      node: '18.20.4',
      runtime: null,
      tensorflow: gone,
      compiler: {
        found: null,
        missing: { what: 'no C++ compiler was found', cure: 'sudo apt install g++' },
      },
      cache: { folder: '/cache', free_bytes: 1e9 },
    };
    expect(assess(facts).filter(({ state }) => state === 'missing')).toEqual([
      {
        name: 'Node',
        state: 'missing',
        text: '18.20.4 is too old: dlx needs 20.19 or later',
        cure: 'install Node 22 or later from https://nodejs.org',
      },
      { name: 'TensorFlow', state: 'missing', text: '2.21.0 is not installed', cure: 'dlx setup' },
      {
        name: 'C++ compiler',
        state: 'missing',
        text: 'no C++ compiler was found',
        cure: 'sudo apt install g++',
      },
      {
        name: 'cache',
        state: 'missing',
        text: '/cache, 1.0 GB free: setting up TensorFlow takes 1.1 GB',
        cure: 'set DLX_CACHE to a folder on another disk',
      },
    ]);
    expect(
      renderDoctor({ ...facts, ready: false, checks: assess(facts) })
        .trimEnd()
        .split('\n')
        .slice(3, 5),
    ).toEqual([
      'missing  TensorFlow    2.21.0 is not installed',
      '                       → dlx setup',
    ]);
  });

  test('with an addon that came with dlx no compiler is missing', () => {
    const compiler = { found: null, missing: { what: 'no C++ compiler was found', cure: '' } };
    const tools = assess({ ...good, prebuilt_addon: true, compiler }).slice(4, 6);
    expect(tools).toEqual([
      { name: 'addon', state: 'ok', text: 'came with dlx: no C++ compiler is needed', cure: null },
      { name: 'pip', state: 'ok', text: '23.2.1 (python3 -m pip)', cure: null },
    ]);
  });

  test('a GPU that TensorFlow does not use', () => {
    expect(assess({ ...good, nvidia_gpu: true }).find(({ name }) => name === 'GPU')).toEqual({
      name: 'GPU',
      state: 'missing',
      text: 'there is an NVIDIA GPU, but the installed TensorFlow is built for the CPU only',
      cure: 'dlx setup --device gpu',
    });
    const cuda = {
      ...good.tensorflow,
      built_for_cuda: true,
      error: "the NVIDIA driver's library libcuda.so.1 cannot be loaded",
    };
    expect(
      assess({ ...good, nvidia_gpu: true, tensorflow: cuda }).find(({ name }) => name === 'GPU'),
    ).toEqual({
      name: 'GPU',
      state: 'missing',
      text: "there is an NVIDIA GPU, but TensorFlow does not use it: the NVIDIA driver's library libcuda.so.1 cannot be loaded",
      cure: 'dlx gpu-status',
    });
  });

  test('a bare machine, really examined: no cache, nothing on PATH', () =>
    withEnvironment(
      { DLX_CACHE: join(folder, 'no/such/cache'), PATH: folder, CXX: null },
      async () => {
        const report = await doctor();
        expect(report.ready).toBe(false);
        expect(report).toMatchObject({
          node: process.versions.node,
          runtime: null,
          nvidia_gpu: false,
          compiler: { found: null },
          pip: { found: null },
        });
        expect(renderDoctor(report)).toMatch(
          /\nTraining does not work on native TensorFlow yet; it would run on the much slower fallback\.\n$/,
        );
        expect(existsSync(join(folder, 'no'))).toBe(false);
      },
    ));
});
