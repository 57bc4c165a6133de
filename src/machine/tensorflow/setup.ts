// Putting the native runtime into dlx's cache: a wish for a device in, an installed and verified
// runtime out, or the reason why this machine cannot have one.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { constants } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
import { exitCodes, failure, misuse, UserError } from '../../ground/errors.js';
import { files as disk } from '../../ground/files.js';
import { runCommand } from './commands.js';
import { compileAddon, findCompiler, type Compiler } from './compile.js';
import {
  runtimeFolder,
  runtimeName,
  findBuild,
  readRuntime,
  sizeOf,
  type DeviceWish,
  type RuntimeFile,
  type InstalledRuntime,
} from './installed.js';
import { probeTensorFlow, type TensorFlowView } from './probe.js';
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
  wheelsFor,
  type Build,
  type WheelRequirement,
} from './recipe.js';
import { nativeSupport, readPlatform } from './support.js';
import {
  isNvidiaEntry,
  isTensorflowEntry,
  readGivenWheel,
  unpackWheel,
  type GivenWheel,
} from './wheel.js';
import { freeBytes, makeWorkplace, moveIn } from './workplace.js';

/** Told one plain sentence, or with a fraction from 0 to 1 how far that work is. */
export type Notify = (message: string, fraction?: number) => void;

export type SetupOptions = {
  readonly device?: DeviceWish;
  /** A wheel file of TensorFlow to use instead of a download. */
  readonly from?: string;
  /** Builds anew even if a runtime is there. */
  readonly force?: boolean;
  readonly notify?: Notify;
};

export type SetupOutcome =
  | {
      readonly supported: true;
      readonly runtime: InstalledRuntime;
      /** False if it was there already. */ readonly installed: boolean;
    }
  | { readonly supported: false; readonly reason: string };

/**
 * Makes sure that the runtime for a device is installed. Throws a UserError when it could be had but
 * something is missing.
 */
export async function setupRuntime(options: SetupOptions = {}): Promise<SetupOutcome> {
  const support = nativeSupport(readPlatform());
  if (!support.supported) return support;
  const given = options.from === undefined ? null : await readGivenWheel(options.from);
  const build = given?.build ?? (await chooseBuild(options.device ?? 'auto'));
  checkGivenBuild(given, options.device ?? 'auto');
  const ready = options.force ? null : findBuild(build);
  if (ready) return { supported: true, runtime: ready, installed: false };
  return {
    supported: true,
    runtime: await install({
      build,
      given,
      force: options.force ?? false,
      notify: options.notify ?? (() => {}),
    }),
    installed: true,
  };
}

/** The build for a device: for `auto` the CUDA one where nvidia-smi lists a GPU. */
export async function chooseBuild(device: DeviceWish): Promise<Build> {
  if (device !== 'auto') return device === 'gpu' ? 'cuda' : 'cpu';
  const result = await runCommand('nvidia-smi', ['-L'], { seconds: 20 });
  return result.code === 0 && /^GPU \d+:/m.test(result.stdout) ? 'cuda' : 'cpu';
}

/** What a setup is going to fetch and how much room it takes, in bytes. */
export type SetupPlan = {
  readonly wheels: readonly WheelRequirement[];
  readonly download: number;
  readonly unpacked: number;
  /** Wheels are deleted one by one. */ readonly room: number;
};

/** Plans the download of a build; a given wheel need not be fetched. */
export function planSetup(build: Build, given: boolean): SetupPlan {
  const wheels = given ? wheelsFor(build).slice(1) : wheelsFor(build);
  const unpacked = wheelsFor(build).reduce((sum, wheel) => sum + wheel.unpacked, 0);
  const largest = Math.max(0, ...wheels.map((wheel) => wheel.download));
  return {
    wheels,
    download: wheels.reduce((sum, wheel) => sum + wheel.download, 0),
    unpacked,
    room: unpacked + largest,
  };
}

/** The sentence that says what is about to happen. */
export function describePlan(build: Build, plan: SetupPlan): string {
  const what = `TensorFlow ${tensorflowVersion} ${build === 'cpu' ? 'for the CPU' : "with CUDA 12 and NVIDIA's libraries"}`;
  const download =
    plan.download === 0 ? 'nothing to download' : `${megabytes(plan.download)} to download`;
  return `setting up ${what} in ${runtimeFolder()}: ${download}, ${megabytes(plan.unpacked)} unpacked; this is done once`;
}

type Job = {
  readonly build: Build;
  readonly given: GivenWheel | null;
  readonly force: boolean;
  readonly notify: Notify;
};

async function install(job: Job): Promise<InstalledRuntime> {
  const { compiler, missing } = await findCompiler();
  if (!compiler) {
    throw failure(
      `cannot build TensorFlow's addon: ${missing.what}; ${missing.cure}, then run \`dlx setup\``,
    );
  }
  const own = job.given ? null : await findPythonTensorflow();
  if (own && suits(own, job.build)) {
    try {
      return await installFromPython(job, compiler, own);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      job.notify(`the TensorFlow in ${own.folder} cannot be used: ${error.message}`);
    }
  }
  return installFromWheel(job, compiler);
}

// A CUDA build without NVIDIA's libraries beside it computes on the CPU as well as any.
function suits(own: PythonTensorflow, build: Build): boolean {
  return (
    build === 'cpu' || (own.cuda !== null && own.nvidia.some((path) => path.endsWith('/cudnn/lib')))
  );
}

async function installFromPython(
  job: Job,
  compiler: Compiler,
  own: PythonTensorflow,
): Promise<InstalledRuntime> {
  job.notify(
    `setting up TensorFlow ${own.version} in ${runtimeFolder()} with the libraries in ${own.folder}: nothing to download`,
  );
  return withWorkplace(job, own.version, async (folder) => {
    job.notify(`compiling TensorFlow's addon with ${compiler.command}`);
    // Absolute: the libraries find NVIDIA's by their own place, which a link would hide.
    await compileAddon(compiler, { tensorflow: own.folder, searchPath: own.folder, folder });
    const libraryPath = job.build === 'cuda' ? own.nvidia : [];
    const view = await verify(folder, libraryPath, own.cuda, job.notify);
    if (job.build === 'cuda' && !view.uses_gpu && (await chooseBuild('auto')) === 'cuda') {
      throw failure(view.error ?? 'it sees no GPU');
    }
    const files = [addonFile, ...libraries.map((name) => join(own.folder, name))];
    return {
      origin: 'python',
      source: own.folder,
      wheel_sha256: null,
      cuda: own.cuda,
      files,
      library_path: libraryPath,
      compiler: compiler.version,
    };
  });
}

async function installFromWheel(job: Job, compiler: Compiler): Promise<InstalledRuntime> {
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
    job.notify(`compiling TensorFlow's addon with ${compiler.command}`);
    await compileAddon(compiler, { tensorflow, searchPath: '$ORIGIN/tensorflow', folder });
    const cuda = parseBuildInfo(readFileSync(join(tensorflow, buildInfoFile), 'utf8'));
    for (const name of ['include', 'python']) {
      rmSync(join(tensorflow, name), { recursive: true, force: true });
    }
    const library_path = listNvidiaFolders(folder).map((path) => relative(folder, path));
    const view = await verify(folder, library_path, cuda, job.notify);
    if (view.error !== undefined) {
      job.notify(`TensorFlow does not use a GPU on this machine: ${view.error}`);
    }
    return { ...source, cuda, files: listFiles(folder), library_path, compiler: compiler.version };
  });
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
    notify(`downloading ${title} (${megabytes(wheel.download)})`, fraction),
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

async function verify(
  folder: string,
  libraryPath: readonly string[],
  cuda: RuntimeFile['cuda'],
  notify: Notify,
): Promise<TensorFlowView> {
  notify('checking that TensorFlow computes');
  const view = await probeTensorFlow({
    addon: join(folder, addonFile),
    libraryPath: libraryPath.map((path) => resolve(folder, path)),
    cuda,
  });
  if (!view.available) {
    throw failure(`the TensorFlow that was built does not work here: ${view.error}`);
  }
  notify(
    `TensorFlow ${view.version} works on the ${view.uses_gpu ? `GPU: ${view.device_names.join(', ')}` : 'CPU'}`,
  );
  return view;
}

async function requirePip(): Promise<Pip> {
  const { pip, missing } = await findPip();
  if (!pip) {
    throw failure(
      `cannot download TensorFlow: ${missing.what}; ${missing.cure}, or fetch the wheel of tensorflow-cpu ${tensorflowVersion} for manylinux_2_27_x86_64 from https://pypi.org elsewhere and run \`dlx setup --from FILE\``,
    );
  }
  return pip;
}

function checkGivenBuild(given: GivenWheel | null, device: DeviceWish): void {
  if (given && device === 'gpu' && given.build === 'cpu') {
    throw misuse(
      `${given.path} is TensorFlow for the CPU only, and --device gpu asks for the CUDA build: give the wheel of tensorflow ${tensorflowVersion}, or leave --device out`,
    );
  }
}

function checkRoom(needed: number): void {
  const free = freeBytes(runtimeFolder());
  if (free !== null && free < needed) {
    throw failure(
      `not enough room in ${runtimeFolder()}: ${megabytes(needed)} are needed and ${megabytes(free)} are free; set DLX_CACHE to a folder on another disk`,
    );
  }
}

function listFiles(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** A size for people: megabytes of a million bytes, gigabytes from a thousand of them. */
export function megabytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`;
}
