// Packs dlx, installs it as a stranger does, and trains with it: another user, another folder, no
// compiler, npm 10 and 11, and nothing that a dependency's install script could fetch from.
import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { stageBundles } from '../../packaging/bundle.js';
import { stageAddon, stagePackages } from '../../packaging/stage.js';
import { setupRuntime } from '../../src/machine/tensorflow/setup.js';
import { isWhole } from '../whole.js';
import { linkOrCopy, standInPython } from '../machine/tensorflow/setup-stand-ins.js';

const clone = join(import.meta.dirname, '../../..');
const root = mkdtempSync(join(tmpdir(), 'dlx-install-'));
const home = join(root, 'home');
const bin = join(root, 'bin');
let tarball = '';

type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };
type Call = {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly user?: number;
};

function call(command: string, args: readonly string[], at: Call): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const user = at.user === undefined ? {} : { uid: at.user, gid: at.user };
    const child = spawn(command, args, { cwd: at.folder, env: at.environment, ...user });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...said }));
  });
}

// As in a shell of its own: npm hands its settings down, and the clone's say that no script runs.
const npmEnvironment: NodeJS.ProcessEnv = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name))),
  npm_config_ignore_scripts: 'false',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_update_notifier: 'false',
  // Where tfjs-node's own install script would download from: nobody listens there.
  TFJS_NODE_BASE_URI: 'http://127.0.0.1:9/',
  TFJS_NODE_CDN_STORAGE: 'http://127.0.0.1:9/',
};

async function npm(major: number, args: readonly string[], folder: string): Promise<Ended> {
  const at = { folder, environment: npmEnvironment };
  const own = (await call('npm', ['--version'], at)).stdout.split('.')[0];
  if (own === String(major)) return call('npm', args, at);
  return call('npx', ['--yes', '--package', `npm@${major}`, 'npm', ...args], at);
}

// A user who owns nothing, if this is root, who may become one.
const nobody = process.getuid?.() === 0 ? { user: 65_534 } : {};
const asUser = (command: string, args: readonly string[], more: NodeJS.ProcessEnv = {}) =>
  call(command, args, {
    folder: home,
    environment: {
      PATH: bin,
      HOME: home,
      XDG_CACHE_HOME: join(home, '.cache'),
      NO_COLOR: '1',
      ...more,
    },
    ...nobody,
  });

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const bytesUnder = (folder: string): number =>
  filesUnder(folder).reduce((sum, path) => sum + statSync(path).size, 0);

// What npm would run when it installs: it builds what has a binding.gyp beside its package.json, too.
const scriptsUnder = (folder: string): readonly string[] =>
  filesUnder(folder).filter((path) => {
    if (path.endsWith('/binding.gyp')) return existsSync(join(path, '../package.json'));
    if (!path.endsWith('/package.json')) return false;
    const { scripts = {} } = JSON.parse(readFileSync(path, 'utf8')) as {
      scripts?: Record<string, string>;
    };
    return ['preinstall', 'install', 'postinstall'].some((name) => name in scripts);
  });

type Started = { state: string; machine: { backend: string } };
const recordOf = (run: string): Started =>
  JSON.parse(readFileSync(join(home, run.trim(), 'run.json'), 'utf8')) as Started;

beforeAll(async () => {
  chmodSync(root, 0o755);
  const project = join(root, 'project');
  mkdirSync(join(project, 'dist'), { recursive: true });
  const { files } = JSON.parse(readFileSync(join(clone, 'package.json'), 'utf8')) as {
    files: string[];
  };
  for (const name of ['package.json', 'README.md', 'LICENSE', ...files]) {
    // What is staged is staged here anew.
    if (/^!|^dist\/(node_modules|addon)$/.test(name)) continue;
    cpSync(join(clone, name), join(project, name), { recursive: true });
  }
  stagePackages(join(clone, 'node_modules'), join(project, 'dist/node_modules'));
  await stageBundles(clone, join(project, 'dist/node_modules'));
  const outcome = await setupRuntime({ device: 'cpu' });
  if (!outcome.supported) throw new Error(outcome.reason);
  stageAddon(outcome.runtime.addon, join(project, 'dist/addon'));
  const packed = await npm(11, ['pack', '--ignore-scripts', '--silent'], project);
  tarball = join(project, packed.stdout.trim());

  // This machine's Python has TensorFlow: the libraries of the cache, so that nothing is downloaded.
  const own = join(root, 'site-packages/tensorflow');
  mkdirSync(join(root, 'site-packages/tensorflow_cpu-2.21.0.dist-info'), { recursive: true });
  cpSync(join(outcome.runtime.folder, 'tensorflow/include'), join(own, 'include'), {
    recursive: true,
  });
  for (const name of ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']) {
    linkOrCopy(join(outcome.runtime.folder, 'tensorflow', name), join(own, name));
  }
  standInPython(bin, own);
  symlinkSync(process.execPath, join(bin, 'node'));
  mkdirSync(home);
  if (nobody.user !== undefined) chownSync(home, nobody.user, nobody.user);
  cpSync(join(clone, 'experiments/spirals.yaml'), join(home, 'spirals.yaml'));
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('npm 10, for the whole machine', () => {
  const prefix = join(root, 'npm10');
  const installed = join(prefix, 'lib/node_modules/dlx-runner');
  const command = join(prefix, 'bin/dlx');

  test('is installed within 60 MB, with its documents, and no script in it', async () => {
    const ended = await npm(10, ['install', '--global', '--prefix', prefix, tarball], root);
    expect({ code: ended.code, errors: ended.stderr.match(/npm error.*/g) }).toEqual({
      code: 0,
      errors: null,
    });
    for (const name of ['README.md', 'REFERENCE.md', 'RELIABILITY.md', 'CHANGELOG.md', 'LICENSE']) {
      expect([name, existsSync(join(installed, name))]).toEqual([name, true]);
    }
    expect(existsSync(join(installed, 'experiments/spirals.yaml'))).toBe(true);
    expect(bytesUnder(prefix)).toBeLessThan(60e6);
    expect(scriptsUnder(prefix)).toEqual([]);
  });

  test('trains from another folder as another user, without a compiler', async () => {
    const ended = await asUser(command, ['train', 'spirals.yaml', '--quiet']);
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    const runtimes = join(home, '.cache/dlx/runtime');
    const [runtime = ''] = readdirSync(runtimes);
    expect(JSON.parse(readFileSync(join(runtimes, runtime, 'runtime.json'), 'utf8'))).toMatchObject(
      {
        origin: 'python',
        compiler: null,
      },
    );
    expect(recordOf(ended.stdout)).toMatchObject({
      state: 'finished',
      machine: { backend: 'tensorflow' },
    });
  });

  test('says by doctor that no compiler is needed', async () => {
    const ended = await asUser(command, ['doctor']);
    expect(ended.stdout).toMatch(/^ok +addon +came with dlx: no C\+\+ compiler is needed$/m);
    expect(ended.stdout).toMatch(/^Training works natively, on the CPU\.$/m);
    expect(ended.code).toBe(0);
  });
});

describe('npm 11', () => {
  // In the whole form alone: npm 10 above and the project below have each half of it.
  (isWhole ? test : test.skip)('for the whole machine', async () => {
    const prefix = join(root, 'npm11');
    const ended = await npm(11, ['install', '--global', '--prefix', prefix, tarball], root);
    expect([ended.code, scriptsUnder(prefix)]).toEqual([0, []]);
    const shown = await asUser(join(prefix, 'bin/dlx'), ['validate', 'spirals.yaml']);
    expect([shown.code, shown.stderr]).toEqual([0, '']);
  });

  test('in a project, where it trains on WebAssembly and in plain JavaScript, too', async () => {
    const project = join(root, 'other');
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), '{ "name": "other", "private": true }');
    const ended = await npm(11, ['install', tarball], project);
    expect([ended.code, scriptsUnder(project)]).toEqual([0, []]);
    const command = join(project, 'node_modules/.bin/dlx');
    for (const backend of ['wasm', 'cpu']) {
      const words = ['train', 'spirals.yaml', '-S', 'epochs=1', '--quiet'];
      const trained = await asUser(command, words, { DLX_BACKEND: backend });
      expect([trained.code, trained.stderr]).toEqual([0, '']);
      expect(recordOf(trained.stdout)).toMatchObject({ state: 'finished', machine: { backend } });
    }
  });
});
