import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  findRuntime,
  libraryPathFor,
  type InstalledRuntime,
} from '../../../src/machine/tensorflow/installed.js';
import { probeTensorFlow } from '../../../src/machine/tensorflow/probe.js';
import { nvidiaWheels } from '../../../src/machine/tensorflow/recipe.js';
import {
  setupRuntime,
  type SetupOptions,
  type SetupOutcome,
} from '../../../src/machine/tensorflow/setup.js';
import { isWhole } from '../../whole.js';
import {
  linkOrCopy,
  messageOfFailure,
  standIn,
  standInCard,
  standInCompiler,
  standInPip,
  standInPython,
  withEnvironment,
  zip,
} from './setup-stand-ins.js';

const root = mkdtempSync(join(tmpdir(), 'dlx-setup-'));
const realCache = join(root, 'real');
const site = join(root, 'site-packages');
let real: InstalledRuntime;

// One real setup for all of these, from the libraries and headers in the user's own cache, as if
// they were in this machine's Python: nothing is downloaded that is there. The compiler is real.
beforeAll(async () => {
  const cached = await setupRuntime({ device: 'cpu' });
  if (!cached.supported) throw new Error(cached.reason);
  mkdirSync(join(site, 'tensorflow_cpu-2.21.0.dist-info'), { recursive: true });
  symlinkSync(join(cached.runtime.folder, 'tensorflow'), join(site, 'tensorflow'));
  standInPython(join(root, 'bin'), join(site, 'tensorflow'));
  const said: string[] = [];
  const outcome = await withEnvironment(
    { DLX_CACHE: realCache, PATH: `${join(root, 'bin')}:${process.env['PATH']}` },
    () =>
      setupRuntime({
        device: 'cpu',
        prebuilt: null,
        notify: (message, fraction) => fraction === undefined && said.push(message),
      }),
  );
  if (!outcome.supported) throw new Error(outcome.reason);
  expect(outcome.installed).toBe(true);
  expect(said).toEqual([
    `setting up TensorFlow 2.21.0 in ${join(realCache, 'runtime')} with the libraries in ${join(site, 'tensorflow')}: nothing to download`,
    expect.stringMatching(/^compiling TensorFlow's addon with /),
    'checking that TensorFlow computes',
    'TensorFlow 2.21.0 works on the CPU',
  ]);
  real = outcome.runtime;
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the real runtime', () => {
  test('is found in the cache and nothing else is left there', () =>
    withEnvironment({ DLX_CACHE: realCache }, async () => {
      expect(findRuntime({ device: 'cpu' })).toEqual(real);
      expect(findRuntime()).toEqual(real);
      expect(findRuntime({ device: 'gpu' })).toBeNull();
      expect(readdirSync(join(realCache, 'runtime'))).toEqual([
        'tensorflow-2.21.0-cpu-linux-x64-3',
      ]);
      expect(readdirSync(real.folder).sort()).toEqual([
        'runtime.json',
        'tensorflow',
        'tfjs_binding.node',
      ]);
      expect(real).toMatchObject({
        tensorflow: '2.21.0',
        build: 'cpu',
        cuda: null,
        libraryPath: [],
      });
    }));

  test('loads TensorFlow 2.21.0 and computes, in a child process', async () => {
    expect(await probeTensorFlow(real)).toEqual({
      available: true,
      version: '2.21.0',
      device_names: [],
      built_for_cuda: false,
      cuda_version: null,
      cudnn_version: null,
      uses_gpu: false,
    });
  });

  test('a second setup changes nothing', () =>
    withEnvironment({ DLX_CACHE: realCache }, async () => {
      const before = statSync(join(real.folder, 'runtime.json')).mtimeMs;
      expect(await setupRuntime({ device: 'cpu' })).toEqual({
        supported: true,
        runtime: real,
        installed: false,
      });
      expect(statSync(join(real.folder, 'runtime.json')).mtimeMs).toBe(before);
    }));

  test('a probe that takes too long, and a runtime that is not one', async () => {
    expect((await probeTensorFlow(real, { seconds: 0.01 })).error).toBe(
      'TensorFlow did not answer within 0.01 seconds',
    );
    const addon = join(root, 'broken.node');
    writeFileSync(addon, 'not a library');
    expect((await probeTensorFlow({ addon, libraryPath: [], cuda: null })).error).toBe(
      `TensorFlow cannot be loaded: ${addon}: file too short`,
    );
    expect((await probeTensorFlow(null)).error).toBe(
      "dlx's TensorFlow is not installed: run `dlx setup`",
    );
  });
});

describe('with stand-ins for pip, the compiler and nvidia-smi', () => {
  let [folder, bin, wheels, pipLog, compilerLog, cache]: string[] = [];
  const asStandIns = <T>(body: () => Promise<T>): Promise<T> =>
    withEnvironment({ DLX_CACHE: cache!, PATH: bin!, CXX: null, LD_LIBRARY_PATH: null }, body);
  // Compiled, as where dlx comes without an addon.
  const setUp = (options: SetupOptions): Promise<SetupOutcome> =>
    setupRuntime({ prebuilt: null, ...options });
  const runtimes = (): string[] =>
    existsSync(join(cache!, 'runtime')) ? readdirSync(join(cache!, 'runtime')) : [];
  const tensorflow = {
    'tensorflow/libtensorflow_cc.so.2': 'cc',
    'tensorflow/libtensorflow_framework.so.2': 'framework',
    'tensorflow/include/tensorflow/c/c_api.h': '',
    'tensorflow/other.py': '',
  };
  const cudaInfo =
    "build_info = collections.OrderedDict([('cuda_version', '12.5.1'), ('cudnn_version', '9'), ('is_cuda_build', True)])";

  beforeEach(() => {
    folder = mkdtempSync(join(root, 'case-'));
    [bin, wheels, cache, pipLog, compilerLog] = [
      'bin',
      'wheels',
      'cache',
      'pip.log',
      'compiler.log',
    ].map((name) => join(folder!, name)) as [string, string, string, string, string];
    mkdirSync(wheels);
    standInPip(bin, wheels, pipLog);
    standInCompiler(bin, real.folder, compilerLog);
    writeFileSync(
      join(wheels, 'tensorflow-cpu.whl'),
      zip({
        ...tensorflow,
        'tensorflow/python/platform/build_info.py': "[('is_cuda_build', False)]",
      }),
    );
    writeFileSync(
      join(wheels, 'tensorflow.whl'),
      zip({ ...tensorflow, 'tensorflow/python/platform/build_info.py': cudaInfo }),
    );
    for (const { name } of nvidiaWheels) {
      const part = name.replace(/^nvidia-(.*)-cu12$/, '$1').replaceAll('-', '_');
      writeFileSync(
        join(wheels, `${name}.whl`),
        zip({
          [`nvidia/${part}/lib/lib${part}.so.12`]: part,
          [`nvidia/${part}/include/${part}.h`]: '',
        }),
      );
    }
  });
  afterEach(() => rmSync(folder!, { recursive: true, force: true }));

  test('the CUDA build: TensorFlow and twelve NVIDIA wheels by their hashes, their folders for LD_LIBRARY_PATH', () =>
    asStandIns(async () => {
      standInCard(bin!);
      const said: string[] = [];
      const outcome = await setUp({
        device: 'auto',
        notify: (message, fraction) => fraction === undefined && said.push(message),
      });
      const requests = readFileSync(pipLog!, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { args: string[]; requirement: string });
      expect(requests).toHaveLength(13);
      expect(requests[0]?.requirement).toBe(
        'tensorflow==2.21.0 --hash=sha256:9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124',
      );
      expect(requests.map(({ requirement }) => requirement.split('==')[0])).toEqual([
        'tensorflow',
        ...[
          'cublas',
          'cuda-cupti',
          'cuda-nvcc',
          'cuda-nvrtc',
          'cuda-runtime',
          'cudnn',
          'cufft',
          'curand',
          'cusolver',
          'cusparse',
          'nccl',
          'nvjitlink',
        ].map((name) => `nvidia-${name}-cu12`),
      ]);
      expect(requests[6]?.args.slice(0, 16).join(' ')).toBe(
        '-m pip download --no-cache-dir --progress-bar off --only-binary=:all: --no-deps --python-version 3.11 --implementation cp --abi cp311 --require-hashes --dest',
      );
      const runtime = findRuntime({ device: 'auto' })!;
      expect(outcome).toEqual({ supported: true, runtime, installed: true });
      expect(runtime).toMatchObject({ build: 'cuda', cuda: { version: '12.5.1', cudnn: '9' } });
      expect(runtime.libraryPath).toEqual(
        [
          'cublas',
          'cuda_cupti',
          'cuda_nvcc',
          'cuda_nvrtc',
          'cuda_runtime',
          'cudnn',
          'cufft',
          'curand',
          'cusolver',
          'cusparse',
          'nccl',
          'nvjitlink',
        ].map((name) => join(runtime.folder, 'nvidia', name, 'lib')),
      );
      expect(
        runtime.record.files.map(({ path }) => path).filter((path) => path.startsWith('nvidia')),
      ).toHaveLength(12);
      expect(libraryPathFor(runtime, '/opt/lib')).toBe(
        [...runtime.libraryPath, '/opt/lib'].join(':'),
      );
      expect(libraryPathFor(runtime, ['/opt/lib', ...runtime.libraryPath].join(':'))).toBeNull();
      expect(said).toEqual([
        `setting up TensorFlow 2.21.0 with CUDA 12 and NVIDIA's libraries in ${join(cache!, 'runtime')}: 3.4 GB to download, 5.6 GB unpacked; this is done once`,
        "compiling TensorFlow's addon with c++",
        'checking that TensorFlow computes',
        'TensorFlow 2.21.0 works on the CPU',
        'TensorFlow does not use a GPU on this machine: TensorFlow sees no GPU and does not say why',
      ]);
      expect(runtimes()).toEqual(['tensorflow-2.21.0-cuda-linux-x64-3']);
      expect(findRuntime({ device: 'cpu' })?.build).toBe('cuda');
    }));

  test("a TensorFlow of this machine's Python is linked, and nothing is downloaded", () =>
    asStandIns(async () => {
      const site = join(folder!, 'site-packages');
      const own = join(site, 'tensorflow');
      mkdirSync(join(own, 'include/tensorflow/c'), { recursive: true });
      mkdirSync(join(site, 'tensorflow_cpu-2.21.3.dist-info'));
      writeFileSync(join(own, 'include/tensorflow/c/c_api.h'), '');
      for (const name of ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']) {
        linkOrCopy(join(real.folder, 'tensorflow', name), join(own, name));
      }
      standInPython(bin!, own);
      const outcome = await setUp({ device: 'cpu' });
      const runtime = findRuntime()!;
      expect(outcome).toEqual({ supported: true, runtime, installed: true });
      expect(runtime.folder).toBe(join(cache!, 'runtime/tensorflow-2.21.3-cpu-linux-x64-3'));
      expect(runtime.record).toMatchObject({
        origin: 'python',
        source: own,
        wheel_sha256: null,
        tensorflow: '2.21.3',
      });
      expect(runtime.record.files.map(({ path }) => path)).toEqual([
        'tfjs_binding.node',
        join(own, 'libtensorflow_cc.so.2'),
        join(own, 'libtensorflow_framework.so.2'),
      ]);
      expect((JSON.parse(readFileSync(compilerLog!, 'utf8')) as string[]).slice(-6)).toEqual([
        expect.stringMatching(/tensorflow\/libtensorflow_cc\.so\.2$/),
        expect.stringMatching(/tensorflow\/libtensorflow_framework\.so\.2$/),
        '-Xlinker',
        '-rpath',
        '-Xlinker',
        '$ORIGIN/tensorflow',
      ]);
      expect(readlinkSync(join(runtime.folder, 'tensorflow'))).toBe(own);
      // When Python's TensorFlow goes, so does the runtime.
      rmSync(join(own, 'libtensorflow_cc.so.2'));
      expect(findRuntime()).toBeNull();
    }));

  test('two at once: both get the one runtime, and nothing else is left', () =>
    asStandIns(async () => {
      const [first, second] = await Promise.all([
        setUp({ device: 'cpu' }),
        setUp({ device: 'cpu' }),
      ]);
      expect(first).toEqual({ supported: true, runtime: findRuntime(), installed: true });
      expect(second).toEqual(first);
      expect(runtimes()).toEqual(['tensorflow-2.21.0-cpu-linux-x64-3']);
    }));

  const cutOff = (bytes: number) => (kept: string, path: string) => {
    copyFileSync(kept, path);
    truncateSync(path, bytes);
  };
  /** A file of the runtime, and what stands in its place; nothing where that is null. */
  const damages: readonly [string, ((kept: string, path: string) => void) | null][] = [
    ['runtime.json', null],
    ['runtime.json', cutOff(200)],
    ['tfjs_binding.node', cutOff(1000)],
    ['tensorflow/libtensorflow_cc.so.2', (_, path) => writeFileSync(path, 'short')],
    ['tensorflow/libtensorflow_framework.so.2', null],
  ];

  // A setup replaces what is not accepted, whatever the reason: in the whole form after each damage.
  test('a runtime is not accepted when a file of it is missing or cut off, and the next setup replaces it', () =>
    asStandIns(async () => {
      await setUp({ device: 'cpu' });
      const runtime = findRuntime()!.folder;
      for (const [i, [name, damage]] of damages.entries()) {
        const [path, kept] = [join(runtime, name), join(folder!, 'kept')];
        renameSync(path, kept);
        damage?.(kept, path);
        expect([i, findRuntime()]).toEqual([i, null]);
        if (isWhole || i === damages.length - 1) {
          expect(await setUp({ device: 'cpu' })).toMatchObject({
            supported: true,
            installed: true,
          });
        } else {
          rmSync(path, { force: true });
          renameSync(kept, path);
        }
        expect([i, findRuntime()?.folder]).toEqual([i, runtime]);
        expect(runtimes()).toEqual(['tensorflow-2.21.0-cpu-linux-x64-3']);
      }
    }));

  test('killed in the middle: nothing is accepted, and what is left is cleared away once it is old', async () => {
    standIn(
      bin!,
      'python3',
      `
if (args[0] === '-c') console.log('[]');
else if (args.includes('--version')) console.log('pip 25.0 from /somewhere');
else { fs.writeFileSync(path.join(process.env.TMPDIR, 'half.whl'), 'half'); setTimeout(() => {}, 3000); }`,
    );
    const setup = new URL('../../../src/machine/tensorflow/setup.js', import.meta.url).href;
    const child = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import { setupRuntime } from ${JSON.stringify(setup)}; await setupRuntime({ device: 'cpu' })`,
      ],
      { env: { ...process.env, DLX_CACHE: cache!, PATH: bin! }, stdio: 'ignore' },
    );
    const halfDone = (): boolean =>
      runtimes().some((name) =>
        existsSync(join(cache!, 'runtime', name, 'download/temporary/half.whl')),
      );
    while (!halfDone()) await pause(20);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const [leftover, ...others] = runtimes();
    expect(leftover).toMatch(
      new RegExp(
        `^\\.part\\.tensorflow-2\\.21\\.0-cpu-linux-x64-3\\.${hostname().replaceAll(/[^A-Za-z0-9-]/g, '-')}\\.${child.pid}\\.[0-9a-f]{8}$`,
      ),
    );
    expect(others).toEqual([]);
    await asStandIns(async () => {
      expect(findRuntime()).toBeNull();
      standInPip(bin!, wheels!, pipLog!);
      await setUp({ device: 'cpu' });
      expect(runtimes()).toContain(leftover);
      const anHourAgo = new Date(Date.now() - 3_600_000);
      for (const path of ['', 'download']) {
        utimesSync(join(cache!, 'runtime', leftover!, path), anHourAgo, anHourAgo);
      }
      await setUp({ device: 'cpu', force: true });
      expect(runtimes()).toEqual(['tensorflow-2.21.0-cpu-linux-x64-3']);
    });
  });

  describe('with an addon that comes with dlx', () => {
    const said: string[] = [];
    const notify = (message: string, fraction?: number): void => {
      if (fraction === undefined) said.push(message);
    };
    const broken = (): string => {
      const path = join(folder!, 'broken.node');
      writeFileSync(path, 'not a library');
      return path;
    };
    beforeEach(() => {
      said.length = 0;
      standInPython(bin!, join(site, 'tensorflow'));
    });

    test('no compiler is needed', () =>
      asStandIns(async () => {
        rmSync(join(bin!, 'c++'));
        const outcome = await setUp({ device: 'cpu', prebuilt: real.addon, notify });
        expect(outcome).toEqual({ supported: true, runtime: findRuntime(), installed: true });
        expect(findRuntime()?.record.compiler).toBeNull();
        expect(said.slice(1)).toEqual([
          'checking that TensorFlow computes',
          'TensorFlow 2.21.0 works on the CPU',
        ]);
      }));

    test('one that does not load is replaced by one that is compiled', () =>
      asStandIns(async () => {
        await setUp({ device: 'cpu', prebuilt: broken(), notify });
        expect(findRuntime()?.record.compiler).toBe('stand-in 1.0');
        expect(said.slice(1)).toEqual([
          'checking that TensorFlow computes',
          expect.stringMatching(
            /^the addon that comes with dlx does not work here: TensorFlow cannot be loaded: .*tfjs_binding\.node: file too short$/,
          ),
          "compiling TensorFlow's addon with c++",
          'checking that TensorFlow computes',
          'TensorFlow 2.21.0 works on the CPU',
        ]);
      }));

    test('one that does not load, and no compiler: both are said', () =>
      asStandIns(async () => {
        rmSync(join(bin!, 'c++'));
        standIn(bin!, 'apt-get', '');
        standInPip(bin!, wheels!, pipLog!);
        expect(
          await messageOfFailure(setUp({ device: 'cpu', prebuilt: broken(), notify })),
        ).toMatch(
          /^1: TensorFlow does not work here with the addon that comes with dlx: TensorFlow cannot be loaded: .*file too short; to have another one compiled: sudo apt install g\+\+, then run `dlx setup`$/,
        );
        expect(runtimes()).toEqual([]);
      }));
  });

  test('a compiler that fails: its first error, and nothing is left', () =>
    asStandIns(async () => {
      standIn(
        bin!,
        'c++',
        `
if (args.includes('--version')) console.log('g++ (Old) 4.8');
else { console.error("In file included from tfjs_backend.cc:18:\\nc_api.h:23:10: fatal error: string_view: No such file or directory\\ncompilation terminated."); process.exit(1); }`,
      );
      expect(await messageOfFailure(setUp({ device: 'cpu' }))).toBe(
        "1: c++ (g++ (Old) 4.8) cannot compile TensorFlow's addon: c_api.h:23:10: fatal error: string_view: No such file or directory; a compiler for C++17 is needed (GCC 9, Clang 10 or later): `CXX=g++-12 dlx setup` names another one",
      );
      expect(runtimes()).toEqual([]);
    }));

  test('no compiler: which package to install, before anything is downloaded', () =>
    asStandIns(async () => {
      rmSync(join(bin!, 'c++'));
      standIn(bin!, 'apt-get', '');
      expect(await messageOfFailure(setUp({ device: 'cpu' }))).toBe(
        "1: cannot build TensorFlow's addon: no C++ compiler was found (looked for c++, g++, clang++); sudo apt install g++, then run `dlx setup`",
      );
      expect(
        await withEnvironment({ CXX: 'no-such-compiler -m64' }, () =>
          messageOfFailure(setUp({ device: 'cpu' })),
        ),
      ).toBe(
        '1: cannot build TensorFlow\'s addon: CXX is set to "no-such-compiler -m64", which does not run; set CXX to a C++ compiler, or unset it, then run `dlx setup`',
      );
      expect(existsSync(pipLog!)).toBe(false);
    }));

  test('no pip, and a pip that is too old', () =>
    asStandIns(async () => {
      const rest =
        'or fetch the wheel of tensorflow-cpu 2.21.0 for manylinux_2_27_x86_64 from https://pypi.org elsewhere and run `dlx setup --from FILE`';
      rmSync(join(bin!, 'python3'));
      standIn(bin!, 'dnf', '');
      expect(await messageOfFailure(setUp({ device: 'cpu' }))).toBe(
        `1: cannot download TensorFlow: no pip was found (looked for python3 -m pip, python -m pip, pip3, pip); sudo dnf install python3-pip, ${rest}`,
      );
      standIn(
        bin!,
        'pip3',
        "console.log('pip 20.0.2 from /usr/lib/python3/dist-packages/pip (python 3.8)')",
      );
      expect(await messageOfFailure(setUp({ device: 'cpu' }))).toBe(
        `1: cannot download TensorFlow: pip 20.0.2 (pip3) is too old to know TensorFlow's wheel, 20.3 or later is needed; pip3 install --upgrade pip, ${rest}`,
      );
      expect(runtimes()).toEqual([]);
    }));

  test('a library that does not load is not installed', () =>
    asStandIns(async () => {
      standIn(
        bin!,
        'c++',
        "if (args.includes('--version')) console.log('stand-in'); else fs.writeFileSync(args[args.indexOf('-o') + 1], 'no library')",
      );
      expect(await messageOfFailure(setUp({ device: 'cpu' }))).toMatch(
        /^1: the TensorFlow that was built does not work here: TensorFlow cannot be loaded: .*tfjs_binding\.node: file too short$/,
      );
      expect(runtimes()).toEqual([]);
    }));

  test('--from: a damaged wheel, a missing one, a folder', () =>
    asStandIns(async () => {
      const wheel = join(wheels!, 'tensorflow-cpu.whl');
      writeFileSync(wheel, 'abc');
      expect(await messageOfFailure(setUp({ from: wheel }))).toBe(
        `1: ${wheel} is not a wheel that dlx knows, or it is damaged: its SHA-256 is ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad; expected an unaltered tensorflow or tensorflow_cpu 2.21.0 wheel for manylinux_2_27_x86_64, as \`pip download --no-deps tensorflow-cpu==2.21.0\` fetches it`,
      );
      expect(await messageOfFailure(setUp({ from: '/no/such.whl' }))).toBe(
        '2: /no/such.whl does not exist: --from takes a wheel file of TensorFlow 2.21.0',
      );
      expect(await messageOfFailure(setUp({ from: wheels! }))).toBe(
        `2: ${wheels} is not a file: --from takes a wheel file of TensorFlow 2.21.0`,
      );
      expect(runtimes()).toEqual([]);
    }));
});
