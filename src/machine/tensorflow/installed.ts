// The runtime in dlx's cache: its folder's name, runtime.json, and how an installed runtime is found.
// Reads a few small files and never loads TensorFlow.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { cacheFolder } from '../../ground/cache.js';
import { addonFile, recipeNumber, tensorflowSeries, type Build } from './recipe.js';

/** Where a run may want to compute. */
export type DeviceWish = 'auto' | 'cpu' | 'gpu';

/**
 * runtime.json: written last, so a folder that has it is whole. Keys are the file's own spelling.
 */
export type RuntimeFile = {
  readonly format: 1;
  readonly tensorflow: string;
  readonly build: Build;
  /** What TensorFlow was built for, as it says itself; null without CUDA. */
  readonly cuda: { readonly version: string; readonly cudnn: string } | null;
  /** Downloaded by pip, given as a file, or taken from this machine's Python. */
  readonly origin: 'pip' | 'file' | 'python';
  /** The wheel's name, or the folder of Python's package. */
  readonly source: string;
  readonly wheel_sha256: string | null;
  /** The compiler's own first line; null where the addon is the one that came with dlx. */
  readonly compiler: string | null;
  /** ISO 8601, UTC. */
  readonly created: string;
  /**
   * Every file it needs, with its size in bytes; relative to the runtime's folder, or absolute where
   * Python owns it.
   */
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  /** Folders for LD_LIBRARY_PATH, relative to the runtime's folder or absolute. */
  readonly library_path: readonly string[];
};

/** A native runtime that is ready to be loaded. */
export type InstalledRuntime = {
  readonly folder: string;
  /** The compiled addon, to be required. */
  readonly addon: string;
  /** TensorFlow's version. */
  readonly tensorflow: string;
  readonly build: Build;
  readonly cuda: RuntimeFile['cuda'];
  /**
   * Folders that must stand in LD_LIBRARY_PATH before the process starts; empty for the CPU build.
   */
  readonly libraryPath: readonly string[];
  readonly record: RuntimeFile;
};

/** Where runtimes lie. */
export function runtimeFolder(): string {
  return cacheFolder('runtime');
}

/** The name of a runtime's folder: all that decides whether one can stand for another. */
export function runtimeName(tensorflow: string, build: Build): string {
  return `tensorflow-${tensorflow}-${build}-${process.platform}-${process.arch}-${recipeNumber}`;
}

/**
 * The best runtime in the cache for a device, or null: for `cpu` the CPU build, else the CUDA one;
 * for `gpu` only the CUDA build; for `auto` the CUDA build, else the CPU one. A runtime with a
 * missing or truncated file is not found.
 */
export function findRuntime({
  device = 'auto',
}: { readonly device?: DeviceWish } = {}): InstalledRuntime | null {
  const order: readonly Build[] =
    device === 'cpu' ? ['cpu', 'cuda'] : device === 'gpu' ? ['cuda'] : ['cuda', 'cpu'];
  for (const build of order) {
    const runtime = findBuild(build);
    if (runtime) return runtime;
  }
  return null;
}

/** The newest runtime of one build in the cache, or null. */
export function findBuild(build: Build): InstalledRuntime | null {
  const prefix = `tensorflow-${tensorflowSeries}.`;
  const names = listFolder(runtimeFolder()).filter(
    (name) =>
      name.startsWith(prefix) &&
      name === runtimeName(name.slice('tensorflow-'.length).split('-')[0] ?? '', build),
  );
  for (const name of names.sort().reverse()) {
    const runtime = readRuntime(join(runtimeFolder(), name));
    if (runtime) return runtime;
  }
  return null;
}

/** Reads one runtime's folder, or returns null if it is not whole. */
export function readRuntime(folder: string): InstalledRuntime | null {
  const record = readRuntimeFile(join(folder, 'runtime.json'));
  if (
    !record ||
    !record.files.every(({ path, bytes }) => sizeOf(resolve(folder, path)) === bytes)
  ) {
    return null;
  }
  return {
    folder,
    addon: join(folder, addonFile),
    tensorflow: record.tensorflow,
    build: record.build,
    cuda: record.cuda,
    libraryPath: record.library_path.map((path) => resolve(folder, path)),
    record,
  };
}

/**
 * LD_LIBRARY_PATH as the runtime needs it, what was there kept behind; null if nothing has to
 * change.
 */
export function libraryPathFor(
  runtime: Pick<InstalledRuntime, 'libraryPath'>,
  current: string | undefined,
): string | null {
  const present = (current ?? '').split(delimiter).filter((entry) => entry !== '');
  const missing = runtime.libraryPath.filter((path) => !present.includes(path));
  return missing.length === 0 ? null : [...missing, ...present].join(delimiter);
}

/** Size of a file in bytes, or null if it is not there. */
export function sizeOf(path: string): number | null {
  try {
    return statSync(path).size;
  } catch {
    return null;
  }
}

function readRuntimeFile(path: string): RuntimeFile | null {
  try {
    const file = JSON.parse(readFileSync(path, 'utf8')) as Partial<RuntimeFile> | null;
    const whole =
      file?.format === 1 &&
      typeof file.tensorflow === 'string' &&
      Array.isArray(file.files) &&
      Array.isArray(file.library_path);
    if (!whole || !file.files.every((entry) => typeof entry?.path === 'string')) return null;
    return file.files.some((entry) => entry.path === addonFile) ? (file as RuntimeFile) : null;
  } catch {
    return null;
  }
}

function listFolder(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
