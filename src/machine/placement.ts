// Which backend and which device a run gets, and the environment that TensorFlow reads before its
// process starts.
import {
  findRuntime,
  libraryPathFor,
  type DeviceWish,
  type InstalledRuntime,
} from './tensorflow/installed.js';
import { setupRuntime } from './tensorflow/setup.js';
import { failure, misuse, UserError } from '../ground/errors.js';
import { chooseGpu } from './nvidia/choose.js';
import { queryNvidiaSmi } from './nvidia/nvidia-smi.js';

/** `--device`: `gpu:1` is the second GPU that is allowed. */
export type DeviceOption = 'auto' | 'cpu' | 'gpu' | `gpu:${number}`;

/** A backend of TensorFlow.js that needs nothing but Node. */
export type PortableBackend = 'wasm' | 'cpu';

/** What a run computes with. */
export type Placement = {
  readonly backend:
    | { readonly kind: 'native'; readonly addon: string }
    | { readonly kind: PortableBackend };
  readonly environment: Readonly<Record<string, string>>;
  /** The GPU's name, or null. */
  readonly gpu: string | null;
};

/** Whom to tell: of work under way, and of what the reader should know. */
export type Notices = {
  readonly work: (message: string, fraction?: number) => void;
  readonly warn: (message: string) => void;
};

/** Reads `--device`. Throws a UserError where it is none. */
export function parseDevice(text: string): DeviceOption {
  if (isDevice(text)) return text;
  throw misuse(
    `unknown device ${JSON.stringify(text)}; expected auto, cpu, gpu, or gpu:0, gpu:1, …`,
  );
}

function isDevice(text: string): text is DeviceOption {
  return /^(?:auto|cpu|gpu|gpu:\d+)$/.test(text);
}

/** The kind of device that is wished for, whichever of several it is. */
export function wishOf(device: DeviceOption): DeviceWish {
  return device === 'auto' || device === 'cpu' ? device : 'gpu';
}

/**
 * Finds the runtime (setting it up on first use) and the device for a run; `portable` is what it
 * gets where there is no native TensorFlow. Throws a UserError where `gpu` cannot be had.
 */
export async function placeRun(
  device: DeviceOption,
  portable: PortableBackend,
  notices: Notices,
): Promise<Placement> {
  const forced = process.env['DLX_BACKEND'];
  if (forced && !['tensorflow', 'wasm', 'cpu'].includes(forced)) {
    throw misuse(`unknown DLX_BACKEND ${JSON.stringify(forced)}; expected tensorflow, wasm or cpu`);
  }
  if (forced === 'wasm' || forced === 'cpu') {
    return { backend: { kind: forced }, environment: {}, gpu: null };
  }
  if (wishOf(device) === 'gpu') await checkGpu();
  const runtime = await nativeRuntime(device, notices);
  if (!runtime) return { backend: { kind: portable }, environment: {}, gpu: null };
  const libraryPath = libraryPathFor(runtime, process.env['LD_LIBRARY_PATH']);
  const gpu =
    runtime.build === 'cuda' && device !== 'cpu' ? await placeOnGpu(device, notices) : null;
  const environment = {
    ...(gpu?.environment ?? { CUDA_VISIBLE_DEVICES: '-1' }),
    ...(libraryPath === null ? {} : { LD_LIBRARY_PATH: libraryPath }),
  };
  return { backend: { kind: 'native', addon: runtime.addon }, environment, gpu: gpu?.name ?? null };
}

/**
 * What TensorFlow reads from the environment for so many threads; see
 * tensorflow/core/util/determinism.cc and others.
 */
export function tensorflowEnvironment({
  threads,
}: {
  readonly threads: number;
}): Readonly<Record<string, string>> {
  return {
    TF_CPP_MIN_LOG_LEVEL: '1',
    TF_DETERMINISTIC_OPS: '1',
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
    // Memory is kept between steps: malloc gives large tensors back to the system, whose pages then
    // cost at every step.
    TF_CPU_ALLOCATOR_USE_BFC: 'true',
    TF_NUM_INTRAOP_THREADS: String(threads),
    // A negative number: on the caller's own thread, without handing work from one to the other.
    TF_NUM_INTEROP_THREADS: String(threads === 1 ? -1 : threads),
  };
}

async function nativeRuntime(
  device: DeviceOption,
  { work, warn }: Notices,
): Promise<InstalledRuntime | null> {
  const wish = wishOf(device);
  const found = findRuntime({ device: wish });
  if (found) return found;
  const reason = await setUp(wish, work);
  if (typeof reason !== 'string') return reason;
  if (wish === 'gpu') throw failure(`the GPU cannot be used: ${reason}`, 'machine');
  warn(`training without native TensorFlow, many times slower: ${reason}`);
  return null;
}

// What failed for one run would fail for the next, after as long a wait.
const failed = new Map<string, string>();

async function setUp(
  device: DeviceWish,
  work: Notices['work'],
): Promise<InstalledRuntime | string> {
  const known = failed.get(device);
  if (known !== undefined) return known;
  try {
    const outcome = await setupRuntime({ device, notify: work });
    if (outcome.supported) return outcome.runtime;
    failed.set(device, outcome.reason);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    failed.set(device, error.message);
  }
  return failed.get(device) ?? '';
}

// Before gigabytes are fetched for a GPU that is not there.
async function checkGpu(): Promise<void> {
  const answer = await queryNvidiaSmi();
  if (answer.kind === 'fault') {
    throw failure(
      'no GPU can be used on this machine; `dlx gpu-status` says why, and --device cpu trains on the CPU',
      'machine',
    );
  }
}

async function placeOnGpu(
  device: DeviceOption,
  { warn }: Notices,
): Promise<{
  readonly environment: Readonly<Record<string, string>>;
  readonly name: string;
} | null> {
  const answer = await queryNvidiaSmi();
  const devices = answer.kind === 'devices' ? answer.devices : [];
  const chosen = chooseGpu(
    devices,
    device === 'cpu' ? 'auto' : device,
    process.env['CUDA_VISIBLE_DEVICES'],
  );
  if (chosen) return { environment: chosen.environment, name: chosen.device.name ?? 'GPU' };
  const why = `no GPU can be used${device.includes(':') ? ` as ${device}` : ''}; \`dlx gpu-status\` says why`;
  if (device !== 'auto') throw failure(why, 'machine');
  warn(`training on the CPU: ${why}`);
  return null;
}
