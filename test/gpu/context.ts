// What the parts of `npm run test:gpu` share: the machine, its processes, and a clock.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { language } from '../../src/experiment/language.js';
import { planExperiment } from '../../src/experiment/plan.js';
import { placeRun, tensorflowEnvironment } from '../../src/machine/placement.js';
import { portableBackendOf } from '../../src/model/network.js';
import { queryNvidiaSmi } from '../../src/machine/nvidia/nvidia-smi.js';
import { readSpec } from '../../src/spec/read.js';
import { holderOf, type Holder } from './holder.js';
import type { Trained } from './jobs.js';
import { leftAt, type Deadline } from './deadline.js';
import type { Device, Found } from './report.js';

/** The repository, from the compiled file's place. */
export const repository = join(import.meta.dirname, '../../..');

/** What a part is given. */
export type Context = {
  /** Where steps are to run: the GPU where TensorFlow can use one. */
  readonly device: Device;
  /** The card's name, or null. */
  readonly gpu: string | null;
  /** The specs that are checked, by their path. */
  readonly specs: readonly string[];
  /** Steps of training that are enough to show a difference. */
  readonly steps: number;
  readonly python: string;
  /** For files that nobody needs afterwards. */
  readonly folder: string;
  readonly holders: Holders;
  /** What the device came to, once for all parts that want it. */
  readonly trained: Map<string, Trained>;
  /** MiB of the card that are in use by a process, or at all where nvidia-smi names no process. */
  readonly gpuMemory: (pid: number | null) => Promise<number | null>;
};

/** Processes with TensorFlow; none is started before it is asked for something. */
export type Holders = {
  /** On the device, with all threads. */
  readonly device: Holder;
  /** On the device, with the one thread that small networks get. */
  readonly single: Holder;
  /** On the device, with a log of where operations ran. */
  readonly logged: Holder;
  /** On the device, without TensorFloat-32. */
  readonly exact: Holder;
  /** On the CPU, with one thread: what the device is held against. */
  readonly reference: Holder;
};

/** One check or measurement of several. */
export type Part = {
  readonly name: string;
  readonly title: string;
  /** Seconds that it may take within the usual budget. */
  readonly limit: number;
  /** Whether it says nothing without a GPU. */
  readonly needsGpu: boolean;
  readonly run: (context: Context, deadline: Deadline) => Promise<Found>;
};

/** The file that the logging process writes to. */
export function placementLogOf(folder: string): string {
  return join(folder, 'placement.log');
}

/**
 * The processes for a device, with the environment that `dlx train` gives its own. Throws a
 * UserError where no TensorFlow can be had.
 */
export async function holdersFor(
  device: 'gpu' | 'cpu',
  folder: string,
  more: Readonly<Record<string, string>>,
  warn: (message: string) => void,
): Promise<{ readonly holders: Holders; readonly gpu: string | null }> {
  const all = availableParallelism();
  const on = await placementOn(device, warn);
  const cpu = device === 'cpu' ? on : await placementOn('cpu', warn);
  const holder = (
    { addon, environment }: Placed,
    threads: number,
    own: Readonly<Record<string, string>> = {},
    log = join(folder, 'tensorflow.log'),
  ): Holder =>
    holderOf({
      addon,
      environment: { ...environment, ...tensorflowEnvironment({ threads }), ...own },
      log,
    });
  return {
    gpu: on.gpu,
    holders: {
      device: holder(on, all),
      single: holder(on, 1),
      logged: holder(on, all, more, placementLogOf(folder)),
      exact: holder(on, all, { NVIDIA_TF32_OVERRIDE: '0' }),
      reference: holder(cpu, 1),
    },
  };
}

type Placed = {
  readonly addon: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly gpu: string | null;
};

// As `dlx train` places a run; which network it is matters where there is no native TensorFlow.
async function placementOn(
  device: 'gpu' | 'cpu',
  warn: (message: string) => void,
): Promise<Placed> {
  const file = join(repository, 'experiments/spirals.yaml');
  const { network } = await planExperiment(file, readSpec(file, { language }), () => undefined);
  const placed = await placeRun(device, portableBackendOf(network), { work: warn, warn });
  if (placed.backend.kind !== 'native') throw new Error('there is no native TensorFlow here');
  const { backend, environment, gpu } = placed;
  return { addon: backend.addon, environment, gpu };
}

/** MiB in use by a process, or on all cards; null where there is none. */
export async function readGpuMemory(pid: number | null): Promise<number | null> {
  const answer = await queryNvidiaSmi();
  if (answer.kind !== 'devices') return null;
  const sum = (numbers: readonly (number | null)[]): number =>
    numbers.reduce<number>((total, one) => total + (one ?? 0), 0);
  // In a container nvidia-smi may see other numbers of processes, or none.
  const own = answer.devices.flatMap(({ processes }) => processes.filter((one) => one.pid === pid));
  return own.length > 0
    ? sum(own.map(({ memory_mib }) => memory_mib))
    : sum(answer.devices.map(({ memory_used_mib }) => memory_used_mib));
}

/**
 * Does work for each item, whatever becomes of the others: an error, or no time left, is a failure
 * with the item's name.
 */
export async function forEachOf<T, R>(
  items: readonly T[],
  deadline: Deadline,
  nameOf: (item: T) => string,
  work: (item: T) => Promise<{ readonly failures?: readonly string[]; readonly result: R }>,
): Promise<{ readonly failures: string[]; readonly results: Record<string, R> }> {
  const failures: string[] = [];
  const results: Record<string, R> = {};
  for (const item of items) {
    const name = nameOf(item);
    if (leftAt(deadline) < 1) {
      failures.push(`${name}: no time was left`);
      continue;
    }
    try {
      const { failures: wrong = [], result } = await work(item);
      failures.push(...wrong.map((one) => `${name}: ${one}`));
      results[name] = result;
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { failures, results };
}
