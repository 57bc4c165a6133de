// What this machine's Python offers: a TensorFlow that is already there, and pip, which fetches
// wheels through whatever index the user has set up. Python is asked, never needed at run time.
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { failure } from '../../ground/errors.js';
import { parseJson } from '../../ground/json.js';
import { textOf } from '../../ground/reading.js';
import { runProgram, type ProgramEnd } from '../../ground/process.js';
import { installCommand, type Missing } from './tools.js';
import {
  buildInfoFile,
  libraries,
  oldestPip,
  pipFlags,
  tensorflowSeries,
  type WheelRequirement,
} from './recipe.js';
import { compareVersions } from '../../ground/versions.js';
import { sizeOf } from './installed.js';

/** A way of calling pip that works. */
export type Pip = {
  readonly command: string;
  readonly args: readonly string[];
  readonly version: string;
};

/** What was found out about pip: one that can be used, or why there is none. */
export type PipSearch =
  | { readonly pip: Pip; readonly missing: null }
  | { readonly pip: null; readonly missing: Missing };

/** A TensorFlow of the right series inside a Python. */
export type PythonTensorflow = {
  /** The package's folder, which holds the libraries and `include`. */
  readonly folder: string;
  readonly version: string;
  readonly cuda: { readonly version: string; readonly cudnn: string } | null;
  /** Folders of NVIDIA's libraries beside it. */
  readonly nvidia: readonly string[];
};

const pipCommands: readonly (readonly [string, ...string[]])[] = [
  ['python3', '-m', 'pip'],
  ['python', '-m', 'pip'],
  ['pip3'],
  ['pip'],
];

/** Looks for a pip that is new enough. */
export async function findPip(): Promise<PipSearch> {
  let tooOld: Missing | null = null;
  for (const [command, ...args] of pipCommands) {
    const result = await runProgram(command, [...args, '--version'], { seconds: 30 });
    const version =
      result.code === 0 ? /^pip (\d+(?:\.\d+)*)/m.exec(result.stdout)?.[1] : undefined;
    if (version === undefined) continue;
    if (compareVersions(version, oldestPip) >= 0) {
      return { pip: { command, args, version }, missing: null };
    }
    const call = [command, ...args].join(' ');
    tooOld ??= {
      what: `pip ${version} (${call}) is too old to know TensorFlow's wheel, ${oldestPip} or later is needed`,
      cure: `${call} install --upgrade pip`,
    };
  }
  const cure = installCommand({
    apt: 'python3-pip',
    dnf: 'python3-pip',
    pacman: 'python-pip',
    mac: 'brew install python',
  });
  return {
    pip: null,
    missing: tooOld ?? {
      what: 'no pip was found (looked for python3 -m pip, python -m pip, pip3, pip)',
      cure,
    },
  };
}

// Asks where the package lies without importing it, which would take seconds.
const question = `
import importlib.util, json, sys
sys.path = [path for path in sys.path if path]
spec = importlib.util.find_spec("tensorflow")
print(json.dumps(list(spec.submodule_search_locations or []) if spec else []))
`;

/** A TensorFlow of the right series that `python3` or `python` already has, or null. */
export async function findPythonTensorflow(): Promise<PythonTensorflow | null> {
  for (const command of ['python3', 'python']) {
    const result = await runProgram(command, ['-c', question], { seconds: 30 });
    for (const folder of result.code === 0 ? parsePaths(result.stdout) : []) {
      const found = readPythonTensorflow(folder);
      if (found) return found;
    }
  }
  return null;
}

/** What TensorFlow's own build_info.py says about CUDA: null for a CPU build. */
export function parseBuildInfo(text: string): PythonTensorflow['cuda'] {
  if (!/'is_cuda_build', True/.test(text)) return null;
  const value = (key: string): string =>
    new RegExp(`'${key}', '([^']*)'`).exec(text)?.[1] ?? 'unknown';
  return { version: value('cuda_version'), cudnn: value('cudnn_version') };
}

/** Tells how far a download is, as a fraction from 0 to 1. */
export type Progress = (fraction: number) => void;

/**
 * Downloads one wheel into `folder`, by its pinned hash, and returns its path.
 * Throws a UserError that has pip's own reason when it cannot.
 */
export async function fetchWheel(
  pip: Pip,
  wheel: WheelRequirement,
  folder: string,
  progress: Progress,
): Promise<string> {
  const [requirements, into, temporary] = [
    join(folder, 'requirements.txt'),
    join(folder, 'wheel'),
    join(folder, 'temporary'),
  ];
  for (const path of [into, temporary]) mkdirSync(path, { recursive: true });
  writeFileSync(requirements, `${wheel.name}==${wheel.version} --hash=sha256:${wheel.sha256}\n`);
  // pip writes to TMPDIR first: kept here so that it is counted, on the disk that was checked, and
  // removed with the rest.
  const environment = {
    TMPDIR: temporary,
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PIP_REQUIRE_VIRTUALENV: 'false',
    PIP_CONSTRAINT: '',
  };
  const timer = setInterval(
    () => progress(Math.min(1, sizeOfFolder(folder) / wheel.download)),
    300,
  );
  const args = [
    ...pip.args,
    'download',
    '--no-cache-dir',
    '--progress-bar',
    'off',
    ...pipFlags,
    '--dest',
    into,
    '--requirement',
    requirements,
  ];
  const result = await runProgram(pip.command, args, {
    folder,
    environment: { ...process.env, ...environment },
  }).finally(() => clearInterval(timer));
  const name = readdirSync(into).find((file) => file.endsWith('.whl'));
  if (result.code !== 0 || name === undefined) {
    throw failure(pipFailure(pip, wheel, result), 'machine');
  }
  rmSync(temporary, { recursive: true, force: true });
  return join(into, name);
}

function pipFailure(pip: Pip, wheel: WheelRequirement, result: ProgramEnd): string {
  const lines = result.stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const reason =
    lines
      .find((line) => line.startsWith('ERROR:'))
      ?.slice('ERROR:'.length)
      .trim() ??
    lines.at(-1) ??
    `pip ended with ${result.signal ?? `status ${result.code}`}`;
  const unreachable = lines.some((line) =>
    /Retrying \(|NewConnectionError|Max retries exceeded/.test(line),
  );
  const cause = unreachable
    ? `pip could not reach its package index (${reason})`
    : `pip said: ${reason}`;
  return `cannot download ${wheel.name} ${wheel.version}: ${cause}; check the network and \`${[pip.command, ...pip.args].join(' ')} config list\`, or fetch the wheel elsewhere and run \`dlx setup --from FILE\``;
}

function readPythonTensorflow(folder: string): PythonTensorflow | null {
  const version = readPackageVersion(folder);
  if (version === null || !version.startsWith(`${tensorflowSeries}.`)) return null;
  if (
    !libraries.every((name) => existsSync(join(folder, name))) ||
    !existsSync(join(folder, 'include/tensorflow/c/c_api.h'))
  ) {
    return null;
  }
  return {
    folder,
    version,
    cuda: parseBuildInfo(textOf(join(folder, buildInfoFile))),
    nvidia: listNvidiaFolders(dirname(folder)),
  };
}

// The version stands in the name of the package's metadata folder: tensorflow_cpu-2.21.0.dist-info.
function readPackageVersion(folder: string): string | null {
  const names = existsSync(dirname(folder)) ? readdirSync(dirname(folder)) : [];
  for (const name of names) {
    const version = /^tensorflow(?:_cpu|_gpu)?-(\d+\.\d+\.\d+)\.dist-info$/.exec(name)?.[1];
    if (version !== undefined) return version;
  }
  return null;
}

/** The folders of NVIDIA's libraries in a folder laid out like site-packages. */
export function listNvidiaFolders(packages: string): string[] {
  const nvidia = join(packages, 'nvidia');
  const names = existsSync(nvidia) ? readdirSync(nvidia).sort() : [];
  return names.map((name) => join(nvidia, name, 'lib')).filter((path) => existsSync(path));
}

function sizeOfFolder(folder: string): number {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).reduce(
      (sum, name) => sum + (name.endsWith('.whl') ? (sizeOf(join(folder, name)) ?? 0) : 0),
      0,
    );
  } catch {
    // A file went away while it was counted.
    return 0;
  }
}

function parsePaths(text: string): string[] {
  const value = parseJson(text);
  return Array.isArray(value) ? value.filter((path) => typeof path === 'string') : [];
}
