// Who does a work of steps, and how each is started: its program, its choices and its environment.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { tensorflowEnvironment } from '../src/machine/placement.js';
import { language } from '../src/experiment/language.js';
import { planExperiment, threadsFor } from '../src/experiment/plan.js';
import { readSpec } from '../src/spec/read.js';
import type { WorkerJob } from './workers/serve.js';
import { repository, specOf, type Contender, type StepWork } from './works.js';

/** What has been set up: the programs that workers run with. */
export type Tools = { readonly python: string; readonly addon: string };

/** One worker process to be started. */
export type Configuration = {
  readonly contender: Contender;
  /** What was chosen, as `2 threads, channels-last`; empty where there is no choice. */
  readonly label: string;
  readonly command: string;
  readonly script: string;
  readonly job: WorkerJob;
  readonly environment: Readonly<Record<string, string>>;
};

// Everybody computes on the CPU, and nobody's threads are set by the shell that the benchmark was
// started from.
const common: Readonly<Record<string, string>> = {
  CUDA_VISIBLE_DEVICES: '-1',
  TF_CPP_MIN_LOG_LEVEL: '2',
  PYTHONDONTWRITEBYTECODE: '1',
};
const threadVariables = [
  'OMP_NUM_THREADS',
  'MKL_NUM_THREADS',
  'OPENBLAS_NUM_THREADS',
  'TF_NUM_INTRAOP_THREADS',
  'TF_NUM_INTEROP_THREADS',
  'OMP_WAIT_POLICY',
  'KMP_BLOCKTIME',
];

/**
 * The environment of a contender's process: the given one without settings of threads, and what a
 * contender sets.
 */
export function contenderEnvironment(
  given: NodeJS.ProcessEnv,
  own: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
  const rest = Object.fromEntries(
    Object.entries(given).filter(([name]) => !threadVariables.includes(name)),
  );
  return { ...rest, ...common, ...own };
}

/** PyTorch's environment for so many threads. */
export function torchEnvironment(threads: number): Readonly<Record<string, string>> {
  return { OMP_NUM_THREADS: String(threads) };
}

/**
 * Every configuration that does this work; `data` is the folder of its arrays. Throws SpecProblems
 * where dlx lacks a layer.
 */
export async function configurationsOf(
  work: StepWork,
  tools: Tools,
  data: string,
): Promise<readonly Configuration[]> {
  return [
    await dlxConfiguration(work, tools, data),
    keras(work, tools, data),
    ...torch(work, tools, data),
    tfjs(work, tools, data),
  ];
}

/** The numbers of threads worth trying. */
export function threadChoices(available = availableParallelism()): readonly number[] {
  return [...new Set([1, available])];
}

/** dlx, with more of an environment than it sets itself. */
export async function dlxConfiguration(
  work: StepWork,
  { addon }: Tools,
  data: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Configuration> {
  const job = jobOf(work, 'dlx', { data, addon });
  const threads = await dlxThreads(work);
  return {
    contender: 'dlx',
    label: threadLabel(threads),
    command: process.execPath,
    script: join(import.meta.dirname, 'workers/fit-dlx.js'),
    job: { ...job, threads },
    environment: { ...tensorflowEnvironment({ threads }), ...more },
  };
}

type TorchVariant = {
  readonly label: readonly string[];
  readonly channels_last: boolean;
  readonly environment: Readonly<Record<string, string>>;
};

const plainVariant: TorchVariant = { label: [], channels_last: false, environment: {} };

// glibc gives the large buffers of every step back to the system and asks for them again, which
// costs PyTorch's CNN a quarter of its time; these settings (bytes; the second one at its highest)
// make it keep them.
const keepMemory = { MALLOC_TRIM_THRESHOLD_: '1000000000', MALLOC_MMAP_THRESHOLD_: '33554432' };

const imageVariants: readonly TorchVariant[] = [
  plainVariant,
  { label: ['channels-last'], channels_last: true, environment: {} },
  { label: ['channels-last', 'memory kept'], channels_last: true, environment: keepMemory },
];

// As `dlx train` chooses them.
async function dlxThreads(work: StepWork): Promise<number> {
  const file = specOf(work);
  return threadsFor(
    await planExperiment(file, readSpec(file, { language }), () => undefined),
    availableParallelism(),
  );
}

function keras(work: StepWork, { python }: Tools, data: string): Configuration {
  return {
    contender: 'keras',
    label: '',
    command: python,
    script: pythonScript('fit_keras.py'),
    job: jobOf(work, 'keras', { data }),
    environment: { KERAS_BACKEND: 'tensorflow' },
  };
}

function torch(work: StepWork, { python }: Tools, data: string): readonly Configuration[] {
  const variants = work.architecture.startsWith('cnn') ? imageVariants : [plainVariant];
  return threadChoices().flatMap((threads) =>
    variants.map(({ label, channels_last, environment }): Configuration => ({
      contender: 'torch',
      label: [threadLabel(threads), ...label].join(', '),
      command: python,
      script: pythonScript('fit_torch.py'),
      job: { ...jobOf(work, 'torch', { data }), threads, channels_last },
      environment: { ...torchEnvironment(threads), ...environment },
    })),
  );
}

function tfjs(work: StepWork, { addon }: Tools, data: string): Configuration {
  return {
    contender: 'tfjs',
    label: '',
    command: process.execPath,
    script: join(import.meta.dirname, 'workers/fit-tfjs.js'),
    job: jobOf(work, 'tfjs', { data, addon }),
    environment: {},
  };
}

function jobOf(
  work: StepWork,
  contender: Contender,
  own: Pick<WorkerJob, 'data'> & Partial<WorkerJob>,
): WorkerJob {
  const samples = work.fewer?.[contender] ?? work.samples;
  return {
    architecture: work.architecture,
    batch_size: work.batch_size,
    samples,
    spec: specOf(work),
    addon: '',
    threads: 0,
    channels_last: false,
    ...own,
  };
}

function pythonScript(name: string): string {
  return join(repository, 'bench/workers', name);
}

function threadLabel(threads: number): string {
  return threads === 1 ? '1 thread' : `${threads} threads`;
}
