// `dlx train`: specs in, a run for each of their seeds, the comparison of what was trained out.
import { availableParallelism } from 'node:os';
import { parseDevice, type DeviceOption } from '../machine/placement.js';
import { misuse } from '../ground/errors.js';
import { language } from '../experiment/language.js';
import { threadsFor, type Plan } from '../experiment/plan.js';
import { holdsRecord } from '../run/read.js';
import { withSeed } from '../spec/read.js';
import { reporterFor, type Reporter } from '../render/terminal/progress.js';
import { screenOf } from '../render/terminal/table.js';
import { planSpecs, type Answer, type SpecOptions } from './command.js';
import { presentRuns } from './needed.js';
import { resumeCommand } from './resume.js';
import { answerWith, findBatchSize, trainAll, type Present, type Wanted } from './runs.js';

export type TrainOptions = SpecOptions & {
  readonly runs: string;
  readonly device?: string;
  readonly threads?: number;
  readonly eager: boolean;
  readonly needed: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
};

/**
 * Trains each spec with each of its seeds. The folder of an unfinished run in place of a spec means
 * to go on with it.
 */
export async function trainCommand(
  files: readonly string[],
  options: TrainOptions,
): Promise<Answer> {
  if (files.every(holdsRecord)) return resumeFolders(files, options);
  const folder = files.find(holdsRecord);
  if (folder !== undefined) {
    throw misuse(`${folder} is a run and not a spec: go on with it by \`dlx resume ${folder}\``);
  }
  const device = parseDevice(options.device ?? 'auto');
  const execution = options.eager ? 'eager' : 'graph';
  const reporter = reporterFor(
    process.stderr,
    screenOf(process.stderr, process.env),
    options.quiet,
  );
  try {
    const plans = await planSpecs(files, options, reporter.work);
    for (const warning of plans.flatMap(({ warnings }) => warnings)) reporter.warn(warning);
    const replicates: Plan[] = [];
    // One after another: each measures what memory there is.
    for (const plan of plans) {
      const { read, ...rest } = await withBatchSize(
        plan,
        { ...options, device, execution },
        reporter,
      );
      for (const seed of read.seeds) {
        replicates.push({ ...rest, read: withSeed(read, seed, language) });
      }
    }
    const present = options.needed
      ? await presentRuns(replicates, options.runs, reporter.work)
      : [];
    reporter.end();
    const asked = replicates.map((plan, i): Wanted | Present => {
      const found = present[i];
      if (found) {
        const { name, seed } = plan.read.spec;
        reporter.line(`${name}, seed ${seed}: trained already, ${found.present}`);
        return found;
      }
      return {
        plan,
        from: { kind: 'new' },
        runs: options.runs,
        device,
        execution,
        threads: options.threads ?? threadsFor(plan, availableParallelism()),
      };
    });
    return answerWith(await trainAll(asked, reporter), options);
  } finally {
    reporter.end();
  }
}

function resumeFolders(folders: readonly string[], options: TrainOptions): Promise<Answer> {
  const { set = [], tags = [], seed, seeds, name, threads, device, eager, needed } = options;
  if (
    set.length + tags.length > 0 ||
    [seed, seeds, name, threads, device].some((given) => given !== undefined) ||
    eager ||
    needed
  ) {
    throw misuse(
      `${folders[0]} is a run: what it was started with cannot be changed; train its spec.yaml anew, or give it more epochs by \`dlx resume ${folders[0]} --epochs N\``,
    );
  }
  return resumeCommand(folders, { ...options, force: false });
}

// `batch_size: auto` becomes the number that was found, as if it had been written.
async function withBatchSize(
  plan: Plan,
  options: Omit<TrainOptions, 'device' | 'execution'> & {
    readonly device: DeviceOption;
    readonly execution: 'graph' | 'eager';
  },
  reporter: Reporter,
): Promise<Plan> {
  if (!plan.read.findsBatchSize) return plan;
  reporter.work(`finding the batch size of ${plan.read.spec.name}`);
  const size = await findBatchSize(
    {
      plan,
      from: { kind: 'new' },
      runs: options.runs,
      device: options.device,
      execution: options.execution,
      threads: options.threads ?? availableParallelism(),
    },
    reporter,
  );
  reporter.line(`${plan.read.spec.name}: batch_size auto is ${size} here`);
  const [found = plan] = await planSpecs([plan.file], {
    ...options,
    set: [...(options.set ?? []), `batch_size=${size}`],
  });
  return found;
}
