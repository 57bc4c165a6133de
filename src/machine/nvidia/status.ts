// The GPU status: asks nvidia-smi, the machine's files and TensorFlow, and tells what is there and
// the one thing that is wrong.
import { messageOf } from '../../ground/errors.js';
import { compareVersions } from '../../ground/versions.js';
import { visibleDevices } from './choose.js';
import {
  adviceFor,
  oldestComputeCapability,
  oldestDriver,
  type Advice,
  type Finding,
} from './findings.js';
import { readHostTraces, type HostTraces } from './host.js';
import { defaultTimeoutMs, queryNvidiaSmi, type NvidiaSmiAnswer } from './nvidia-smi.js';
import type { NvidiaDevice } from './nvidia-smi-output.js';
import { unavailableTensorFlow, type TensorFlowView } from '../tensorflow/view.js';

/** What `dlx gpu-status` tells. */
export type GpuStatus = {
  /** Whether TensorFlow computes on a GPU. */
  readonly usable: boolean;
  /** What is wrong, if anything: a card of several can be lost while another one works. */
  readonly problem: (Finding & Advice) | null;
  readonly driver_version: string | null;
  /** The newest CUDA that the driver supports. */
  readonly cuda_version: string | null;
  readonly devices: readonly NvidiaDevice[];
  /** Cards that the driver cannot reach, by PCI address. */
  readonly lost: readonly string[];
  /** CUDA_VISIBLE_DEVICES, null when it is not set. */
  readonly visible_devices: string | null;
  /** Null when it was not asked, because a driver that hangs would hang it, too. */
  readonly tensorflow: TensorFlowView | null;
};

/** Where the status comes from. */
export type GpuStatusOptions = {
  /** Asks TensorFlow in a child process, under a time limit of its own. */
  readonly askTensorFlow: () => Promise<TensorFlowView>;
  /** The deadline for nvidia-smi, in milliseconds. */
  readonly timeoutMs?: number;
  readonly environment?: NodeJS.ProcessEnv;
  /** The folder that stands for `/` where the machine's own files are read. */
  readonly root?: string;
};

/** Reads the GPU status. Never rejects: what fails is a finding. */
export async function readGpuStatus({
  askTensorFlow,
  timeoutMs = defaultTimeoutMs,
  environment = process.env,
  root = '/',
}: GpuStatusOptions): Promise<GpuStatus> {
  const host = readHostTraces(root);
  // TensorFlow comes second: it would be among the processes that use the card.
  const answer = await queryNvidiaSmi({ timeoutMs, environment });
  const hangs = answer.kind === 'fault' && answer.fault.kind === 'timeout';
  const tensorflow = hangs ? null : await ask(askTensorFlow);
  const finding = findProblem(answer, tensorflow, environment);
  const devices = answer.kind === 'devices' ? answer.devices : [];
  return {
    usable: tensorflow?.uses_gpu ?? false,
    problem: finding === null ? null : { ...finding, ...adviceFor(finding, host) },
    driver_version: driverVersion(devices, host),
    cuda_version: answer.kind === 'devices' ? answer.cuda_version : null,
    devices,
    lost: answer.kind === 'devices' ? answer.lost : [],
    visible_devices: environment['CUDA_VISIBLE_DEVICES'] ?? null,
    tensorflow,
  };
}

async function ask(askTensorFlow: GpuStatusOptions['askTensorFlow']): Promise<TensorFlowView> {
  try {
    return await askTensorFlow();
  } catch (error) {
    return unavailableTensorFlow(messageOf(error));
  }
}

function driverVersion(devices: readonly NvidiaDevice[], host: HostTraces): string | null {
  return (
    devices.find(({ driver_version }) => driver_version !== null)?.driver_version ??
    host.driver_version
  );
}

/** The one thing that is wrong, the first that a user has to mend, or null. Pure. */
export function findProblem(
  answer: NvidiaSmiAnswer,
  tensorflow: TensorFlowView | null,
  environment: NodeJS.ProcessEnv,
): Finding | null {
  // Windows' Linux has its nvidia-smi elsewhere: nothing is wrong where TensorFlow computes on the
  // card.
  if (answer.kind === 'fault') {
    return answer.fault.kind === 'not_installed' && tensorflow?.uses_gpu ? null : answer.fault;
  }
  const broken = brokenCard(answer);
  if (tensorflow?.uses_gpu) return broken;
  if (!answer.devices.some(({ state }) => state === 'ok')) return broken;
  const candidates = visibleDevices(answer.devices, undefined);
  if (candidates.length === 0) return broken ?? emptyMig(answer.devices);
  const visible = environment['CUDA_VISIBLE_DEVICES'];
  const seen = visibleDevices(answer.devices, visible);
  if (visible !== undefined && seen.length === 0) return hiddenBy(visible, environment);
  return whyTensorFlowDoesNot(
    seen.map(({ device }) => device),
    tensorflow,
  );
}

function brokenCard(answer: NvidiaSmiAnswer & { readonly kind: 'devices' }): Finding | null {
  const lost = answer.devices.find(({ state }) => state === 'lost');
  const gpu =
    answer.lost[0] ?? (lost === undefined ? undefined : (lost.pci_bus_id ?? String(lost.index)));
  if (gpu !== undefined) return { kind: 'lost', gpu };
  const faulty = answer.devices.find(({ state }) => state === 'needs_reset');
  return faulty === undefined ? null : { kind: 'needs_reset', index: faulty.index };
}

function emptyMig(devices: readonly NvidiaDevice[]): Finding | null {
  const card = devices.find(({ state, mig_enabled }) => state === 'ok' && mig_enabled);
  return card === undefined ? null : { kind: 'mig_empty', index: card.index };
}

function hiddenBy(visible_devices: string, environment: NodeJS.ProcessEnv): Finding {
  const hidesOnPurpose = ['', '-1', 'NoDevFiles'].includes(visible_devices.trim());
  return {
    kind: 'hidden',
    visible_devices,
    names_none: !hidesOnPurpose,
    slurm: environment['SLURM_JOB_ID'] !== undefined,
  };
}

function whyTensorFlowDoesNot(
  seen: readonly NvidiaDevice[],
  tensorflow: TensorFlowView | null,
): Finding | null {
  const driver = seen[0]?.driver_version ?? null;
  if (driver !== null && compareVersions(driver, oldestDriver) < 0) {
    return { kind: 'driver_too_old', driver_version: driver };
  }
  const tooOld = seen.filter(
    ({ compute_capability }) =>
      compute_capability !== null &&
      compareVersions(compute_capability, oldestComputeCapability) < 0,
  );
  const [first] = tooOld;
  if (first !== undefined && tooOld.length === seen.length) {
    return {
      kind: 'gpu_too_old',
      name: first.name,
      compute_capability: first.compute_capability ?? '',
    };
  }
  return whyItIsBlind(tensorflow, driver);
}

function whyItIsBlind(tensorflow: TensorFlowView | null, driver: string | null): Finding {
  if (tensorflow === null || !tensorflow.available) {
    return tensorflow?.error === undefined
      ? { kind: 'tensorflow_missing' }
      : { kind: 'tensorflow_broken', error: tensorflow.error };
  }
  if (!tensorflow.built_for_cuda) return { kind: 'tensorflow_cpu_build' };
  if (/libcuda\.so/.test(tensorflow.error ?? '')) {
    return { kind: 'cuda_library_missing', driver_version: driver };
  }
  return { kind: 'tensorflow_sees_no_gpu', error: tensorflow.error ?? null };
}
