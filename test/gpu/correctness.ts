// Whether the device computes what it should: like the CPU, the same bits twice, gone on with bit
// for bit, and nothing on the CPU that need not be.
import { mkdtempSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { runProgram } from '../../src/ground/process.js';
import { beyond, differing, distances, judgedBy, roundingOf, type Values } from './comparing.js';
import { forEachOf, placementLogOf, repository, type Context, type Part } from './context.js';
import { leftAt, type Deadline } from './deadline.js';
import type { Trained, Work } from './jobs.js';
import { between } from './marks.js';
import { placementOf } from './placement.js';

/** Weights may be this far from the CPU's, norm-wise. */
const tolerance = 1e-4;

const nameOf = (file: string): string => relative(join(repository, 'experiments'), file);

function workOf(file: string, { steps }: Pick<Context, 'steps'>): Work {
  return { file, steps, batch_size: null };
}

// One spec that hangs must leave time for the others.
function secondsFor(deadline: Deadline): number {
  return leftAt(deadline) / 2;
}

async function trainedOnDevice(
  file: string,
  context: Context,
  deadline: Deadline,
): Promise<Trained> {
  const known = context.trained.get(file);
  if (known) return known;
  const work = workOf(file, context);
  const job = { kind: 'train', work, twice: true } as const;
  const trained = await context.holders.device.ask(job, secondsFor(deadline));
  context.trained.set(file, trained);
  return trained;
}

/** Weights after a few steps of every spec, on the device and on the CPU. */
export const agreement: Part = {
  name: 'agreement',
  title: 'a few steps of every spec beside the CPU',
  limit: 90,
  needsGpu: false,
  run: async (context, deadline) => {
    const { failures, results } = await forEachOf(context.specs, deadline, nameOf, (file) =>
      besideCpu(file, context, deadline),
    );
    return { failures, result: { tolerance, steps: context.steps, specs: results } };
  },
};

async function besideCpu(file: string, context: Context, deadline: Deadline) {
  const work = workOf(file, context);
  const { reference } = context.holders;
  const [expected, actual] = await Promise.all([
    reference.ask({ kind: 'train', work, twice: false }, secondsFor(deadline)),
    trainedOnDevice(file, context, deadline),
  ]);
  const apart = distances(actual.after, expected.after, expected.before);
  const rounding: Values[] = [];
  for (const seed of beyond(apart, tolerance).length > 0 ? [1, 2, 3] : []) {
    const { after } = await reference.ask({ kind: 'nudge', work, seed }, secondsFor(deadline));
    rounding.push(after);
  }
  const judged = judgedBy(apart, roundingOf(rounding, expected), tolerance);
  return {
    failures: judged.failures,
    result: { farthest: apart.slice(0, 3), explained_by_rounding: judged.explained },
  };
}

/** Everything that lasts, trained twice in one process and once in another. */
export const bits: Part = {
  name: 'bits',
  title: 'the same bits twice, in one process and in two',
  limit: 60,
  needsGpu: false,
  run: async (context, deadline) => {
    const { failures, results } = await forEachOf(context.specs, deadline, nameOf, async (file) => {
      const trained = await trainedOnDevice(file, context, deadline);
      const elsewhere = await context.holders.logged.ask(
        { kind: 'logged', work: workOf(file, context) },
        secondsFor(deadline),
      );
      const other = differing(trained.after, elsewhere.after);
      const [before, after] = trained.tensors;
      const wrong = [
        ...trained.differs_again.map((name) => `${name} differs when it is trained again`),
        ...other.map((name) => `${name} differs in another process`),
        ...(before === after ? [] : [`${after - before} tensors are left by two trainers`]),
      ];
      return { failures: wrong, result: { weights: trained.after.size } };
    });
    return { failures, result: results };
  },
};

/** Where each operation of a spec's steps ran. */
export const placement: Part = {
  name: 'placement',
  title: 'no operation of a step on the CPU that need not be',
  limit: 60,
  needsGpu: false,
  run: async (context, deadline) => {
    const log = placementLogOf(context.folder);
    const { failures, results } = await forEachOf(context.specs, deadline, nameOf, async (file) => {
      const ask = async (): Promise<string> => {
        const work = workOf(file, context);
        await context.holders.logged.ask({ kind: 'logged', work }, secondsFor(deadline));
        return between(readFileSync(log, 'utf8'), file);
      };
      const told = between(readText(log), file) || (await ask());
      const placed = placementOf(told);
      const wrong = context.device === 'gpu' ? placed.misplaced : [];
      const none = placed.on_cpu + placed.on_gpu === 0 ? ['TensorFlow named no operation'] : [];
      return {
        failures: [
          ...none,
          ...wrong.map(
            ({ op, types, count }) => `${count} × ${op} (${types.join(', ')}) on the CPU`,
          ),
        ],
        // Without a GPU everything is on the CPU, and a list of it says nothing.
        result:
          context.device === 'gpu' ? placed : { on_cpu: placed.on_cpu, on_gpu: placed.on_gpu },
      };
    });
    return { failures, result: results };
  },
};

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Stopped in the middle and gone on with, within a process. */
export const resume: Part = {
  name: 'resume',
  title: 'stopped and gone on with, bit for bit',
  limit: 60,
  needsGpu: false,
  run: async (context, deadline) => {
    const { failures, results } = await forEachOf(context.specs, deadline, nameOf, async (file) => {
      const { differs } = await context.holders.device.ask(
        { kind: 'resume', work: workOf(file, context) },
        secondsFor(deadline),
      );
      return {
        failures: differs.map((name) => `${name} differs from training in one go`),
        result: { differs: differs.length },
      };
    });
    return { failures, result: results };
  },
};

/** The command itself: a run, and `dlx verify`, which trains it again, in one go and in halves. */
export const verify: Part = {
  name: 'verify',
  title: 'dlx train and dlx verify of experiments/resnet.yaml, one epoch',
  limit: 120,
  needsGpu: false,
  run: async ({ device, folder }, deadline) => {
    const runs = mkdtempSync(join(folder, 'runs-'));
    const settings = ['epochs=1', 'batch_size=256'].flatMap((one) => ['-S', one]);
    const spec = join(repository, 'experiments/resnet.yaml');
    const words = ['train', spec, ...settings, '--device', device, '--runs', runs, '--quiet'];
    const trained = await dlx(words, deadline);
    const run = trained.stdout.trim().split('\n').at(-1) ?? '';
    const verified = await dlx(['verify', run], deadline);
    return { failures: [], result: { run: basename(run), said: verified.stdout.trim() } };
  },
};

/** Runs the command; throws with what it said where it does not end well in time. */
export async function dlx(
  words: readonly string[],
  deadline: Deadline,
  mayFail = false,
): Promise<{ readonly stdout: string; readonly stderr: string; readonly code: number | null }> {
  const command = [join(repository, 'bin/dlx.js'), ...words];
  const ended = await runProgram(process.execPath, command, { seconds: leftAt(deadline) });
  if (ended.trouble === 'late') throw new Error(`dlx ${words[0]} took too long`);
  if (ended.code === 0 || mayFail) return ended;
  const said = (ended.stderr.trim() || ended.stdout.trim()).slice(-600);
  throw new Error(`dlx ${words[0]} ended with ${ended.signal ?? `code ${ended.code}`}: ${said}`);
}
