// What the device is like: its status, its memory over many steps, and the time of a step beside
// PyTorch's.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { specOf, works, type Architecture } from '../../bench/works.js';
import { runProgram } from '../../src/ground/process.js';
import { distances, growth, type Held } from './comparing.js';
import { forEachOf, repository, type Context, type Part } from './context.js';
import { dlx } from './correctness.js';
import { leftAt, type Deadline } from './deadline.js';
import type { Profile, Speed, Work } from './jobs.js';
import type { Device } from './report.js';

/** `dlx gpu-status` and `dlx doctor`, as programs read them. */
export const machine: Part = {
  name: 'machine',
  title: 'dlx gpu-status and dlx doctor',
  limit: 60,
  needsGpu: false,
  run: async ({ device }, deadline) => {
    const status = await dlx(['gpu-status', '--json'], deadline, true);
    const doctor = await dlx(['doctor', '--json'], deadline, true);
    const [gpu_status, found] = [status, doctor].map(
      ({ stdout }) => JSON.parse(stdout) as { readonly usable?: boolean; readonly ready?: boolean },
    );
    return {
      failures: [
        ...(device === 'gpu' && !gpu_status?.usable ? ['gpu-status: the GPU cannot be used'] : []),
        ...(found?.ready ? [] : ['doctor: training does not work natively']),
      ],
      result: { gpu_status, doctor: found },
    };
  },
};

/** Handles of TensorFlow and memory of the card, block after block of steps. */
export const memory: Part = {
  name: 'memory',
  title: 'memory over many steps',
  limit: 40,
  needsGpu: false,
  run: async (context, deadline) => {
    const { device } = context.holders;
    const files = ['cnn.yaml', 'lstm.yaml'].map((name) => join(repository, 'experiments', name));
    const steps = context.device === 'gpu' ? 400 : 50;
    const nameOf = (file: string): string => file.slice(repository.length + 1);
    const { failures, results } = await forEachOf(files, deadline, nameOf, async (file) => {
      const held: Held[] = [];
      for (let block = 0; block < 4; block += 1) {
        const work = { file, steps, batch_size: null };
        const reached = await device.ask({ kind: 'hold', work }, leftAt(deadline));
        held.push({ ...reached, gpu_mib: await context.gpuMemory(device.pid()) });
      }
      await device.ask({ kind: 'close' }, leftAt(deadline));
      return { failures: growth(held), result: held };
    });
    return { failures, result: results };
  },
};

type Timed = { readonly architecture: Architecture; readonly work: Work; readonly small: boolean };

// A CPU would take minutes for the largest.
const batchSizes = { gpu: [32, 256, 2048], cpu: [32, 256] } as const;

// One of each architecture; what dlx gives one thread is small.
function timedWorks(device: Device): readonly Timed[] {
  return batchSizes[device].flatMap((batch_size) =>
    works.flatMap((work): Timed[] => {
      if (work.kind !== 'steps' || work.name === 'mlp-256') return [];
      const { architecture } = work;
      const steps = Math.max(4, 2048 / batch_size);
      const small = batch_size === 32 && !architecture.startsWith('cnn');
      return [{ architecture, work: { file: specOf(work), steps, batch_size }, small }];
    }),
  );
}

const timedName = ({ architecture, work }: Timed): string => `${architecture}, ${work.batch_size}`;

/** Milliseconds a step of the bench's works. */
export const speed: Part = {
  name: 'speed',
  title: 'milliseconds a step at batch 32, 256 and 2,048',
  limit: 75,
  needsGpu: false,
  run: async (context, deadline) => {
    const seconds = context.device === 'gpu' ? 0.7 : 0.4;
    const { failures, results } = await forEachOf(
      timedWorks(context.device),
      deadline,
      timedName,
      (timed) => speedOf(timed, seconds, context, deadline),
    );
    return { failures, result: { unit: 'ms a step', works: results } };
  },
};

async function speedOf(
  { work, small }: Timed,
  seconds: number,
  { holders }: Context,
  deadline: Deadline,
): Promise<{ readonly result: Speed & { readonly threads: string } }> {
  const holder = small ? holders.single : holders.device;
  const result = await holder.ask({ kind: 'speed', work, seconds }, leftAt(deadline));
  return { result: { ...result, threads: small ? 'one' : 'all' } };
}

/** Where the time of a step goes: JavaScript, calls into TensorFlow, and whether the card is busy. */
export const profile: Part = {
  name: 'profile',
  title: "where a step's time goes",
  limit: 45,
  needsGpu: false,
  run: async ({ holders, device }, deadline) => {
    const chosen = timedWorks(device).filter(
      ({ architecture, work: { batch_size } }) =>
        batch_size === 32 || (architecture === 'cnn-bn' && batch_size === 256),
    );
    const seconds = device === 'gpu' ? 1 : 0.3;
    const { failures, results } = await forEachOf(chosen, deadline, timedName, async (timed) => {
      const holder = timed.small ? holders.single : holders.device;
      const of = async (execution: 'graph' | 'eager'): Promise<Profile & Busy> => {
        const job = { kind: 'profile', work: timed.work, seconds, execution } as const;
        const answer = holder.ask(job, leftAt(deadline));
        return device === 'gpu' ? watched(answer) : { ...(await answer), gpu_busy_percent: null };
      };
      return { result: { graph: await of('graph'), eager: await of('eager') } };
    });
    return { failures, result: { unit: 'ms a step', works: results } };
  },
};

type Busy = { readonly gpu_busy_percent: number | null };

// The most that nvidia-smi saw while the answer was awaited: tracing and loading leave the card idle.
async function watched<T>(answer: Promise<T>): Promise<T & Busy> {
  let running = true;
  let most: number | null = null;
  const done = answer.finally(() => (running = false));
  done.catch(() => undefined);
  while (running) {
    const { stdout } = await runProgram(
      'nvidia-smi',
      ['--query-gpu=utilization.gpu', '--format=csv,noheader,nounits'],
      { seconds: 5 },
    );
    const seen = stdout.split('\n').map(Number).filter(Number.isFinite);
    most = Math.max(most ?? 0, ...seen);
    await Promise.race([done.catch(() => undefined), new Promise((go) => setTimeout(go, 200))]);
  }
  return { ...(await done), gpu_busy_percent: most };
}

/** PyTorch's milliseconds a step for the same works, where Python has it. */
export const torch: Part = {
  name: 'torch',
  title: 'the same in PyTorch: eager, as a CUDA graph, compiled',
  limit: 75,
  needsGpu: false,
  run: async ({ python, device }, deadline) => {
    const { code, stderr } = await runProgram(python, ['-c', 'import torch'], { seconds: 60 });
    if (code !== 0) {
      const why = stderr.trim().split('\n').at(-1);
      return { failures: [], result: { left_out: `${python} has no PyTorch: ${why}` } };
    }
    const lines: unknown[] = [];
    const job = {
      device: device === 'gpu' ? 'cuda' : 'cpu',
      seconds: device === 'gpu' ? 0.5 : 0.3,
      until: Math.max(5, leftAt(deadline) - 3),
      works: timedWorks(device).map(({ architecture, work }) => [architecture, work.batch_size]),
    };
    const script = join(repository, 'test/gpu/torch_steps.py');
    const said = await readLines(python, [script, JSON.stringify(job)], deadline, (line) =>
      lines.push(JSON.parse(line)),
    );
    const none = lines.length === 0 ? [`PyTorch measured nothing: ${said.slice(-600)}`] : [];
    return { failures: none, result: { unit: 'ms a step', lines } };
  },
};

// Calls `take` for each line as it comes, so that what is there stays when time is up; what was said
// beside it is the answer.
function readLines(
  command: string,
  args: readonly string[],
  deadline: Deadline,
  take: (line: string) => void,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    const timer = setTimeout(() => child.kill('SIGKILL'), leftAt(deadline) * 1000);
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    createInterface({ input: child.stdout }).on('line', take);
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(timer);
      resolve(said.trim());
    });
  });
}

/** What TensorFloat-32, which TensorFlow multiplies with on newer cards, does to weights and time. */
export const tensorFloat: Part = {
  name: 'tf32',
  title: 'weights and time without TensorFloat-32',
  limit: 45,
  needsGpu: true,
  run: async (context, deadline) => {
    const { exact, reference } = context.holders;
    const files = ['adam.yaml', 'cnn.yaml', 'resnet.yaml', 'lstm.yaml'].map((name) =>
      join(repository, 'experiments', name),
    );
    const nameOf = (file: string): string => file.slice(repository.length + 1);
    const { failures, results } = await forEachOf(files, deadline, nameOf, async (file) => {
      const work = { file, steps: context.steps, batch_size: null };
      const [expected, actual] = await Promise.all(
        [reference, exact].map((one) =>
          one.ask({ kind: 'train', work, twice: false }, leftAt(deadline)),
        ),
      );
      if (!expected || !actual) throw new Error('no answer');
      const larger = { ...work, steps: 8, batch_size: 256 };
      const { ms } = await exact.ask(
        { kind: 'speed', work: larger, seconds: 0.5 },
        leftAt(deadline),
      );
      const [farthest] = distances(actual.after, expected.after, expected.before);
      return { result: { farthest, ms_at_batch_256: ms } };
    });
    return { failures, result: results };
  },
};
