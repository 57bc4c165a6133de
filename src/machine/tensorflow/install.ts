// Installing one build of TensorFlow: from this machine's Python, a given wheel or pip's download, in
// a workplace that becomes the runtime's folder once it computes.
import { readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { constants } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
import { exitCodes, failure, UserError } from '../../ground/errors.js';
import { files as disk } from '../../ground/files.js';
import { sizeInWords } from '../../text/bytes.js';
import { placeAddon, requireCompiler, type Addon } from './addon.js';
import {
  runtimeFolder,
  runtimeName,
  readRuntime,
  sizeOf,
  type RuntimeFile,
  type InstalledRuntime,
} from './installed.js';
import { chooseBuild, describePlan, planSetup, type Notify } from './plan.js';
import { probeTensorFlow } from './probe.js';
import {
  fetchWheel,
  findPip,
  findPythonTensorflow,
  listNvidiaFolders,
  parseBuildInfo,
  type Pip,
  type PythonTensorflow,
} from './python.js';
import {
  addonFile,
  buildInfoFile,
  libraries,
  nvidiaWheels,
  tensorflowVersion,
  tensorflowWheels,
  type Build,
  type WheelRequirement,
} from './recipe.js';
import { isNvidiaEntry, isTensorflowEntry, unpackWheel, type GivenWheel } from './wheel.js';
import { freeBytes, makeWorkplace, moveIn } from './workplace.js';

/** What is to be installed. */
export type Job = {
  readonly build: Build;
  readonly given: GivenWheel | null;
  /** Replaces a runtime that is there. */
  readonly force: boolean;
  /** An addon to try before one is compiled. */
  readonly prebuilt: string | null;
  readonly notify: Notify;
};

/**
 * Installs a build, from this machine's Python if it has the right one. Throws a UserError where
 * something is missing for it, does not work or does not fit on the disk.
 */
export async function install(job: Job): Promise<InstalledRuntime> {
  // Before anything is downloaded.
  if (job.prebuilt === null) await requireCompiler();
  const own = job.given ? null : await findPythonTensorflow();
  if (own && suits(own, job.build)) {
    try {
      return await installFromPython(job, own);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      job.notify(`the TensorFlow in ${own.folder} cannot be used: ${error.message}`);
    }
  }
  return installFromWheel(job);
}

// A CUDA build without NVIDIA's libraries beside it computes on the CPU as well as any.
function suits(own: PythonTensorflow, build: Build): boolean {
  return (
    build === 'cpu' || (own.cuda !== null && own.nvidia.some((path) => path.endsWith('/cudnn/lib')))
  );
}

async function installFromPython(job: Job, own: PythonTensorflow): Promise<InstalledRuntime> {
  job.notify(
    `setting up TensorFlow ${own.version} in ${runtimeFolder()} with the libraries in ${own.folder}: nothing to download`,
  );
  return withWorkplace(job, own.version, async (folder) => {
    // The whole folder: TensorFlow finds NVIDIA's libraries from there by `..`, as it does in Python.
    symlinkSync(own.folder, join(folder, 'tensorflow'));
    const libraryPath = job.build === 'cuda' ? own.nvidia : [];
    const { compiler, view } = await addonFor(job, folder, libraryPath, own.cuda);
    if (job.build === 'cuda' && !view.uses_gpu && (await chooseBuild('auto')) === 'cuda') {
      throw failure(view.error ?? 'it sees no GPU', 'machine');
    }
    return {
      origin: 'python',
      source: own.folder,
      wheel_sha256: null,
      cuda: own.cuda,
      files: [addonFile, ...libraries.map((name) => join(own.folder, name))],
      library_path: libraryPath,
      compiler,
    };
  });
}

async function installFromWheel(job: Job): Promise<InstalledRuntime> {
  const plan = planSetup(job.build, job.given !== null);
  const pip = plan.wheels.length === 0 ? null : await requirePip();
  return withWorkplace(job, tensorflowVersion, async (folder) => {
    checkRoom(plan.room);
    job.notify(describePlan(job.build, plan));
    const source = await unpackTensorflow(job, pip, folder);
    for (const wheel of job.build === 'cuda' ? nvidiaWheels : []) {
      await fetchAndUnpack({ pip, wheel, folder, wanted: isNvidiaEntry, notify: job.notify });
    }
    const tensorflow = join(folder, 'tensorflow');
    const cuda = parseBuildInfo(readFileSync(join(tensorflow, buildInfoFile), 'utf8'));
    rmSync(join(tensorflow, 'python'), { recursive: true, force: true });
    const libraryPath = listNvidiaFolders(folder).map((path) => relative(folder, path));
    const { compiler, view } = await addonFor(job, folder, libraryPath, cuda);
    if (view.error !== undefined) {
      job.notify(`TensorFlow does not use a GPU on this machine: ${view.error}`);
    }
    return { ...source, cuda, files: listFiles(folder), library_path: libraryPath, compiler };
  });
}

async function addonFor(
  job: Job,
  folder: string,
  libraryPath: readonly string[],
  cuda: RuntimeFile['cuda'],
): Promise<Addon> {
  const addon = await placeAddon(folder, {
    prebuilt: job.prebuilt,
    notify: job.notify,
    probe: () =>
      probeTensorFlow({
        addon: join(folder, addonFile),
        libraryPath: libraryPath.map((path) => resolve(folder, path)),
        cuda,
      }),
  });
  const { version, uses_gpu, device_names } = addon.view;
  job.notify(
    `TensorFlow ${version} works on the ${uses_gpu ? `GPU: ${device_names.join(', ')}` : 'CPU'}`,
  );
  return addon;
}

async function unpackTensorflow(
  job: Job,
  pip: Pip | null,
  folder: string,
): Promise<Pick<RuntimeFile, 'origin' | 'source' | 'wheel_sha256'>> {
  const wheel = tensorflowWheels[job.build];
  if (job.given) {
    await unpackWheel(job.given.path, folder, isTensorflowEntry, (fraction) =>
      job.notify('unpacking TensorFlow', fraction),
    );
    return { origin: 'file', source: basename(job.given.path), wheel_sha256: job.given.sha256 };
  }
  await fetchAndUnpack({ pip, wheel, folder, wanted: isTensorflowEntry, notify: job.notify });
  return { origin: 'pip', source: `${wheel.name}==${wheel.version}`, wheel_sha256: wheel.sha256 };
}

type Fetch = {
  readonly pip: Pip | null;
  readonly wheel: WheelRequirement;
  readonly folder: string;
  readonly wanted: (name: string) => boolean;
  readonly notify: Notify;
};

async function fetchAndUnpack({ pip, wheel, folder, wanted, notify }: Fetch): Promise<void> {
  if (!pip) throw new Error('a download was planned without pip');
  const download = join(folder, 'download');
  const title = `${wheel.name} ${wheel.version}`;
  const path = await fetchWheel(pip, wheel, download, (fraction) =>
    notify(`downloading ${title} (${sizeInWords(wheel.download)})`, fraction),
  );
  await unpackWheel(path, folder, wanted, (fraction) => notify(`unpacking ${title}`, fraction));
  rmSync(download, { recursive: true, force: true });
}

type Built = Pick<
  RuntimeFile,
  'origin' | 'source' | 'wheel_sha256' | 'cuda' | 'library_path' | 'compiler'
> & { readonly files: readonly string[] };

async function withWorkplace(
  job: Job,
  tensorflow: string,
  build: (folder: string) => Promise<Built>,
): Promise<InstalledRuntime> {
  const place = join(runtimeFolder(), runtimeName(tensorflow, job.build));
  const folder = makeWorkplace(place);
  const clear = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', clear);
  const stopListening = exitOnSignals();
  try {
    const { files, ...built } = await build(folder);
    const sizes = files.map((path) => ({ path, bytes: sizeOf(resolve(folder, path)) ?? 0 }));
    const record: RuntimeFile = {
      format: 1,
      tensorflow,
      build: job.build,
      ...built,
      created: new Date().toISOString(),
      files: sizes,
    };
    disk.write(join(folder, 'runtime.json'), `${JSON.stringify(record, null, 2)}\n`);
    moveIn(folder, place, () => !job.force && readRuntime(place) !== null);
  } finally {
    process.removeListener('exit', clear);
    stopListening();
    clear();
  }
  const runtime = readRuntime(place);
  if (!runtime) {
    throw failure(
      `the runtime in ${place} was changed while it was being set up: run \`dlx setup\` again`,
      'machine',
      { action: 'retry' },
    );
  }
  return runtime;
}

// A signal's own way to end a process runs no exit handlers, and would leave gigabytes behind.
function exitOnSignals(): () => void {
  const removals = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) => {
    const handler = (): void => process.exit(exitCodes.signal + constants.signals[signal]);
    process.once(signal, handler);
    return () => process.off(signal, handler);
  });
  return () => removals.forEach((remove) => remove());
}

async function requirePip(): Promise<Pip> {
  const { pip, missing } = await findPip();
  if (!pip) {
    throw failure(
      `cannot download TensorFlow: ${missing.what}; ${missing.cure}, or fetch the wheel of tensorflow-cpu ${tensorflowVersion} for manylinux_2_27_x86_64 from https://pypi.org elsewhere and run \`dlx setup --from FILE\``,
      'machine',
    );
  }
  return pip;
}

function checkRoom(needed: number): void {
  const free = freeBytes(runtimeFolder());
  if (free !== null && free < needed) {
    throw failure(
      `not enough room in ${runtimeFolder()}: ${sizeInWords(needed)} are needed and ${sizeInWords(free)} are free; set DLX_CACHE to a folder on another disk`,
      'disk',
    );
  }
}

// The headers are for whoever compiles; a run does not miss them.
function listFiles(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.h'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}
