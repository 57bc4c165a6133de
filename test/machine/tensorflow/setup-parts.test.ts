import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runCommand } from '../../../src/machine/tensorflow/commands.js';
import { assess, doctor, renderDoctor, type MachineFacts } from '../../../src/machine/doctor.js';
import { parseDevices, whyNoGpu } from '../../../src/machine/tensorflow/probe.js';
import { fetchWheel, findPip, parseBuildInfo } from '../../../src/machine/tensorflow/python.js';
import { chooseBuild, planSetup } from '../../../src/machine/tensorflow/plan.js';
import { compareVersions, nativeSupport } from '../../../src/machine/tensorflow/support.js';
import {
  isNvidiaEntry,
  isTensorflowEntry,
  unpackWheel,
} from '../../../src/machine/tensorflow/wheel.js';
import { messageOfFailure, standIn, withEnvironment, zip } from './setup-stand-ins.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dlx-setup-parts-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('support', () => {
  const debian = { platform: 'linux', arch: 'x64', glibc: '2.36', avx: true };
  test.each([
    [{}, undefined],
    [{ glibc: '2.27', avx: null }, undefined],
    [
      { platform: 'darwin', arch: 'arm64', glibc: null },
      "dlx's native TensorFlow exists for Linux on x86-64 only, and this is darwin on arm64",
    ],
    [
      { arch: 'arm64' },
      "dlx's native TensorFlow exists for Linux on x86-64 only, and this is linux on arm64",
    ],
    [
      { glibc: null },
      'TensorFlow needs the GNU C library, and this system has another one (musl, as in Alpine Linux); a Debian or Ubuntu image works',
    ],
    [{ glibc: '2.9' }, 'TensorFlow needs the GNU C library 2.27 or later, and this system has 2.9'],
    [{ avx: false }, 'TensorFlow needs a processor with AVX instructions, which this one lacks'],
  ])('%j', (change, reason) => {
    expect(nativeSupport({ ...debian, ...change })).toEqual(
      reason === undefined ? { supported: true } : { supported: false, reason },
    );
  });

  test('versions are ordered by number, not by letter', () => {
    expect(
      ['2.27', '2.9', '20.3', '20.3.1'].map((version) =>
        Math.sign(compareVersions(version, '20.3')),
      ),
    ).toEqual([-1, -1, 0, 1]);
  });
});

describe('planning', () => {
  test.each([
    ['cpu', false, { download: 273_829_956, unpacked: 853_463_601, room: 1_127_293_557 }],
    ['cpu', true, { download: 0, unpacked: 853_463_601, room: 853_463_601 }],
    ['cuda', false, { download: 3_379_649_224, unpacked: 5_595_389_143, room: 6_311_927_638 }],
    ['cuda', true, { download: 2_807_208_857, unpacked: 5_595_389_143, room: 6_311_927_638 }],
  ] as const)('%s, wheel given: %s', (build, given, sizes) => {
    expect(planSetup(build, given)).toMatchObject(sizes);
  });

  test.each([
    ['a GPU', "console.log('GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-5)')", 'cuda'],
    ['no device', "console.log('No devices found.')", 'cpu'],
    [
      'a driver that does not answer',
      "console.log('NVIDIA-SMI has failed'); process.exit(9)",
      'cpu',
    ],
  ])('auto with %s', (_, script, build) => {
    standIn(folder, 'nvidia-smi', script);
    return withEnvironment({ PATH: folder }, async () => {
      expect(await chooseBuild('auto')).toBe(build);
      expect(await chooseBuild('gpu')).toBe('cuda');
      expect(await chooseBuild('cpu')).toBe('cpu');
    });
  });
});

describe('wheels', () => {
  test('only what the runtime needs is taken', () => {
    const names = [
      'tensorflow/libtensorflow_cc.so.2',
      'tensorflow/include/tsl/platform/ctstring.h',
      'tensorflow/include/tensorflow/c/c_api.h',
      'tensorflow/python/platform/build_info.py',
      'tensorflow/include/tensorflow/cc/ops.h',
      'tensorflow/include/tensorflow/c/logging.h',
      'tensorflow/lite/x.so',
      'other/libtensorflow_cc.so.2',
    ];
    expect(names.filter(isTensorflowEntry)).toEqual(names.slice(0, 4));
    const nvidia = [
      'nvidia/cudnn/lib/libcudnn.so.9',
      'nvidia/cuda_nvrtc/lib/libnvrtc-builtins.so.12.9',
      'nvidia/cuda_nvcc/bin/ptxas',
      'nvidia/cuda_nvcc/nvvm/libdevice/libdevice.10.bc',
      'nvidia/cudnn/include/cudnn.h',
      'nvidia/cuda_runtime/lib/libcudart_static.a',
      'nvidia/cuda_cupti/lib/../../../x.so',
    ];
    expect(nvidia.filter(isNvidiaEntry)).toEqual(nvidia.slice(0, 4));
  });

  test('entries are unpacked as they are, with progress up to 1', async () => {
    writeFileSync(
      join(folder, 'a.whl'),
      zip({ 'one/a.txt': 'first', 'two/b.txt': 'second', 'three.txt': 'no' }),
    );
    const fractions: number[] = [];
    expect(
      await unpackWheel(
        join(folder, 'a.whl'),
        join(folder, 'out'),
        (name) => name.includes('/'),
        (fraction) => fractions.push(fraction),
      ),
    ).toEqual(['one/a.txt', 'two/b.txt']);
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['one', 'two']);
    expect(readFileSync(join(folder, 'out/two/b.txt'), 'utf8')).toBe('second');
    expect(fractions).toEqual([5 / 11, 1]);
  });

  test.each([
    ['../outside.txt', 'invalid relative path: ../outside.txt'],
    ['a/../../outside.txt', 'invalid relative path: a/../../outside.txt'],
    ['/outside.txt', 'absolute path: /outside.txt'],
    ['a\\outside.txt', 'invalid characters in fileName: a\\outside.txt'],
  ])('a name that leads out of the folder is refused: %s', async (name, reason) => {
    const path = join(folder, 'evil.whl');
    writeFileSync(path, zip({ [name]: 'evil' }));
    expect(
      await messageOfFailure(
        unpackWheel(
          path,
          join(folder, 'in/out'),
          () => true,
          () => {},
        ),
      ),
    ).toBe(`1: cannot unpack ${path} into ${join(folder, 'in/out')}: ${reason}`);
    expect(
      existsSync(join(folder, 'in/outside.txt')) || existsSync(join(folder, 'outside.txt')),
    ).toBe(false);
  });

  test('a file that is no zip file', async () => {
    const path = join(folder, 'page.whl');
    writeFileSync(path, '<html>log in to the network first</html>');
    expect(
      await messageOfFailure(
        unpackWheel(
          path,
          folder,
          () => true,
          () => {},
        ),
      ),
    ).toMatch(
      /^1: cannot unpack .*page\.whl into .*: End of central directory record signature not found/,
    );
  });

  // The real pip, from a folder: no network.
  test('pip fetches a wheel by its hash and refuses an altered one', async () => {
    const index = join(folder, 'index');
    mkdirSync(index);
    const metadata = 'Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n';
    const wheel = zip({
      'tiny.py': '',
      'tiny-1.0.dist-info/METADATA': metadata,
      'tiny-1.0.dist-info/WHEEL': 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
      'tiny-1.0.dist-info/RECORD': '',
    });
    writeFileSync(join(index, 'tiny-1.0-py3-none-any.whl'), wheel);
    const sha256 = createHash('sha256').update(wheel).digest('hex');
    const tiny = { name: 'tiny', version: '1.0', sha256, download: wheel.length, unpacked: 0 };
    await withEnvironment(
      { PIP_NO_INDEX: '1', PIP_FIND_LINKS: index, PIP_CONFIG_FILE: '/dev/null' },
      async () => {
        const { pip } = await findPip();
        const path = await fetchWheel(pip!, tiny, join(folder, 'good'), () => {});
        expect(readFileSync(path)).toEqual(wheel);
        const call = [pip!.command, ...pip!.args].join(' ');
        const rest = `; check the network and \`${call} config list\`, or fetch the wheel elsewhere and run \`dlx setup --from FILE\``;
        expect(
          await messageOfFailure(
            fetchWheel(pip!, { ...tiny, sha256: '0'.repeat(64) }, join(folder, 'bad'), () => {}),
          ),
        ).toMatch(
          /^1: cannot download tiny 1\.0: pip said: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE\./,
        );
        expect(
          await messageOfFailure(
            fetchWheel(pip!, { ...tiny, version: '2.0' }, join(folder, 'none'), () => {}),
          ),
        ).toBe(
          `1: cannot download tiny 2.0: pip said: Could not find a version that satisfies the requirement tiny==2.0 (from versions: 1.0)${rest}`,
        );
      },
    );
  });
});

describe('what TensorFlow says', () => {
  test('its build', () => {
    expect(
      parseBuildInfo(
        "build_info = collections.OrderedDict([('cpu_compiler', 'clang'), ('cuda_compute_capabilities', ['sm_60', 'compute_90']), ('cuda_version', '12.5.1'), ('cudnn_version', '9'), ('is_cuda_build', True), ('is_rocm_build', False)])",
      ),
    ).toEqual({ version: '12.5.1', cudnn: '9' });
    expect(
      parseBuildInfo(
        "build_info = collections.OrderedDict([('is_cuda_build', False), ('is_rocm_build', False), ('is_tensorrt_build', False)])",
      ),
    ).toBeNull();
  });

  test('its devices', () => {
    const log =
      'I0000 00:00:1731000000.1 77 gpu_device.cc:2020] Created device /job:localhost/replica:0/task:0/device:GPU:0 with 78793 MB memory:  -> device: 0, name: NVIDIA H100 80GB HBM3, pci bus id: 0000:1b:00.0, compute capability: 9.0\n';
    expect(parseDevices(log)).toEqual(['NVIDIA H100 80GB HBM3 (compute capability 9.0)']);
    expect(parseDevices('')).toEqual([]);
  });

  test.each([
    [
      'E0000 00:00:1795470037.454795    9928 cuda_platform.cc:52] failed call to cuInit: INTERNAL: CUDA error: Failed call to cuInit: UNKNOWN ERROR (303)',
      "the NVIDIA driver's library libcuda.so.1 cannot be loaded",
    ],
    [
      '2026-01-01 10:00:00.000000: E external/local_xla/xla/stream_executor/cuda/cuda_driver.cc:152] failed call to cuInit: CUDA_ERROR_NO_DEVICE: no CUDA-capable device is detected',
      'failed call to cuInit: CUDA_ERROR_NO_DEVICE: no CUDA-capable device is detected',
    ],
    [
      'W0000 00:00:1731000000.1    77 gpu_device.cc:2341] Cannot dlopen some GPU libraries. Skipping registering GPU devices...',
      'Cannot dlopen some GPU libraries. Skipping registering GPU devices...',
    ],
    [
      'I0000 00:00:1795470037.127627    9928 port.cc:153] oneDNN custom operations are on.',
      'TensorFlow sees no GPU and does not say why',
    ],
  ])('why it uses no GPU', (log, reason) => {
    expect(whyNoGpu(`some other line\n${log}\n`)).toBe(reason);
  });
});

test('a command that hangs is killed at its limit, one that is missing is said to be', async () => {
  standIn(folder, 'hang', 'setTimeout(() => {}, 20000)');
  expect(await runCommand(join(folder, 'hang'), [], { seconds: 0.5 })).toMatchObject({
    code: null,
    signal: 'SIGKILL',
    trouble: 'late',
  });
  expect(await runCommand(join(folder, 'no-such'), [])).toMatchObject({
    code: null,
    trouble: 'missing',
  });
  standIn(folder, 'three', "console.log('out'); console.error('err'); process.exitCode = 3");
  expect(await runCommand(join(folder, 'three'), [])).toEqual({
    code: 3,
    signal: null,
    stdout: 'out\n',
    stderr: 'err\n',
    trouble: null,
  });
});

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
ok       cache         /cache, 80.0 GB free

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
