// What dlx needs of a machine, looked for on this one: facts out, without a verdict.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { cacheFolder } from '../ground/cache.js';
import type { Missing } from './tensorflow/tools.js';
import { findPrebuilt } from './tensorflow/addon.js';
import { findCompiler } from './tensorflow/compile.js';
import { findRuntime, type DeviceWish, type InstalledRuntime } from './tensorflow/installed.js';
import { probeTensorFlow } from './tensorflow/probe.js';
import { findPip } from './tensorflow/python.js';
import type { Build } from './tensorflow/recipe.js';
import { chooseBuild } from './tensorflow/plan.js';
import { readPlatform, type Platform } from './tensorflow/support.js';
import type { TensorFlowView } from './tensorflow/view.js';
import { freeBytes } from './tensorflow/workplace.js';

/** A program that setting up needs: what was found, or why there is none. */
export type Tool =
  | { readonly found: string; readonly missing: null }
  | { readonly found: null; readonly missing: Missing };

/** What was found on the machine. Keys as `doctor --json` prints them. */
export type MachineFacts = {
  readonly node: string;
  readonly platform: Platform;
  /** Whether dlx came with an addon for this platform, so that none has to be compiled. */
  readonly prebuilt_addon: boolean;
  /** The compiler's own first line. */
  readonly compiler: Tool;
  readonly pip: Tool;
  /** Whether nvidia-smi lists a GPU. */
  readonly nvidia_gpu: boolean;
  readonly runtime: {
    readonly folder: string;
    readonly tensorflow: string;
    readonly build: Build;
    readonly source: string;
    readonly bytes: number;
  } | null;
  readonly tensorflow: TensorFlowView;
  readonly fallback: { readonly wasm: boolean; readonly cpu: boolean };
  readonly cache: { readonly folder: string; readonly free_bytes: number | null };
};

/** What there is on this machine. Never throws: what cannot be found out counts as not there. */
export async function readFacts(device: DeviceWish): Promise<MachineFacts> {
  const installed = findRuntime({ device });
  const [compiler, pip, build, tensorflow] = await Promise.all([
    findCompiler(),
    findPip(),
    chooseBuild('auto'),
    probeTensorFlow(installed),
  ]);
  return {
    node: process.versions.node,
    platform: readPlatform(),
    prebuilt_addon: findPrebuilt() !== null,
    compiler: compiler.compiler
      ? { found: compiler.compiler.version, missing: null }
      : { found: null, missing: compiler.missing },
    pip: pip.pip
      ? {
          found: `${pip.pip.version} (${[pip.pip.command, ...pip.pip.args].join(' ')})`,
          missing: null,
        }
      : { found: null, missing: pip.missing },
    nvidia_gpu: build === 'cuda',
    runtime: installed ? describeRuntime(installed) : null,
    tensorflow,
    fallback: {
      wasm: hasPackage('@tensorflow/tfjs-backend-wasm'),
      cpu: hasPackage('@tensorflow/tfjs-backend-cpu'),
    },
    cache: { folder: cacheFolder(), free_bytes: freeBytes(nearestFolder(cacheFolder())) },
  };
}

function describeRuntime({
  folder,
  tensorflow,
  build,
  record,
}: InstalledRuntime): MachineFacts['runtime'] {
  return {
    folder,
    tensorflow,
    build,
    source: record.source,
    bytes: record.files.reduce((sum, file) => sum + file.bytes, 0),
  };
}

function hasPackage(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}

function nearestFolder(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path));
}
